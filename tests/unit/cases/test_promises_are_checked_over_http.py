"""Officials check, the subject reads and objects, another head decides; until it is repaired no pledge is taken."""

from typing import Any

import pytest

from app import AREAS
from chalicelib.cases.bringing.model import Holder, Way
from chalicelib.cases.bringing.service import to_bring
from chalicelib.cases.bringing.sources import Sources
from chalicelib.cases.model import Case
from chalicelib.cases.pledges import pledge_for
from chalicelib.cases.promise_checks.store import load_records
from chalicelib.cases.service import put
from chalicelib.cases.store import load
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.workflow.consuming import CloudEvent
from chalicelib.workflow.notify import tell
from chalicelib.workflow.resolve_materials import resolve
from infra.seed.staff import seed_staff
from tests.support.applications import (
    APPLICANT,
    FORM,
    WANG,
    decided,
    draft_opened,
    opened,
    platform_with_catalogue,
    submitted,
)
from tests.support.cases import CALENDAR, upload
from tests.support.items import changed, pledging_item
from tests.support.platform import MONDAY_MORNING, FakePlatform
from tests.support.probes import Answered, Api
from tests.support.publishing import put_online
from tests.unit.cases.test_who_must_bring_what import Base
from tests.unit.workflow.test_applicants_are_told_about_their_case import Gateway

MINE = Caller(WANG.account_id, Role.APPLICANT, 3, "session-1")
REVIEWER = Caller("staff-reviewer", Role.REVIEWER, 4, "session-2", "GA", "460100")
HEAD = Caller("staff-head", Role.HEAD, 4, "session-3", "GA", "460100")
ELSEWHERE = Caller("staff-far", Role.HEAD, 4, "session-4", "GA", "460200")
PLEDGING = changed(pledging_item(), one_open_case=False)
PREMISES = PLEDGING.materials[0]
FOUND = {"promise_kind": "TRUTHFULNESS", "finding": "BREACH", "facts": "照片系伪造", "evidence": "比对报告"}
UPHELD = {"reason": "申辩不成立", "basis": "《虚构条例》第一条", "breach_level": "ORDINARY", "months": 6}


@pytest.fixture
def cloud() -> FakePlatform:
    platform = platform_with_catalogue()
    put_online(platform.table, PLEDGING)
    return platform


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


def check(api: Api, case: Case, by: Caller = REVIEWER, **said: Any) -> Answered:
    return api.call("POST", "/v1/cases/{case_id}/promise-checks", {**FOUND, **said}, by=by, case_id=case.id)


def act(api: Api, what: str, check_id: str, body: dict[str, Any], by: Caller = HEAD) -> Answered:
    present = api.call("GET", "/v1/promise-checks/{check_id}", by=HEAD, check_id=check_id).headers["ETag"]
    path = f"/v1/promise-checks/{{check_id}}/{what}"
    return api.call("POST", path, body, by=by, headers={"If-Match": present}, check_id=check_id)


def said(answer: Answered) -> tuple[int, str]:
    return answer.status, str(answer.body.get("code", ""))


def broken(api: Api, case: Case) -> str:
    """On record."""
    check_id = str(check(api, case).body["check_id"])
    path = "/v1/promise-checks/{check_id}/objection"
    assert api.call("POST", path, {"statement": "附原件"}, by=MINE, check_id=check_id).status == 200
    assert act(api, "breach", check_id, UPHELD).status == 200
    return check_id


def test_the_subject_reads_what_is_held_untrue_on_which_evidence_and_until_when(api: Api, cloud: FakePlatform) -> None:
    check_id = check(api, decided(cloud)).body["check_id"]
    seen = api.call("GET", "/v1/promise-checks/{check_id}", by=MINE, check_id=check_id).body
    assert (seen["check_status"], seen["objection_until"]) == ("NOTIFIED", "2026-03-09")
    assert [(it["facts"], it["evidence"]) for it in seen["findings"]] == [("照片系伪造", "比对报告")]
    (mine,) = api.call("GET", "/v1/me/promise-checks", by=MINE).body["entries"]
    (waiting,) = api.call("GET", "/v1/promise-checks", by=HEAD).body["entries"]
    assert mine["check_id"] == waiting["check_id"] == check_id


def test_what_is_decided_waits_no_more_and_says_what_follows_for_the_licence(api: Api, cloud: FakePlatform) -> None:
    check_id = broken(api, decided(cloud))
    assert api.call("GET", "/v1/promise-checks", by=HEAD).body["entries"] == []
    seen = api.call("GET", "/v1/promise-checks/{check_id}", by=MINE, check_id=check_id).body
    assert (seen["upheld"], seen["objection"], seen["on_record_to"]) == (True, "附原件", "2026-09-02")
    assert "art. 69" in seen["consequence"]
    (record,), version = load_records(cloud.table, WANG.account_id)
    assert (record.check_id, record.repaired_at, version) == (check_id, None, 1)


