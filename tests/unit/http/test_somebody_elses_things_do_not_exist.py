"""Over HTTP, with real cases, orders, parcels and questions: for other applicants, departments and regions they are not
there, whatever is asked of them; and nothing changes.
"""

from functools import cache
from typing import Any

import pytest

from app import AREAS
from chalicelib.cases.api import cases_area
from chalicelib.cases.promise_checks.vocabulary import Finding
from chalicelib.catalogue.editing import service as editing
from chalicelib.catalogue.files.service import IMPORT_ITEMS
from chalicelib.catalogue.publishing.service import open_batch
from chalicelib.delivery.model import Recipient
from chalicelib.delivery.service import open_shipment
from chalicelib.feedback.service import ask, evaluate
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.http.authority import Power
from chalicelib.http.routes import Route
from chalicelib.jobs.model import Job
from chalicelib.jobs.service import open_job
from chalicelib.licences.model import Licence
from chalicelib.licences.service import issue as issue_licence
from chalicelib.materials.model import DeclaredFile, Upload
from chalicelib.materials.service import open_upload
from chalicelib.parties import store as people
from chalicelib.parties.assistance import store as assistances
from chalicelib.parties.assistance.model import Assistance, Helper, Proof, ProofKind
from chalicelib.parties.communities import store as communities
from chalicelib.parties.communities.model import CommunityAgent, CommunityList, Engagement, Office
from chalicelib.parties.consents import store as consents
from chalicelib.parties.consents.model import Consent
from chalicelib.parties.consents.terms import ConsentTerms, ConsentText, SharedCertificate
from chalicelib.parties.mandates import store
from chalicelib.parties.mandates.model import Agent, Mandate, Principal
from chalicelib.parties.mandates.terms import MandateText, Terms
from chalicelib.parties.model import Account
from chalicelib.parties.officials.substitution import declare
from chalicelib.parties.staff import StaffMember
from chalicelib.parties.subject_access.service import request as request_export
from chalicelib.parties.windows.documents import DocumentKind
from chalicelib.parties.windows.visits import WindowVisit
from chalicelib.payments.service import open_order
from infra.seed.staff import staff_entries
from tests.support.cases import CALENDAR, RECIPIENT, WHO, a_delivered_case, a_submitted_case, stored, with_catalogue
from tests.support.catalogue import MANAGER, a_draft
from tests.support.certificates import request as certificate
from tests.support.consents import RECIPIENT as TRAFFIC_POLICE
from tests.support.kept import kept_photo
from tests.support.objects import FakeObjects
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api
from tests.support.promise_checks import found, promised_in
from tests.support.promise_checks import kept as kept_check
from tests.support.publishing import TODAY
from tests.support.samples import BODIES, QUERIES, address

REFERENCE = "01HQZX3T7R8S9V0W1X2Y3Z4A5B"

