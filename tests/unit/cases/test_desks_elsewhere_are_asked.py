"""A case goes to desks of other departments and levels (协同、联动), and each of them acts for itself only."""

import pytest

from chalicelib.cases import api_official, store
from chalicelib.cases.api import cases_area
from chalicelib.cases.desks import Seat
from chalicelib.cases.model import Case
from chalicelib.cases.service import submit
from chalicelib.cases.vocabulary import SlotState, Stage, Status
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.workflow.lifecycle_task import plan_review
from chalicelib.workflow.task_tokens import stage_after_wait
from tests.support.calls import Answered, Client
from tests.support.cases import (
    ADDRESS,
    APPLICANT,
    WHO,
    a_draft,
    a_submitted_case,
    advise,
    an_accepted_case,
    by,
    check,
    filled_in,
    linked_item,
    pay,
    sign,
    stored,
    types,
    with_catalogue,
)
from tests.support.items import changed
from tests.support.objects import FakeObjects
from tests.support.platform import FakePlatform

assert api_official.cases_area is cases_area

OWN, HOUSING, PROVINCE = "reviewer", "reviewer@ZJ:460100", "reviewer@GA:460000"
REVIEWER = Caller("staff-1", Role.REVIEWER, 4, "session", "GA", "460100")
HEAD = Caller("staff-2", Role.HEAD, 4, "session", "GA", "460100")
OF_HOUSING = Caller("staff-3", Role.REVIEWER, 4, "session", "ZJ", "460100")
HEAD_OF_HOUSING = Caller("staff-4", Role.HEAD, 4, "session", "ZJ", "460100")
OF_PROVINCE = Caller("staff-5", Role.REVIEWER, 4, "session", "GA", "460000")
HOUSING_NEXT_DOOR = Caller("staff-6", Role.REVIEWER, 4, "session", "ZJ", "460200")
UNRELATED = Caller("staff-7", Role.REVIEWER, 4, "session", "WS", "460100")
CASE = "/v1/cases/{case_id}"
GOOD = {"advice": "GRANT", "reason": "符合条件"}
WHY = {"reason": "依法听证", "legal_basis": "行政许可法第四十五条"}
POINT = {"target": "FIELD", "at": "/seats", "reason": "座位数有误", "how": "请更正"}


@pytest.fixture
def cloud() -> FakePlatform:
    cloud = with_catalogue(FakePlatform(), linked_item())
    cloud.materials = FakeObjects("materials")
    cloud.clock.move(hours=2)
    return cloud


@pytest.fixture
def client(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Client(cloud, cases_area)


def post(client: Client, what: str, case: Case, body: object, by: Caller, *, version: int = 0) -> Answered:
    at = version or case.version
    return client.call("POST", f"{CASE}/{what}", body, by=by, version=at, case_id=case.id)


def worklist(client: Client, by: Caller) -> list[str]:
    return [entry["case_id"] for entry in client.call("GET", "/v1/worklist", by=by).body["entries"]]


def read(client: Client, by: Caller) -> Answered:
    return client.call("GET", CASE, by=by, case_id="case-1")


def test_desks_are_named_by_where_they_sit():
    case = a_submitted_case(linked_item())
    assert [stage.desks for stage in case.terms.review] == [(OWN, HOUSING), (PROVINCE,)]
    assert case.seat_of(HOUSING) == Seat("reviewer", "ZJ", "460100")
    for desk in (OWN, HOUSING, PROVINCE):
        seat = case.seat_of(desk)
        assert case.desk_of(seat.role, seat.department, seat.region) == desk


def test_two_ways_to_name_the_same_desk_are_one_desk():
    above = [{"role": "reviewer", "place": "PARENT"}, {"role": "reviewer", "place": "PROVINCE"}]
    case = a_submitted_case(changed(linked_item(), review=[{"name": {"zh": "上级审查"}, "desks": above}]))
    assert case.desks == (PROVINCE,)


def test_the_case_lies_in_the_worklist_of_every_desk_that_holds_it(client, cloud):
    case = stored(cloud.table, a_submitted_case(linked_item()))
    assert [worklist(client, who) for who in (REVIEWER, OF_HOUSING)] == [["case-1"], ["case-1"]]
    for who in (OF_PROVINCE, HEAD_OF_HOUSING, HOUSING_NEXT_DOOR, UNRELATED):
        assert worklist(client, who) == []
    for desk in (OWN, HOUSING):
        check(case, desk, item=linked_item())
    for desk in (OWN, HOUSING):
        advise(case, desk)
    stored(cloud.table, case)
    assert [worklist(client, who) for who in (REVIEWER, OF_HOUSING, OF_PROVINCE)] == [[], [], ["case-1"]]


def test_the_line_of_a_worklist_says_which_region_it_comes_from(client, cloud):
    stored(cloud.table, a_submitted_case(linked_item()))
    (entry,) = client.call("GET", "/v1/worklist", by=OF_HOUSING).body["entries"]
    assert (entry["region"], entry["applicant"]) == ("460100", "王**")


def test_every_desk_finds_for_itself_and_one_merged_request_goes_out(client, cloud):
    case = stored(cloud.table, a_submitted_case(linked_item()))
    found = post(client, "correction-request", case, {"points": [POINT]}, OF_HOUSING)
    assert (found.status, found.body["status"], found.body["held_by"]) == (200, "SUBMITTED", [OWN])
    again = post(client, "acceptance", case, {}, OF_HOUSING, version=case.version + 1)
    assert (again.status, again.body["code"]) == (409, "case.opinion-already-given")
    asked = post(client, "acceptance", case, {}, REVIEWER, version=case.version + 1)
    assert asked.body["status"] == "CORRECTION_REQUESTED"
    assert [point["desk"] for point in asked.body["correction"]["points"]] == [HOUSING]


def test_opinions_come_from_each_desk_and_the_handling_head_decides(client, cloud):
    case = an_accepted_case(linked_item())
    version = stored(cloud.table, case).version
    early = post(client, "opinions", case, GOOD, OF_PROVINCE)
    assert early.status == 404
    for number, (who, held) in enumerate(((OF_HOUSING, [OWN]), (REVIEWER, [PROVINCE]), (OF_PROVINCE, []))):
        answer = post(client, "opinions", case, GOOD, who, version=version + number)
        assert (answer.status, answer.body["held_by"]) == (200, held)
    pay(reviewed := kept(cloud))
    stored(cloud.table, reviewed)
    decision = {"outcome": "GRANTED", "reason": "符合条件"}
    assert post(client, "decision", reviewed, decision, HEAD_OF_HOUSING).status == 404
    assert post(client, "decision", reviewed, decision, OF_PROVINCE).status == 403
    assert post(client, "decision", reviewed, decision, HEAD).body["decision"] == "GRANTED"
    assert [opinion.desk for opinion in kept(cloud).opinions] == [HOUSING, OWN, PROVINCE]


def kept(cloud: FakePlatform) -> Case:
    return store.load(cloud.table, "case-1")


def test_a_desk_elsewhere_sees_the_case_masked_and_opens_its_materials(client, cloud):
    stored(cloud.table, a_submitted_case(linked_item()))
    shown = read(client, OF_HOUSING)
    assert (shown.status, shown.body["form"]["site"]["address"]) == (200, ADDRESS)
    assert not [personal for personal in (WHO.name, WHO.mobile, WHO.id_number) if personal in str(shown.body)]
    opened = client.call("GET", f"{CASE}/materials/{{code}}/download", by=OF_HOUSING, case_id="case-1", code="plan")
    assert opened.status == 200
    assert client.call("GET", f"{CASE}/timeline", by=OF_HOUSING, case_id="case-1").status == 200


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("clock/pause", {"procedure": "HEARING", **WHY}),
        ("clock/resumption", WHY),
        ("refusal-to-accept", {"kind": "NOT_ACCEPTED", "reason": "不符合条件"}),
        ("disclosures", {"reason": "核对身份"}),
    ],
)
def test_what_the_handling_department_does_nobody_else_does(client, cloud, what, body):
    case = stored(cloud.table, a_submitted_case(linked_item()))
    assert post(client, what, case, body, OF_HOUSING).status == 404
    assert kept(cloud).version == case.version


