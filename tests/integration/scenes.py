"""For every route of the API a scene in which it succeeds: what is stored already, and what is asked."""

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chalicelib.cases import service as cases
from chalicelib.cases.model import Case
from chalicelib.delivery.couriers import COMPANY, credentials_for
from chalicelib.delivery.kuaidi100 import vendor_digest
from chalicelib.delivery.model import Recipient, Shipment
from chalicelib.delivery.service import change, open_shipment
from chalicelib.delivery.vocabulary import ShipmentState
from chalicelib.feedback import service as feedback
from chalicelib.http.access import Caller, Role
from chalicelib.http.authority import Authority, AuthorityKind
from chalicelib.kernel.events import SYSTEM
from chalicelib.licences.service import change as change_licence
from chalicelib.licences.service import issue
from chalicelib.licences.status.service import publish
from chalicelib.parties import sign_in
from chalicelib.parties.authorities.model import AuthorityRecord
from chalicelib.parties.authorities.service import grant
from chalicelib.parties.challenges import Purpose, one_time_code
from chalicelib.parties.clients.model import WEB
from chalicelib.parties.looks import Look, note_look
from chalicelib.parties.lookup import lookup_key
from chalicelib.parties.organisations.model import Organisation
from chalicelib.parties.organisations.service import claim
from chalicelib.parties.organisations.store import save
from chalicelib.parties.proving import Origin
from chalicelib.payments import store as orders
from chalicelib.payments.service import open_order
from infra.sandbox.wechat_pay_wire import Signer
from tests.integration.account_scenes import ACCOUNT_SCENES
from tests.integration.assistance_scenes import ASSISTANCE_SCENES
from tests.integration.bringing_scenes import BRINGING_SCENES
from tests.integration.catalogue_scenes import CATALOGUE_SCENES
from tests.integration.client_scenes import CLIENT_SCENES
from tests.integration.community_scenes import COMMUNITY_SCENES
from tests.integration.federation_scenes import FEDERATION_SCENES
from tests.integration.file_scenes import FILE_SCENES
from tests.integration.introduction_scenes import introduced, to_introduce
from tests.integration.late_scenes import LATE_SCENES
from tests.integration.mandate_scenes import MANDATE_SCENES
from tests.integration.officials_scenes import OFFICIALS_SCENES
from tests.integration.privacy_scenes import PRIVACY_SCENES
from tests.integration.promise_scenes import PROMISE_SCENES
from tests.integration.sharing_scenes import SHARING_SCENES
from tests.integration.staging import Asked, Scene, Stage
from tests.integration.standing import account_at
from tests.integration.upload_scenes import UPLOAD_SCENES
from tests.support import certificates
from tests.support.cases import (
    CALENDAR,
    MONDAY,
    RECIPIENT,
    WHO,
    a_delivered_case,
    a_draft,
    a_new_case,
    a_reviewed_case,
    a_submitted_case,
    an_accepted_case,
    an_archived_case,
    by,
    not_obtained,
    pause,
)
from tests.support.items import changed, joint_item
from tests.support.people import ADDRESS, MOBILE

REFERENCE = "01HQZX3T7R8S9V0W1X2Y3Z4A5B"
FEE_FEN = 1000
APPLICANT = Caller(WHO.account_id, Role.APPLICANT, 3, "session-1")
REVIEWER = Caller("staff-reviewer", Role.REVIEWER, 4, "session-2", "GA", "460100")
HEAD = Caller("staff-head", Role.HEAD, 4, "session-3", "GA", "460100")
FROM_A_BROWSER = Origin(WEB, device="a browser")
JOINT_SECOND = changed(joint_item(), version=2)
FOR_ENTERPRISES = changed(joint_item(), code="ZZ-SHOPS-1", subjects=["2"])
"""Online, and known to the process."""
PROVINCE_OFFICE = Caller("staff-office", Role.CATALOGUE_MANAGER, 4, "session-5", "", "460000")
MANAGER = Caller("staff-manager", Role.CATALOGUE_MANAGER, 4, "session-4", "GA", "460000")


def of_nobody(**path: str) -> Scene:
    """Asked by anybody, of nothing that has to be stored."""
    return lambda _: Asked(path=path)


def of_case(build: Callable[[], Case], caller: Caller = APPLICANT, **path: str) -> Scene:
    """Asked of a case in that state, in its present version."""

    def scene(stage: Stage) -> Asked:
        case = stage.case(build())
        return Asked(by=caller, path={"case_id": case.id, **path}, version=case.version)

    return scene