RIGHTFUL = {
    Role.APPLICANT: Caller(WHO.account_id, Role.APPLICANT, 3, "session-1"),
    Role.REVIEWER: Caller("staff-1", Role.REVIEWER, 4, "session-2", "GA", "460100"),
    Role.HEAD: Caller("staff-2", Role.HEAD, 4, "session-3", "GA", "460100"),
    Role.WINDOW_CLERK: Caller("clerk-1", Role.WINDOW_CLERK, 4, "session-30", "", "460100"),
    Role.HOTLINE_AGENT: Caller("clerk-1", Role.HOTLINE_AGENT, 4, "session-31", "", "460000"),
    Role.CATALOGUE_MANAGER: Caller("manager-2", Role.CATALOGUE_MANAGER, 4, "session-10", "", "460000"),
    Role.CATALOGUE_APPROVER: Caller("approver-2", Role.CATALOGUE_APPROVER, 4, "session-11", "", "460000"),
}
FOREIGN = {
    Role.APPLICANT: [Caller("account-2", Role.APPLICANT, 4, "session-4", "GA", "460100")],
    Role.REVIEWER: [
        Caller(WHO.account_id, Role.REVIEWER, 4, "session-5", "GA", "460200"),
        Caller(WHO.account_id, Role.REVIEWER, 4, "session-6", "RS", "460100"),
        Caller(WHO.account_id, Role.REVIEWER, 4, "session-7", "", ""),
    ],
    Role.HEAD: [
        Caller("staff-3", Role.HEAD, 4, "session-8", "GA", "460200"),
        Caller("staff-4", Role.HEAD, 4, "session-9", "RS", "460100"),
    ],
    Role.WINDOW_CLERK: [
        Caller("clerk-2", Role.WINDOW_CLERK, 4, "session-32", "", "460100"),
        Caller(WHO.account_id, Role.WINDOW_CLERK, 4, "session-33", "", "460000"),
    ],
    Role.HOTLINE_AGENT: [Caller("agent-2", Role.HOTLINE_AGENT, 4, "session-34", "", "460000")],
    Role.CATALOGUE_MANAGER: [Caller("manager-1", Role.CATALOGUE_MANAGER, 4, "session-12", "RS", "460000")],
    Role.CATALOGUE_APPROVER: [Caller("approver-1", Role.CATALOGUE_APPROVER, 4, "session-13", "RS", "460000")],
}
LISTS_OF_AN_ITEM = {"GET /v1/items/{item_code}/running-cases"}
"""An item is every region's that it serves; whose cases are listed is shown where those lists are tested."""
OF_ALL_DEPARTMENTS = {
    "GET /v1/catalogue/batches/{batch_id}",
    *(
        f"GET /v1/catalogue/registers/{kind}/entries/{{code}}"
        for kind in ("regions", "departments", "certificate-types")
    ),
}
"""What is to be published, and whom and what items name, concerns every department that describes items."""
OF_A_PERSON = {"DELETE /v1/me/sessions/{session_id}"}
"""Whose a session is is a matter of the person, whatever their role; shown where sessions are tested."""
OBJECT_ROUTES = [
    route
    for area in AREAS
    for route in area.routes
    if route.parameters
    and route.access.grants
    and address(route) not in LISTS_OF_AN_ITEM | OF_ALL_DEPARTMENTS | OF_A_PERSON
]
PAIRS = [
    pytest.param(route, grant.role, id=f"{address(route)} {grant.role}")
    for route in OBJECT_ROUTES
    for grant in route.access.grants
    if grant.role in RIGHTFUL
]


@cache
def furnished() -> tuple[FakePlatform, dict[str, str]]:
    """A platform with one of each, all of `WHO` and handled by GA in 460100; and what stands for each in a path."""
    cloud = with_catalogue(FakePlatform())
    cloud.quarantine, cloud.materials = FakeObjects("quarantine"), FakeObjects("materials")
    cloud.documents = FakeObjects("documents")
    uow, case = cloud.unit_of_work(), stored(cloud.table, a_delivered_case())
    whose: dict[str, Any] = {
        "reference": REFERENCE,
        "owner_id": case.owner_id,
        "department": case.department,
        "region": case.region,
    }
    order = open_order(uow, **whose, amount_fen=1000, description="工本费", basis="发改价格〔2004〕2831号")
    shipment = open_shipment(uow, **whose, recipient=Recipient(**RECIPIENT), contents="驾驶证")
    enquiry = ask(uow, case, "什么时候可以领证？", CALENDAR)
    evaluate(uow, case, stars=5, comment="")
    away, standing_in = (StaffMember(id=f"staff-{n}", entry=entry) for n, entry in enumerate(staff_entries()[:2], 1))
    absence = declare(uow, absent=away, substitute=standing_in, valid_from=TODAY, valid_to=TODAY)
    uow.commit()
    ids = {"case_id": case.id, "order_id": order.id, "shipment_id": shipment.id, "enquiry_id": enquiry.id}
    ids["absence_id"] = absence.id
    ids["account_id"] = seen_at_window(cloud).id
    ids["assistance_id"] = an_assistance(cloud).id
    ids["mandate_id"], ids["consent_id"] = a_mandate(cloud).id, a_consent(cloud).id
    ids["licence_id"] = a_licence(cloud).id
    check = found(promised_in(a_submitted_case()), Finding.BREACH, cloud.clock.now())
    ids["check_id"] = kept_check(cloud.unit_of_work(), check).id
    ids["kept_id"] = kept_photo(cloud.unit_of_work(), WHO.account_id).id
    ids["export_id"], ids["upload_id"] = an_export(cloud).id, an_upload(cloud).id
    engagement = an_engagement(cloud)
    ids |= {"list_id": engagement.list_id, "engagement_id": engagement.id}
    return cloud, {**ids, **of_the_catalogue(cloud), "code": "photo", "kind": "decision", "year": "2026"}


