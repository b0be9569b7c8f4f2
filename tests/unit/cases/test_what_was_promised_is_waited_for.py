"""From acceptance on its applicant has as long as the promise says; nothing is granted before it is there."""

import datetime as dt

import pytest

from chalicelib.cases import errors, handling_errors
from chalicelib.cases.late.errors import LateMaterialsOutstanding, NothingToLookAt, ReturnedBefore
from chalicelib.cases.late.model import LateState
from chalicelib.cases.model import Case
from chalicelib.cases.showing import case_view, deadline_view
from chalicelib.cases.vocabulary import Outcome, SlotState, Status
from tests.support.cases import (
    CALENDAR,
    HEAD,
    an_accepted_case_with_materials_to_follow,
    by,
    look_at,
    official,
    only,
    promise_to_follow,
    submit,
    tick,
    types,
    upload,
)
from tests.support.cases import a_draft as draft
from tests.support.clocks import on
from tests.support.items import changed
from tests.support.late_cases import AFTER_RULES, ITEM, MONDAY, accepted, ready_to_decide


def grant(case: Case, at: dt.datetime = MONDAY) -> None:
    case.decide(Outcome.GRANTED, "符合条件", by(HEAD, at), CALENDAR)


def reminded(case: Case) -> list[tuple[list[str], str]]:
    told = [event for event in case.pending if event.type == "case.LateMaterialReminded"]
    return [(event.data["materials"], event.data["reminder"]) for event in told]


def test_each_has_its_last_day_from_acceptance() -> None:
    case = accepted()
    assert case.status is Status.ACCEPTED
    assert only(case, "LateMaterialsAwaited").data["materials"] == {"rules": "2026-03-09", "contract": "2026-03-12"}
    assert case.late_materials["rules"].due_at == AFTER_RULES


def test_the_day_is_explained() -> None:
    case = accepted()
    view = case_view(case, "en", now=MONDAY, calendar=CALENDAR).late_materials[0]
    assert (view.due, view.what_next) == ("2026-03-09", "It has to be brought in time")
    assert view.why_due == "Accepted on 2026-03-02; 5 working days from the day after, to 24:00 of 2026-03-09"
    assert case.clock is not None
    explained = deadline_view("HANDLING", case.clock.ledger, CALENDAR, case.awaited_materials).late_materials[0]
    counted = [day["date"] for day in explained.days if day["counted"]]
    assert counted == ["2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06", "2026-03-09"]


def test_accepted_by_silence_the_time_begins_when_that_is_told() -> None:
    case = draft(ITEM)
    promise_to_follow(case, ITEM)
    submit(case, ITEM)
    tick(case, on(3, 10))
    assert (case.status, case.late_materials["rules"].due) == (Status.DEEMED_ACCEPTED, "2026-03-17")


def test_it_is_brought_without_anybody_asking_and_the_clock_runs_on() -> None:
    case = accepted()
    clock = case.clock
    upload(case, "rules", at=on(3, 4))
    assert case.late_materials["rules"].state is LateState.BROUGHT
    assert (case.clock, case.correction) == (clock, None)
    assert only(case, "LateMaterialBrought").data["material"] == "rules"


def test_other_materials_stay_as_they_were_handed_in() -> None:
    with pytest.raises(errors.NotNow):
        upload(accepted(), "plan", at=on(3, 4))


def test_the_desks_that_checked_the_papers_have_it_on_their_list_until_one_has_looked() -> None:
    case = ready_to_decide()
    assert case.desks == ("head",)
    upload(case, "rules", at=on(3, 4))
    assert case.desks == ("head", "reviewer", "fire")
    look_at(case, "rules", on(3, 4))
    assert (case.desks, case.late_materials["rules"].state) == (("head",), LateState.CONFIRMED)
    assert only(case, "LateMaterialConfirmed").data["desk"] == "reviewer"


def test_nothing_is_granted_before_all_of_it_is_there_and_confirmed() -> None:
    case = ready_to_decide()
    with pytest.raises(LateMaterialsOutstanding) as refused:
        grant(case)
    assert [pointer.detail.en for pointer in refused.value.pointers] == [
        "rules: is to follow by 2026-03-09",
        "contract: is to follow by 2026-03-12",
    ]
    for code in ("rules", "contract"):
        upload(case, code)
    look_at(case, "rules")
    with pytest.raises(LateMaterialsOutstanding) as refused:
        grant(case)
    assert [pointer.detail.en for pointer in refused.value.pointers] == ["contract: came, and was not looked at"]
    look_at(case, "contract")
    grant(case)
    assert case.status is Status.DECIDED


def test_a_denial_waits_for_nothing() -> None:
    case = ready_to_decide()
    case.decide(Outcome.DENIED, "不符合条件", by(HEAD), CALENDAR)
    tick(case, on(3, 20))
    assert case.status is Status.DECIDED and "Terminated" not in types(case)
    shown = case_view(case, "en", now=on(3, 20), calendar=CALENDAR).late_materials[0]
    assert shown.what_next == "The case was decided or has ended: nothing is waited for"


def test_what_does_not_fit_is_returned_once_with_the_reason() -> None:
    case = accepted()
    upload(case, "rules", at=on(3, 3))
    look_at(case, "rules", on(3, 4), wrong="缺少第二页")
    late, slot = case.late_materials["rules"], case.materials["rules"]
    assert (late.state, late.due) == (LateState.AWAITED, "2026-03-09")
    assert (slot.state, slot.why, slot.object_key) == (SlotState.TO_UPLOAD, "late-material-returned", "")
    upload(case, "rules", "better", at=on(3, 5))
    with pytest.raises(ReturnedBefore):
        look_at(case, "rules", on(3, 5), wrong="仍然缺页")