def list_of(scene: Scene) -> Scene:
    """The same things stored, and the list asked for that holds them."""
    return lambda stage: Asked(by=scene(stage).by)


def with_photo_missing() -> Case:
    """A draft in which the source did not have what it was asked for."""
    case = a_new_case()
    case.resolve_material(not_obtained(case.materials["medical-certificate"]), by(SYSTEM))
    return case


def paused() -> Case:
    """An accepted case in a hearing."""
    case = an_accepted_case()
    pause(case, MONDAY)
    return case


def looked_up(stage: Stage) -> Asked:
    case = stage.case(a_submitted_case())
    return Asked(body={"number": case.number, "password": cases.password_of(stage.cloud, case.id)})


def of_account(level: int) -> Scene:
    """Asked by somebody whose account is at that level."""

    def scene(stage: Stage) -> Asked:
        account_at(stage, level)
        return Asked(by=APPLICANT)

    return scene


def represented(stage: Stage) -> Caller:
    """An enterprise that is bound, and `WHO`, its representative, acting for it."""
    account_at(stage, 3)
    shop = Organisation.unbound(id="organisation-1", uscc="91460100XNYL00013T", kind="2")
    shop.bind(account_id=WHO.account_id, name="海口示例商贸有限公司", authority_id="authority-2", act=stage.act)
    uow = stage.unit_of_work()
    save(uow, shop, lookup_key(stage.cloud, "uscc", shop.uscc))
    grant(uow, shop.authority(stage.act))
    uow.commit()
    authority = Authority(AuthorityKind.REPRESENTATIVE, "authority-2")
    return replace(APPLICANT, id=shop.id, actor_id=WHO.account_id, authority=authority)


def by_its_representative(stage: Stage) -> Asked:
    """An enterprise that asks for what enterprises may apply for."""
    return Asked(by=represented(stage), body={"item_code": FOR_ENTERPRISES.code, "region": "460100"})


def claimed(stage: Stage) -> Asked:
    uow = stage.unit_of_work()
    claim(uow, WHO.account_id, uscc="91460100XNYL00013T", name="海口示例商贸有限公司")
    uow.commit()
    return Asked(by=APPLICANT)


def code_received(stage: Stage) -> Asked:
    uow, now = stage.unit_of_work(), datetime.now(UTC)
    challenge = sign_in.issue_code(
        stage.cloud, uow, purpose=Purpose.REGISTRATION, mobile=MOBILE, language="en", address=ADDRESS, now=now
    )
    uow.commit()
    return Asked(body={"challenge_id": challenge.id, "code": one_time_code(stage.cloud.secrets, challenge.id)})


def signed_in(stage: Stage) -> sign_in.SignedIn:
    asked = code_received(stage)
    return sign_in.open_session(stage.cloud, stage.act, **asked.body, origin=FROM_A_BROWSER, now=datetime.now(UTC))


def refreshed(stage: Stage) -> Asked:
    return Asked(body={"refresh_token": signed_in(stage).refresh_token})


def person(stage: Stage) -> Caller:
    """Somebody who is signed in for real."""
    mine = signed_in(stage)
    return mine.principal.as_caller(mine.refresh_token.partition(".")[0])


def partner_told(stage: Stage) -> Asked:
    by = person(stage)
    introduced(stage, by)
    return Asked(by=by)


def signed_out(stage: Stage) -> Asked:
    mine = signed_in(stage)
    return Asked(by=mine.principal.as_caller(mine.refresh_token.partition(".")[0]))


def on_one_device(stage: Stage) -> Asked:
    asked = signed_out(stage)
    return Asked(by=asked.by, path={"session_id": asked.by.session_id})


def may_act_for_another(stage: Stage) -> AuthorityRecord:
    record = AuthorityRecord(
        id="authority-1",
        kind=AuthorityKind.ATTORNEY,
        holder_id=WHO.account_id,
        principal_id="account-2",
        valid_from=date(2026, 1, 1),
    )
    uow = stage.unit_of_work()
    grant(uow, record)
    uow.commit()
    return record


def in_another_capacity(stage: Stage) -> Asked:
    account_at(stage, 2)
    return Asked(by=APPLICANT, body={"capacity_id": may_act_for_another(stage).id})


def looked_at(stage: Stage) -> Asked:
    look = Look(
        at=stage.act.at,
        by="staff-reviewer",
        role="reviewer",
        department="GA",
        region="460100",
        case_id="case-1",
        number="46010020260302000013",
        reason="核对身份",
    )
    uow = stage.unit_of_work()
    note_look(uow, WHO.account_id, look)
    uow.commit()
    return Asked(by=APPLICANT)