def an_engagement(cloud: FakePlatform) -> Engagement:
    """What `WHO` was asked about by the department, and has not agreed to yet."""
    uow = cloud.unit_of_work()
    made = CommunityList.open(
        id="list-1",
        office=Office(name="示例社区居民委员会", department="GA", region="460100"),
        agent=CommunityAgent(account_id="account-agent", name="李示例"),
        terms=Terms(items=("XX-JG-9999",), powers=(Power.SUBMIT,), valid_from=TODAY, valid_to=TODAY),
        act=uow.act,
    )
    asked = Engagement.propose(
        made, id="engagement-1", person_id=WHO.account_id, person_name=WHO.name, named="hash", act=uow.act
    )
    communities.save_list(uow, made)
    communities.save(uow, asked)
    uow.commit()
    return asked


def a_mandate(cloud: FakePlatform) -> Mandate:
    """One that `WHO` signed and nobody has accepted yet."""
    uow, agent = cloud.unit_of_work(), Agent(name="李示例", mobile="13800000002", account_id="account-agent")
    terms = Terms(powers=(Power.SUBMIT,), valid_from=TODAY, valid_to=TODAY)
    text = MandateText.of(principal_name=WHO.name, agent_name=agent.name, agent_mobile=agent.mobile, terms=terms)
    principal = Principal(id=WHO.account_id, name=WHO.name)
    offered = Mandate.offer(
        mandate_id="mandate-1", principal=principal, agent=agent, terms=terms, text=text, level=3, act=uow.act
    )
    store.save(uow, offered)
    uow.commit()
    return offered


def a_licence(cloud: FakePlatform) -> Licence:
    """One of `WHO` that the department issued again, for the second time."""
    return issue_licence(cloud, cloud.act(), certificate(cloud, edition=3))


def an_export(cloud: FakePlatform) -> Job:
    """A copy that `WHO` asked for."""
    uow = cloud.unit_of_work(RIGHTFUL[Role.APPLICANT].actor)
    job = request_export(uow, WHO.account_id)
    uow.commit()
    return job


def an_upload(cloud: FakePlatform) -> Upload:
    """A file that `WHO` is about to send."""
    uow = cloud.unit_of_work()
    file = DeclaredFile(filename="photo.jpg", media_type="image/jpeg", size=1, sha256="0" * 64)
    whose = {"reference": "case-1", "slot": "photo", "owner_id": WHO.account_id, "item_code": "GA-JG-0102"}
    upload, _ = open_upload(uow, cloud.quarantine, file=file, **whose)
    uow.commit()
    return upload


def seen_at_window(cloud: FakePlatform) -> Account:
    """Somebody without a mobile, whose document the clerk has seen."""
    uow = cloud.unit_of_work()
    account = Account.open(id="account-at-window", mobile="", language="zh-CN", act=uow.act)
    account.note_seen(WindowVisit(at=uow.act.at, by="clerk-1", region="460100", document=DocumentKind.ID_CARD), uow.act)
    people.save_account(uow, account, None)
    uow.commit()
    return account


def an_assistance(cloud: FakePlatform) -> Assistance:
    """One that `WHO` was given at a window."""
    uow, clerk = cloud.unit_of_work(), RIGHTFUL[Role.WINDOW_CLERK]
    given = Assistance.open(
        id="assistance-1",
        helper=Helper(id=clerk.id, role=clerk.role, region=clerk.region, channel="WINDOW"),
        applicant_id=WHO.account_id,
        applicant_name=WHO.name,
        proof=Proof(kind=ProofKind.PRESENCE, document=DocumentKind.ID_CARD),
        level=4,
        items=(),
        powers=(),
        now=cloud.wall.now(),
        act=uow.act,
    )
    assistances.save(uow, given)
    uow.commit()
    return given