def test_one_promise_is_checked_once_at_a_time_and_once_broken_never_again(api: Api, cloud: FakePlatform) -> None:
    case = decided(cloud)
    first = check(api, case).body["check_id"]
    assert said(check(api, case)) == (409, "promise.check-under-way")
    assert said(check(api, case, finding="HOLDS")) == (409, "promise.check-under-way")
    act(api, "dismissal", first, {"reason": "经核实属实"})
    assert check(api, case, finding="HOLDS").body["check_status"] == "HELD"
    broken(api, case)
    assert said(check(api, case)) == (409, "promise.check-under-way")


@pytest.mark.parametrize(
    "what",
    [{"promise_kind": "PLEDGE", "material": "photo"}, {"promise_kind": "PLEDGE"}, {"material": "photo"}],
)
def test_there_has_to_be_such_a_promise(api: Api, cloud: FakePlatform, what: dict[str, str]) -> None:
    assert said(check(api, submitted(cloud), **what)) == (422, "promise.nothing-promised")


def test_what_was_not_handed_in_was_not_promised(api: Api, cloud: FakePlatform) -> None:
    assert said(check(api, opened(cloud))) == (422, "promise.nothing-promised")


def test_no_other_department_reaches_it(api: Api, cloud: FakePlatform) -> None:
    case = decided(cloud)
    check_id = check(api, case).body["check_id"]
    assert check(api, case, by=ELSEWHERE).status == 404
    assert api.call("GET", "/v1/promise-checks/{check_id}", by=ELSEWHERE, check_id=check_id).status == 404
    assert act(api, "breach", check_id, UPHELD, by=ELSEWHERE).status == 404


def test_whoever_decides_knows_what_was_said_last(api: Api, cloud: FakePlatform) -> None:
    check_id = check(api, decided(cloud)).body["check_id"]
    path = "/v1/promise-checks/{check_id}/objection"
    api.call("POST", path, {"statement": "附原件"}, by=MINE, check_id=check_id)
    stale = api.call(
        "POST",
        "/v1/promise-checks/{check_id}/breach",
        UPHELD,
        by=HEAD,
        headers={"If-Match": '"1"'},
        check_id=check_id,
    )
    assert said(stale) == (412, "request.stale-version")


def test_a_check_that_is_not_there_is_not_there(api: Api) -> None:
    answer = api.call("GET", "/v1/promise-checks/{check_id}", by=HEAD, check_id="nobody")
    assert answer.status == 404


def test_whoever_has_an_interest_in_the_case_neither_finds_nor_decides(api: Api, cloud: FakePlatform) -> None:
    seed_staff(cloud)
    married = Caller("staff-ga-haikou-head", Role.HEAD, 4, "session-8", "GA", "460100")
    case = decided(cloud)
    check_id = str(check(api, case).body["check_id"])
    declared = api.call("POST", "/v1/me/interests", {"kind": "SPOUSE", "number": WANG.id_number}, by=married)
    assert declared.status == 201, declared.text
    assert said(check(api, case, by=married)) == (403, "case.own-case")
    assert said(act(api, "dismissal", check_id, {"reason": "属实"}, by=married)) == (403, "case.own-case")
    themselves = Caller(WANG.account_id, Role.HEAD, 4, "session-7", "GA", "460100")
    assert said(act(api, "dismissal", check_id, {"reason": "属实"}, by=themselves)) == (403, "case.own-case")


def test_a_pledge_that_was_not_kept_is_put_right_or_told(api: Api, cloud: FakePlatform) -> None:
    case = pledged(cloud)
    of_pledge = {"promise_kind": "PLEDGE", "material": PREMISES.code, "finding": "TO_FIX", "fix_by": "2026-03-20"}
    first = check(api, case, **of_pledge).body
    assert (first["check_status"], first["fix_by"], first["material"]) == ("TO_FIX", "2026-03-20", PREMISES.code)
    again = {"finding": "BREACH", "facts": "仍未达到条件", "evidence": "现场记录"}
    assert said(act(api, "outcome", first["check_id"], again)) == (409, "promise.fix-not-over")
    held = act(api, "outcome", first["check_id"], {**again, "finding": "HOLDS"})
    assert held.body["check_status"] == "HELD"
    second = check(api, case, **of_pledge).body
    cloud.clock.move(days=19)
    told = act(api, "outcome", second["check_id"], again).body
    assert (told["check_status"], told["objection_until"], len(told["findings"])) == ("NOTIFIED", "2026-03-27", 2)
    assert said(act(api, "outcome", second["check_id"], again)) == (409, "promise.not-to-be-fixed")