def with_capacities(stage: Stage) -> Asked:
    may_act_for_another(stage)
    return Asked(by=APPLICANT)


def order(stage: Stage) -> Asked:
    uow = stage.unit_of_work()
    opened = open_order(uow, **whose(), amount_fen=FEE_FEN, description="工本费", basis="发改价格〔2004〕2831号")
    uow.commit()
    uow = stage.unit_of_work()
    opened.note_placed(opened.number, "weixin://code", stage.act)
    orders.save(uow, opened)
    uow.commit()
    return Asked(by=APPLICANT, path={"order_id": opened.id}, version=opened.version)


def whose() -> dict[str, Any]:
    return {"reference": REFERENCE, "owner_id": WHO.account_id, "department": "GA", "region": "460100"}


def payment_notice(stage: Stage) -> Asked:
    """As WeChat Pay v3 signs and seals it."""
    number = order(stage).path["order_id"]
    ours, nonce, now = stage.cloud.secrets.counterparty("wechat_pay"), "0123456789ab", datetime.now(UTC)
    paid = {
        "mchid": ours["mchid"], "appid": ours["appid"], "out_trade_no": number, "transaction_id": "4200000001",
        "trade_state": "SUCCESS", "success_time": "2026-03-02T10:05:00+08:00", "amount": {"total": FEE_FEN},
    }  # fmt: skip
    sealed = AESGCM(ours["api_v3_key"].encode()).encrypt(nonce.encode(), json.dumps(paid).encode(), b"transaction")
    resource = {
        "original_type": "transaction", "algorithm": "AEAD_AES_256_GCM", "associated_data": "transaction",
        "nonce": nonce, "ciphertext": b64encode(sealed).decode(),
    }  # fmt: skip
    body = json.dumps({"id": "notice-1", "event_type": "TRANSACTION.SUCCESS", "resource": resource}).encode()
    return Asked(raw=body, headers=Signer(stage.channel_keys).headers(body, now))


def shipment(stage: Stage, *, returned: bool = False) -> Shipment:
    uow = stage.unit_of_work()
    opened = open_shipment(uow, **whose(), recipient=Recipient(**RECIPIENT), contents="机动车驾驶证")
    uow.commit()
    uow = stage.unit_of_work()

    def travel(it: Shipment) -> None:
        it.note_booked(1, COMPANY, "EMS0000001", stage.act)
        if returned:
            it.note_headline("EMS0000001", COMPANY, ShipmentState.RETURNED, MONDAY, stage.act)

    change(uow, opened, travel)
    uow.commit()
    return opened


def of_shipment(caller: Caller, *, returned: bool = False) -> Scene:
    """Asked of a parcel on its way, or come back."""

    def scene(stage: Stage) -> Asked:
        parcel = shipment(stage, returned=returned)
        return Asked(by=caller, path={"shipment_id": parcel.id}, version=parcel.version)

    return scene