def a_consent(cloud: FakePlatform) -> Consent:
    """One that `WHO` gave and nobody has used."""
    shared = SharedCertificate(code="RESIDENT_ID_CARD", name="居民身份证")
    terms = ConsentTerms(recipient=TRAFFIC_POLICE, purpose="核对住址", certificates=(shared,), valid_to=TODAY)
    uow, text = cloud.unit_of_work(), ConsentText.of(subject_name=WHO.name, terms=terms)
    given = Consent.give(
        consent_id="consent-1", subject_id=WHO.account_id, terms=terms, text=text, level=3, act=uow.act
    )
    consents.save(uow, given)
    uow.commit()
    return given


def of_the_catalogue(cloud: FakePlatform) -> dict[str, str]:
    """A described item of GA, an open batch and an import of GA's."""
    uow = cloud.unit_of_work(MANAGER)
    item = a_draft()
    editing.save(uow, item)
    batch = open_batch(uow, name="首批", effective_from=TODAY)
    inputs: dict[str, str | int | bool] = {"object_key": "imports/1"}
    job = open_job(uow, kind=IMPORT_ITEMS, department="GA", title="items.zip", inputs=inputs, start=False)
    uow.commit()
    return {"item_code": item.id, "batch_id": batch.id, "job_id": job.id}


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    platform, _ = furnished()
    monkeypatch.setattr(edge, "platform", lambda: platform)
    monkeypatch.setattr(platform.table, "rows", dict(platform.table.rows))
    return platform


@pytest.fixture
def things() -> dict[str, str]:
    return furnished()[1]


@pytest.fixture
def api(cloud: FakePlatform) -> Api:
    return Api(cloud, *AREAS)


def ask_for(api: Api, route: Route, caller: Caller, things: dict[str, str]) -> Answered:
    headers = {"If-Match": '"1"'} if route.changes else {}
    parameters = {name: things[name] for name in route.parameters}
    body, query = BODIES.get(address(route)), QUERIES.get(address(route))
    return api.call(route.method, route.path, body, by=caller, query=query, headers=headers, **parameters)


def test_object_routes_are_found_at_all() -> None:
    assert len(OBJECT_ROUTES) > 25
    assert set(RIGHTFUL) | {Role.OPERATOR} == set(Role), "whoever may reach something is tried here"


@pytest.mark.parametrize(("route", "role"), PAIRS)
def test_for_others_it_is_not_there_and_nothing_changes(
    cloud: FakePlatform, api: Api, things: dict[str, str], route: Route, role: Role
) -> None:
    before = dict(cloud.table.rows)
    for caller in FOREIGN[role]:
        answer = ask_for(api, route, caller, things)
        assert (answer.status, answer.body["code"]) == (404, "access.not-found"), caller
        assert set(answer.body) == {"type", "title", "status", "detail", "instance", "code"}
    assert cloud.table.rows == before


@pytest.mark.parametrize(("route", "role"), PAIRS)
def test_for_those_concerned_it_is_there(api: Api, things: dict[str, str], route: Route, role: Role) -> None:
    """Whatever else the rules say then: this is what makes the 404 above mean something."""
    answer = ask_for(api, route, RIGHTFUL[role], things)
    assert answer.status in {200, 201, 202, 204, 403, 404, 409, 412, 422}
    assert answer.status == 204 or not answer.body.get("code", "").startswith("access.")


def test_lists_hold_only_ones_own(cloud: FakePlatform, api: Api) -> None:
    cloud.table.rows.clear()
    case, applicant = stored(cloud.table, a_submitted_case()), RIGHTFUL[Role.APPLICANT]
    api.call("POST", "/v1/cases/{case_id}/enquiries", {"question": "办到哪一步了？"}, by=applicant, case_id=case.id)
    lists = {"/v1/cases": Role.APPLICANT, "/v1/worklist": Role.REVIEWER, "/v1/enquiries": Role.REVIEWER}
    for path, role in lists.items():
        assert len(api.call("GET", path, by=RIGHTFUL[role]).body["entries"]) == 1
        for caller in FOREIGN[role]:
            assert api.call("GET", path, by=caller).body["entries"] == []


def test_cases_area_is_among_what_was_walked() -> None:
    assert {route.path for route in cases_area.routes if route.parameters} <= {
        *(route.path for route in OBJECT_ROUTES),
        *(name.partition(" ")[2] for name in LISTS_OF_AN_ITEM),
    }
