"""An official reads what an applicant holds of a type that the item asks for, while the case is handled, with a reason;
the applicant sees it, and it is no more than that.
"""

import datetime as dt
from typing import Any

import pytest

from app import AREAS
from chalicelib.cases import service as cases
from chalicelib.cases.model import Case
from chalicelib.cases.vocabulary import Outcome
from chalicelib.catalogue.service import catalogue_of
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.licences import service as licences
from chalicelib.licences.request import Kind
from chalicelib.licences.sharing import store
from chalicelib.licences.sharing.model import OFFICIALS_READINGS_PER_HOUR, AtADesk, Wanted
from chalicelib.licences.sharing.service import read_at_a_desk
from infra.bootstrap.catalogue import seed_registers
from tests.support.applications import ITEM, SHOP_BY_LI, WANG, decide, opened, platform_with_catalogue, submitted
from tests.support.certificates import request
from tests.support.people import identified
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api

READING, MINE = "/v1/cases/{case_id}/licence-readings", "/v1/me/licence-readings"
TYPE = "DRIVER_MEDICAL_CERTIFICATE"
REVIEWER = Caller("staff-1", Role.REVIEWER, 4, "session-1", "GA", "460100")


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    cloud = platform_with_catalogue()
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    seed_registers(cloud)
    return cloud


@pytest.fixture
def api(cloud: FakePlatform) -> Api:
    return Api(cloud, *AREAS)


@pytest.fixture
def case(cloud: FakePlatform) -> Case:
    code = licences.verification_code_of(cloud, "case-1", Kind.DECISION)
    certificate = request(cloud, verification_code=code, certificate_type=TYPE.replace("_", ""))
    holder = certificate.holder.model_copy(update={"name": WANG.name, "id_number": WANG.id_number})
    licences.issue(cloud, cloud.act(), certificate.model_copy(update={"holder": holder}))
    return submitted(cloud)


def read(api: Api, case: Case, by: Caller = REVIEWER, **other: Any) -> Answered:
    body = {"certificate_type": TYPE, "reason": "核验申请条件", **other}
    return api.call("POST", READING, {name: it for name, it in body.items() if it is not None}, by=by, case_id=case.id)


def refused(answer: Answered) -> tuple[int, str]:
    return answer.status, answer.body["code"]


def test_it_reads_numbers_and_dates_without_the_holder(api: Api, case: Case) -> None:
    answer = read(api, case)
    assert (answer.status, answer.body["ground"]) == (200, "DUTY"), answer.text
    (shared,) = answer.body["licences"]
    assert set(shared["fields"]) == {"number", "issued_on", "valid_to"}
    assert answer.body["basis"] == ITEM.materials[0].legal_basis
    assert WANG.id_number not in answer.text and WANG.name not in answer.text


def test_the_applicant_sees_department_reason_and_law_and_not_the_official(
    cloud: FakePlatform, api: Api, case: Case
) -> None:
    read(api, case)
    me = Caller(identified(cloud, WANG.mobile, WANG.name, WANG.id_number), Role.APPLICANT, 3, "session-2")
    (entry,) = api.call("GET", MINE, by=me).body["entries"]
    assert (entry["case_id"], entry["reason"], entry["found"]) == (case.id, "核验申请条件", 1)
    assert entry["reader"] != "GA" and entry["basis"] == ITEM.materials[0].legal_basis
    assert "client_id" not in entry and REVIEWER.person_id not in str(entry)
    (kept,) = [row for (pk, _), row in cloud.table.rows.items() if pk.startswith("READING#")]
    assert store.reading_in(kept).official == REVIEWER.person_id, "whoever inspects readings finds who it was"


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_without_a_reason_nothing_is_read(cloud: FakePlatform, api: Api, case: Case, reason: str | None) -> None:
    assert refused(read(api, case, reason=reason)) == (422, "request.body-invalid")
    assert not [pk for pk, _ in cloud.table.rows if pk.startswith("READING#")]


def test_a_type_that_the_item_does_not_ask_for_is_not_read(api: Api, case: Case) -> None:
    assert refused(read(api, case, certificate_type="RESIDENT_ID_CARD")) == (403, "case.certificate-not-required")


def test_another_departments_official_and_the_applicant_do_not_read(api: Api, case: Case) -> None:
    stranger = Caller("staff-9", Role.REVIEWER, 4, "session-9", "RS", "460100")
    assert read(api, case, by=stranger).status == 404
    assert read(api, case, by=Caller(WANG.account_id, Role.APPLICANT, 3, "session-2")).status == 403


def test_before_submission_and_after_the_decision_there_is_no_duty(cloud: FakePlatform, api: Api, case: Case) -> None:
    draft = cases.load_case(cloud.table, _draft(cloud).id)
    assert refused(read(api, draft)) == (409, "case.not-in-this-state")
    act, calendar = cloud.act(), catalogue_of(cloud).calendar()
    cases.apply(cloud, case.id, act, lambda it: it.check("reviewer", (), item=ITEM, act=act, calendar=calendar))
    assert read(api, case).status == 200
    decide(cloud, case.id, Outcome.GRANTED, "材料齐全，符合换证条件。")
    assert refused(read(api, case)) == (409, "case.not-in-this-state")


def test_an_official_reads_no_more_than_sixty_an_hour_and_others_do_not_wait(
    cloud: FakePlatform, api: Api, case: Case
) -> None:
    desk = AtADesk(official="staff-1", reader="公安局", case_id=case.id, certificate="证明", basis="《示例法》")
    wanted = Wanted(
        number=WANG.id_number, number_type=WANG.number_type, certificate_type=TYPE, fields=("number",), reason="核验"
    )
    for _ in range(OFFICIALS_READINGS_PER_HOUR):
        uow = cloud.unit_of_work()
        read_at_a_desk(cloud, uow, desk, wanted, dt.datetime.now(dt.UTC))
        uow.commit()
    assert refused(read(api, case)) == (429, "sharing.too-many-readings")
    other = Caller("staff-2", Role.REVIEWER, 4, "session-3", "GA", "460100")
    assert read(api, case, by=other).status == 200


def _draft(cloud: FakePlatform) -> Case:
    return opened(cloud, applicant=SHOP_BY_LI)