def test_returned_on_its_last_day_it_has_three_working_days_more() -> None:
    case = accepted()
    upload(case, "rules", at=on(3, 9))
    look_at(case, "rules", on(3, 9), wrong="缺少第二页")
    assert case.late_materials["rules"].due == "2026-03-12"
    view = case_view(case, "zh-CN", now=on(3, 9), calendar=CALENDAR).late_materials[0]
    assert (view.returned_reason, view.what_next) == ("缺少第二页", "不符合要求，请重新补交")
    assert view.why_due.startswith("2026-03-09退回")


@pytest.mark.parametrize("desk", ["panel", "head"])
def test_only_desks_that_checked_the_papers_look(desk: str) -> None:
    case = accepted()
    upload(case, "rules")
    with pytest.raises(handling_errors.DeskNotAsked):
        look_at(case, "rules", desk=desk)


def test_nobody_looks_at_what_did_not_come_or_was_confirmed() -> None:
    case = accepted()
    with pytest.raises(NothingToLookAt):
        look_at(case, "rules")
    upload(case, "rules")
    look_at(case, "rules")
    with pytest.raises(NothingToLookAt):
        look_at(case, "rules")


def test_nobody_looks_at_their_own() -> None:
    case = accepted()
    upload(case, "rules")
    with pytest.raises(errors.OwnCase):
        case.check_late_material(
            "rules", "reviewer", wrong="", act=by(official("reviewer", "account-1")), calendar=CALENDAR
        )


def test_its_applicant_is_reminded_ahead_and_on_the_last_day_in_the_morning_once() -> None:
    case = accepted()
    assert case.next_alarm == on(3, 5, 9)
    for at in (on(3, 5, 8), on(3, 5, 9), on(3, 5, 10), on(3, 9, 9), on(3, 9, 20)):
        tick(case, at)
        tick(case, at)
    assert reminded(case) == [(["rules"], "AHEAD"), (["rules"], "LAST_DAY")]
    tick(case, AFTER_RULES - dt.timedelta(seconds=1))
    assert case.status is Status.ACCEPTED


def test_what_shares_its_day_is_told_at_once() -> None:
    materials = ITEM.model_dump(mode="json")["materials"]
    materials[-1]["follow_within"]["amount"] = 5
    case = an_accepted_case_with_materials_to_follow(changed(ITEM, materials=materials))
    tick(case, on(3, 5, 9))
    assert reminded(case) == [(["rules", "contract"], "AHEAD")]


def test_what_came_is_not_reminded_of() -> None:
    case = accepted()
    upload(case, "rules", at=on(3, 3))
    tick(case, on(3, 9, 10))
    assert reminded(case) == []


def test_silence_is_no_consent_while_the_applicant_owes_something() -> None:
    """The item's law says that silence counts as consent; not while the silence waits for the applicant."""
    materials = ITEM.model_dump(mode="json")["materials"]
    materials[-1]["follow_within"] = {"amount": 2, "unit": "MONTH"}
    tacit = changed(ITEM, materials=materials, fee=None, tacit_approval={"basis": "虚构条例第九条"})
    case = an_accepted_case_with_materials_to_follow(tacit)
    upload(case, "rules", at=on(3, 3))
    tick(case, on(4, 10))
    assert case.decision is None
    other = an_accepted_case_with_materials_to_follow(tacit)
    for code in ("rules", "contract"):
        upload(other, code, at=on(3, 3))
    tick(other, on(4, 10))
    assert other.is_granted


@pytest.mark.parametrize("told_late", [False, True])
def test_what_silence_has_granted_is_not_undone_by_returning_a_material(told_late: bool) -> None:
    """It was there long before the statutory date; whether the clock told that in time makes no difference."""
    case = an_accepted_case_with_materials_to_follow(
        changed(ITEM, fee=None, tacit_approval={"basis": "虚构条例第九条"})
    )
    for code in ("rules", "contract"):
        upload(case, code, at=on(3, 3))
    over = on(3, 31, 0)
    if not told_late:
        tick(case, over)
    with pytest.raises(handling_errors.SilenceWasConsent if told_late else errors.NotNow):
        look_at(case, "rules", over, wrong="缺少负责人签字")
    tick(case, over)
    assert case.is_granted


def test_until_silence_is_consent_a_material_may_be_returned() -> None:
    case = an_accepted_case_with_materials_to_follow(
        changed(ITEM, fee=None, tacit_approval={"basis": "虚构条例第九条"})
    )
    upload(case, "rules", at=on(3, 3))
    look_at(case, "rules", on(3, 30, 23), wrong="缺少负责人签字")
    assert case.late_materials["rules"].state is LateState.AWAITED


def test_a_withdrawn_case_waits_for_nothing() -> None:
    case = accepted()
    case.withdraw("不再需要", by(HEAD, on(3, 3)))
    tick(case, on(3, 20))
    assert (case.status, case.awaited_materials) == (Status.WITHDRAWN, ())


def test_another_version_that_does_not_ask_for_it_ends_the_wait() -> None:
    case = accepted()
    fewer = changed(ITEM, version=2, materials=ITEM.model_dump(mode="json")["materials"][:-1])
    case.move_to(fewer, "新版本", by(HEAD, on(3, 3)), CALENDAR)
    assert [*case.late_materials] == ["rules"]