@pytest.mark.parametrize("who", [HOUSING_NEXT_DOOR, UNRELATED, OF_PROVINCE, HEAD_OF_HOUSING])
def test_who_is_not_asked_learns_nothing(client, cloud, who):
    case = stored(cloud.table, a_submitted_case(linked_item()))
    assert read(client, who).status == 404
    if who.role is Role.REVIEWER:
        assert post(client, "acceptance", case, {}, who).status == 404


def test_a_draft_is_nobody_s_business_yet(client, cloud):
    stored(cloud.table, a_draft(linked_item()))
    assert read(client, OF_HOUSING).status == 404


def test_who_was_asked_may_see_what_became_of_it(client, cloud):
    case = an_accepted_case(linked_item())
    for desk in (OWN, HOUSING, PROVINCE):
        advise(case, desk)
    stored(cloud.table, case)
    assert (case.status, case.stage) == (Status.IN_REVIEW, Stage.FEE)
    assert [read(client, who).status for who in (OF_HOUSING, OF_PROVINCE)] == [200, 200]


def test_the_review_machine_waits_for_desks_elsewhere(cloud):
    case = stored(cloud.table, an_accepted_case(linked_item()))
    plan = plan_review(cloud, case, cloud.act(), {})["stages"]
    assert [desk["desk"] for stage in plan for desk in stage["desks"]] == [OWN, HOUSING, PROVINCE]
    wait = f"opinion:0:{HOUSING}"
    assert stage_after_wait(case, wait) is None
    advise(case, HOUSING)
    assert stage_after_wait(case, wait) == "REVIEW"
    assert types(case)[-1] == "OpinionGiven"


def test_a_township_handles_cases_too_and_asks_the_level_above(cloud):
    above = [{"name": {"zh": "上级审查"}, "desks": ["reviewer", {"role": "reviewer", "place": "PARENT"}]}]
    item = changed(linked_item(), regions=["460400499"], review=above)
    case = Case.open(case_id="case-1", item=item, applicant=WHO, region="460400499", act=by(APPLICANT))
    assert case.terms.review[0].desks == (OWN, "reviewer@GA:460400")
    for slot in [slot for slot in case.materials.values() if slot.is_missing]:
        case.materials = {**case.materials, slot.code: slot.model_copy(update={"state": SlotState.UPLOADED})}
    case.save_form(filled_in(item), item, by(APPLICANT))
    sign(case, item)
    stored(cloud.table, case)
    uow = cloud.unit_of_work(APPLICANT)
    submit(uow, cloud, case, level=3)
    assert case.number.startswith("460400") and len(case.number) == 20