def test_a_pledge_whose_material_was_brought_after_all_was_not_given(api: Api, cloud: FakePlatform) -> None:
    case = pledged(cloud, brought_after_all=True)
    of_pledge = {"promise_kind": "PLEDGE", "material": PREMISES.code, "finding": "BREACH", "evidence": "现场记录"}
    assert said(check(api, case, **of_pledge)) == (422, "promise.nothing-promised")


def pledged(cloud: FakePlatform, *, brought_after_all: bool = False) -> Case:
    """Handed in with a pledge for its one material, or with the material that it was pledged for first."""
    case, text = opened(cloud, PLEDGING), pledge_for(PLEDGING, PREMISES)
    uow = cloud.unit_of_work(APPLICANT)
    signed = {"version": text.version, "sha256": text.sha256, "item": PLEDGING, "level": 3, "act": uow.act}
    case.pledge_material(PREMISES.code, **signed)
    if brought_after_all:
        upload(case, PREMISES.code)
    case.save_form(FORM, PLEDGING, uow.act)
    promise = PLEDGING.promise
    case.sign_promise(version=promise.version, sha256=promise.sha256, item=PLEDGING, level=3, act=uow.act)
    case.submit(number="46010020260302000013", item=PLEDGING, act=uow.act, calendar=CALENDAR)
    put(uow, case)
    uow.commit()
    return case


def pledge(api: Api, cloud: FakePlatform) -> Answered:
    case, text = opened(cloud, PLEDGING), pledge_for(PLEDGING, PREMISES)
    body = {"version": text.version, "sha256": text.sha256, "accepted": True}
    path, headers = "/v1/cases/{case_id}/materials/{code}/pledge", {"If-Match": f'"{case.version}"'}
    return api.call("POST", path, body, by=MINE, headers=headers, case_id=case.id, code=PREMISES.code)


def way_of_premises(cloud: FakePlatform) -> tuple[Way, str]:
    ((_, brought),) = to_bring(cloud, PLEDGING, Holder.of(WANG), Sources(Base()), within=1)
    return brought.way, brought.why


def test_until_it_is_repaired_no_pledge_is_offered_or_taken(api: Api, cloud: FakePlatform) -> None:
    assert pledge(api, cloud).status == 200
    check_id = broken(api, decided(cloud))
    assert said(pledge(api, cloud)) == (403, "promise.pledge-barred")
    assert way_of_premises(cloud) == (Way.UPLOAD, "pledge-barred")
    case = opened(cloud, PLEDGING)
    resolve(cloud, Sources(Base()), draft_opened(cloud, case))
    assert load(cloud.table, case.id).materials[PREMISES.code].why == "pledge-barred"
    assert act(api, "repair", check_id, {"reason": "已纠正"}).body["check_status"] == "REPAIRED"
    assert way_of_premises(cloud) == (Way.PLEDGE, "pledge-is-enough")
    assert pledge(api, cloud).status == 200


def test_one_repair_leaves_what_else_is_on_record(api: Api, cloud: FakePlatform) -> None:
    first, second = broken(api, decided(cloud)), broken(api, decided(cloud))
    act(api, "repair", first, {"reason": "已纠正"})
    assert said(pledge(api, cloud)) == (403, "promise.pledge-barred")
    act(api, "repair", second, {"reason": "已纠正"})
    assert pledge(api, cloud).status == 200
    assert said(act(api, "repair", second, {"reason": "已纠正"})) == (409, "promise.nothing-to-repair")


@pytest.mark.parametrize(
    ("event", "data", "until"),
    [
        ("promise.BreachFound", {"objection_until": "2026-03-09"}, "2026-03-09"),
        ("promise.BreachRecorded", {"until": "2026-09-02"}, "2026-09-02"),
        ("promise.BreachDismissed", {}, ""),
        ("promise.BreachRepaired", {}, ""),
        ("promise.FixDemanded", {"fix_by": "2026-04-01"}, "2026-04-01"),
    ],
)
def test_each_step_is_told_once(api: Api, cloud: FakePlatform, event: str, data: dict[str, str], until: str) -> None:
    case = decided(cloud)
    check_id = check(api, case).body["check_id"]
    gateway = Gateway()
    told = CloudEvent(
        id=f"{check_id}:1", type=event, subject=check_id, time=MONDAY_MORNING, correlationid="c", data=data
    )
    for _ in range(2):
        tell(cloud, gateway, told)
    ((_, mobile, _, parameters),) = gateway.sent
    assert (mobile, parameters["number"], parameters["until"]) == (WANG.mobile, case.number, until)