def courier_push(stage: Stage) -> Asked:
    """As Kuaidi100 sends it: a form with a digest."""
    parcel = shipment(stage)
    event = {"ftime": "2026-03-03 12:00:00", "context": "已揽收", "status": "揽收", "statusCode": "1"}
    latest = {"nu": parcel.waybill, "com": COMPANY, "state": "1", "data": [event]}
    param = json.dumps({"status": "polling", "lastResult": latest}, ensure_ascii=False)
    digest = vendor_digest(param + credentials_for(stage.cloud, parcel.id).salt)
    form = urlencode({"param": param, "sign": digest}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return Asked(raw=form, path={"shipment_id": parcel.id}, headers=headers)


def certified(stage: Stage) -> Asked:
    request = certificates.request(stage.cloud)
    issue(stage.cloud, stage.act, request)
    return Asked(path={"code": request.verification_code}, body={"sha256": request.sha256})


def certified_file(stage: Stage) -> Asked:
    return Asked(body=certified(stage).body)


def certified_page(stage: Stage) -> Asked:
    return Asked(query={"code": certified(stage).path["code"]})


def status_list(stage: Stage) -> Asked:
    publish(stage.cloud, stage.act, "202603-1")
    return Asked(path={"list_id": "202603-1"})


def of_licence(*, edition: int = 1, suspended: bool = False) -> Scene:
    """Asked by the head of the department that issued it."""

    def scene(stage: Stage) -> Asked:
        licence = issue(stage.cloud, stage.act, certificates.request(stage.cloud, edition=edition))
        if suspended:
            uow = stage.unit_of_work()
            change_licence(stage.cloud, uow, licence, lambda it: it.suspend("案件调查", uow.act))
            uow.commit()
        return Asked(by=HEAD, path={"licence_id": licence.id}, version=licence.version)

    return scene


def licences_held(stage: Stage) -> Asked:
    certified(stage)
    return of_account(2)(stage)


def evaluated(stage: Stage) -> Asked:
    uow, case = stage.unit_of_work(), stage.case(a_delivered_case())
    feedback.evaluate(uow, case, stars=5, comment="")
    uow.commit()
    return Asked(by=APPLICANT, path={"case_id": case.id})


def of_enquiry(caller: Caller) -> Scene:
    """Asked of an enquiry that waits for its answer."""

    def scene(stage: Stage) -> Asked:
        uow, case = stage.unit_of_work(), stage.case(a_submitted_case())
        enquiry = feedback.ask(uow, case, "什么时候可以领证？", CALENDAR)
        uow.commit()
        return Asked(by=caller, path={"enquiry_id": enquiry.id}, version=enquiry.version)

    return scene


def of_case_asked_about(stage: Stage) -> Asked:
    uow, case = stage.unit_of_work(), stage.case(a_submitted_case())
    feedback.ask(uow, case, "什么时候可以领证？", CALENDAR)
    uow.commit()
    return Asked(by=APPLICANT, path={"case_id": case.id})


def moved(stage: Stage) -> Asked:
    case = stage.case(an_accepted_case(joint_item()))
    return Asked(by=HEAD, path={"case_id": case.id}, version=case.version)


def running_cases(stage: Stage) -> Asked:
    stage.case(an_accepted_case(joint_item()))
    return Asked(by=MANAGER, path={"item_code": JOINT_SECOND.code}, query={"to_version": "2"})


SCENES: dict[str, Scene] = {
    **CATALOGUE_SCENES,
    **FEDERATION_SCENES,
    "POST /v1/me/authentications": lambda stage: to_introduce(stage, person(stage)),
    "GET /v1/me/authentications": partner_told,
    "POST /v1/authentications/redemption": lambda stage: introduced(stage, person(stage)),
    **FILE_SCENES,
    **OFFICIALS_SCENES,
    **MANDATE_SCENES,
    **CLIENT_SCENES,
    **SHARING_SCENES,
    "GET /v1/me/licence-readings": of_account(2),
    **ASSISTANCE_SCENES,
    **ACCOUNT_SCENES,
    **COMMUNITY_SCENES,
    **PRIVACY_SCENES,
    **UPLOAD_SCENES,
    "GET /v1/health": of_nobody(),
    "GET /v1/openapi.json": of_nobody(),
    "GET /v1/docs": of_nobody(),
    "GET /v1/jwks": of_nobody(),
    "GET /v1/items/{item_code}": of_nobody(item_code="GA-JG-0102"),
    "POST /v1/registrations": of_nobody(),
    "POST /v1/logins": of_nobody(),
    "POST /v1/sessions": code_received,
    "POST /v1/sessions/refresh": refreshed,
    "DELETE /v1/sessions/current": signed_out,
    "GET /v1/me/sessions": signed_out,
    "DELETE /v1/me/sessions": signed_out,
    "DELETE /v1/me/sessions/{session_id}": on_one_device,
    "GET /v1/me/capacities": with_capacities,
    "GET /v1/me/looks": looked_at,
    "POST /v1/sessions/current/capacity": in_another_capacity,
    "GET /v1/me": of_account(1),
    "POST /v1/me/identity-checks": of_account(1),
    "POST /v1/me/face-checks": of_account(2),
    "POST /v1/me/certificate-checks": of_account(2),
    "POST /v1/me/organisation-claim": of_account(3),
    "GET /v1/me/organisation-claim": claimed,
    "POST /v1/cases": of_account(3),
    "GET /v1/cases": list_of(of_case(a_submitted_case)),
    "GET /v1/worklist": list_of(of_case(a_submitted_case, REVIEWER)),
    "GET /v1/cases/{case_id}": of_case(a_delivered_case),
    "GET /v1/cases/{case_id}/timeline": of_case(a_delivered_case),
    "GET /v1/cases/{case_id}/deadline": of_case(an_accepted_case),
    "GET /v1/cases/{case_id}/materials/{code}/download": of_case(a_delivered_case, REVIEWER, code="photo"),
    "GET /v1/cases/{case_id}/materials/{code}/previews": of_case(a_delivered_case, REVIEWER, code="photo"),
    "GET /v1/cases/{case_id}/documents/{kind}/download": of_case(a_delivered_case, kind="decision"),
    "POST /v1/case-lookups": looked_up,
    "PUT /v1/cases/{case_id}/form": of_case(with_photo_missing),
    "POST /v1/cases/{case_id}/materials/{code}/uploads": of_case(with_photo_missing, code="photo"),
    "POST /v1/cases/{case_id}/promise": of_case(with_photo_missing),
    "POST /v1/cases/{case_id}/submission": of_case(a_draft),
    "POST /v1/cases/{case_id}/withdrawal": of_case(a_submitted_case),
    "POST /v1/cases/{case_id}/correction-request": of_case(a_submitted_case, REVIEWER),
    "POST /v1/cases/{case_id}/licence-readings": of_case(a_submitted_case, REVIEWER),
    "POST /v1/cases/{case_id}/acceptance": of_case(a_submitted_case, REVIEWER),
    "POST /v1/cases/{case_id}/refusal-to-accept": of_case(a_submitted_case, REVIEWER),
    "POST /v1/cases/{case_id}/opinions": of_case(an_accepted_case, REVIEWER),
    "POST /v1/cases/{case_id}/decision": of_case(a_reviewed_case, HEAD),
    "POST /v1/cases/{case_id}/clock/pause": of_case(an_accepted_case, REVIEWER),
    "POST /v1/cases/{case_id}/clock/resumption": of_case(paused, REVIEWER),
    "POST /v1/cases/{case_id}/clock/extension": of_case(an_accepted_case, HEAD),
    "POST /v1/cases/{case_id}/disclosures": of_case(a_submitted_case, REVIEWER),
    "POST /v1/cases/{case_id}/archive-package": of_case(an_archived_case, HEAD),
    "POST /v1/cases/{case_id}/item-version": moved,
    "GET /v1/items/{item_code}/running-cases": running_cases,
    "GET /v1/calendar-years/{year}": of_nobody(year="2027"),
    "PUT /v1/calendar-years/{year}": lambda _: Asked(by=PROVINCE_OFFICE, path={"year": "2027"}, version=0),
    "POST /v1/calendar-years/{year}/checks": lambda _: Asked(by=PROVINCE_OFFICE, path={"year": "2027"}),
    "GET /v1/payments/{order_id}": order,
    "POST /v1/payments/{order_id}/checkout": order,
    "POST /v1/callbacks/wechat-pay": payment_notice,
    "GET /v1/shipments/{shipment_id}": of_shipment(APPLICANT),
    "POST /v1/shipments/{shipment_id}/resend": of_shipment(APPLICANT, returned=True),
    "POST /v1/shipments/{shipment_id}/handover": of_shipment(REVIEWER, returned=True),
    "POST /v1/callbacks/kuaidi100/{shipment_id}": courier_push,
    "GET /v1/verifications/{code}": certified,
    "POST /v1/verifications/{code}/document-check": certified,
    **BRINGING_SCENES,
    **LATE_SCENES,
    **PROMISE_SCENES,
    "GET /v1/me/licences": licences_held,
    "POST /v1/document-checks": certified_file,
    "GET /v1/verify": certified_page,
    "GET /v1/cases/{case_id}/documents/{kind}/credential": of_case(a_delivered_case, kind="decision"),
    "GET /v1/licence-issuer": of_nobody(),
    "GET /v1/status-lists/{list_id}": status_list,
    "GET /v1/licences/{licence_id}": of_licence(),
    "GET /v1/licences/{licence_id}/file": of_licence(edition=2),
    "POST /v1/licences/{licence_id}/suspension": of_licence(),
    "POST /v1/licences/{licence_id}/resumption": of_licence(suspended=True),
    "POST /v1/licences/{licence_id}/revocation": of_licence(),
    "POST /v1/licences/{licence_id}/reissue": of_licence(),
    "POST /v1/cases/{case_id}/evaluation": of_case(a_delivered_case),
    "GET /v1/cases/{case_id}/evaluation": evaluated,
    "POST /v1/cases/{case_id}/enquiries": of_case(a_submitted_case),
    "GET /v1/cases/{case_id}/enquiries": of_case_asked_about,
    "GET /v1/enquiries": list_of(of_enquiry(REVIEWER)),
    "GET /v1/enquiries/{enquiry_id}": of_enquiry(REVIEWER),
    "POST /v1/enquiries/{enquiry_id}/answer": of_enquiry(REVIEWER),
}
