"""超时默认: where an item says so, nobody's decision by the statutory date is a grant, and somebody answers for it."""

import json

import pytest

from chalicelib.cases import handling_errors, store
from chalicelib.cases.vocabulary import Outcome, Stage, Status
from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.clock_entries import PauseReason
from chalicelib.kernel.events import SYSTEM
from tests.support.cases import (
    APPLICANT,
    CALENDAR,
    HEAD,
    a_reviewed_case,
    a_submitted_case,
    advise,
    advise_all,
    an_accepted_case,
    by,
    deliver,
    extend,
    issue,
    only,
    pause,
    pay,
    resume,
    stored,
    tick,
    types,
)
from tests.support.clocks import on
from tests.support.items import changed, joint_item
from tests.support.memory_table import MemoryTable

JOINT = joint_item()
BASIS = "《虚构条例》第九条"
TACIT = changed(JOINT, code="ZZ-TACIT-1", tacit_approval={"basis": BASIS})
LAST_DAY, OVER = on(3, 30, 23), on(3, 31, 0)
"""20 working days from Monday 2 March end at 24:00 on 30 March."""


def test_at_24_00_of_the_statutory_date_and_not_before():
    case = an_accepted_case(TACIT)
    tick(case, LAST_DAY)
    assert case.decision is None
    tick(case, OVER)
    assert (case.status, case.is_granted, case.decision.is_tacit, case.stage) == (
        Status.DECIDED,
        True,
        True,
        Stage.ISSUE,
    )


def test_the_decision_names_its_basis_and_the_record_who_held_the_case():
    case = an_accepted_case(TACIT)
    advise(case, "fire")
    tick(case, OVER)
    record, decided = only(case, "TacitlyApproved"), only(case, "Decided")
    assert record.data == {"basis": BASIS, "statutory": "2026-03-30", "desks": ["reviewer"]}
    assert BASIS in decided.data["reason"] and "2026-03-30" in decided.data["reason"]
    assert (record.actor, decided.actor, case.decision.official) == (SYSTEM, SYSTEM, "system")
    assert record.sequence < decided.sequence


def test_it_is_said_once():
    case = an_accepted_case(TACIT)
    tick(case, OVER)
    events = types(case)
    tick(case, OVER)
    assert types(case) == events
    assert events.count("Decided") == events.count("TacitlyApproved") == 1


def test_the_head_who_did_not_decide_in_time_answers_for_it():
    case = a_reviewed_case(TACIT)
    tick(case, OVER)
    assert only(case, "TacitlyApproved").data["desks"] == ["head"]


def test_items_that_did_not_opt_in_go_on_being_late():
    case = an_accepted_case(JOINT)
    tick(case, on(6, 1))
    assert case.decision is None


def test_a_special_procedure_is_no_silence_and_an_ordinary_hold_is():
    heard, held = an_accepted_case(TACIT), an_accepted_case(TACIT)
    pause(heard, on(3, 27))
    pause(held, on(3, 27), PauseReason.ORDINARY_HOLD)
    for case in (heard, held):
        tick(case, on(4, 3))
    assert (heard.decision, held.is_granted) == (None, True)
    resume(heard, on(4, 3))
    tick(heard, on(4, 7))
    assert heard.decision is None
    tick(heard, on(4, 9, 0))
    assert heard.decision.is_tacit


def test_a_pause_that_comes_too_late_changes_nothing():
    case = an_accepted_case(TACIT)
    pause(case, OVER)
    tick(case, OVER)
    assert case.decision.is_tacit


def test_an_extension_moves_it():
    case = an_accepted_case(TACIT)
    extend(case, 10, on(3, 27))
    tick(case, on(4, 3))
    assert case.decision is None


def test_nobody_can_deny_any_more_what_silence_has_granted():
    case = a_reviewed_case(TACIT)
    for outcome in Outcome:
        with pytest.raises(handling_errors.SilenceWasConsent):
            case.decide(outcome, "理由", by(HEAD, OVER), CALENDAR)
    assert case.decision is None
    case.decide(Outcome.DENIED, "理由", by(HEAD, LAST_DAY), CALENDAR)
    assert not case.is_granted


def test_who_kept_the_authority_waiting_for_the_fee_is_granted_nothing_by_silence():
    case = an_accepted_case(TACIT)
    advise_all(case, on(3, 4))
    case.request_fee("order-1", by(SYSTEM, on(3, 4)))
    tick(case, OVER)
    assert (case.decision, case.stage) == (None, Stage.FEE)
    case.note_fee_settled("order-1", by(SYSTEM, on(4, 1)))
    tick(case, on(4, 2))
    assert (case.decision, case.stage) == (None, Stage.DECISION)
    case.decide(Outcome.DENIED, "理由", by(HEAD, on(4, 2)), CALENDAR)


def test_a_fee_that_nobody_asked_for_is_paid_after_the_grant():
    case = an_accepted_case(TACIT)
    tick(case, OVER)
    issue(case, OVER)
    assert (case.stage, case.is_released) == (Stage.FEE, False)
    pay(case, OVER)
    deliver(case, OVER)
    assert case.status is Status.DELIVERED


def test_a_date_that_was_only_guessed_grants_nothing():
    case = an_accepted_case(TACIT)
    unannounced = WorkCalendar()
    case.tick(by(SYSTEM, OVER), unannounced)
    assert case.decision is None
    case.tick(by(SYSTEM, OVER), CALENDAR)
    assert case.decision.is_tacit


def test_deemed_accepted_and_left_lying_it_is_granted_however_late_somebody_looks():
    case = a_submitted_case(TACIT)
    tick(case, on(6, 1))
    assert (case.accepted_since, case.decision.is_tacit) == (case.submitted_at, True)
    assert types(case).index("DeemedAccepted") < types(case).index("TacitlyApproved")


def test_an_application_that_was_taken_back_is_not_granted():
    case = an_accepted_case(TACIT)
    case.withdraw("不再需要", by(APPLICANT))
    tick(case, OVER)
    assert case.decision is None


def test_a_case_that_was_stored_before_there_was_such_a_thing_has_none():
    table = MemoryTable()
    stored(table, an_accepted_case(TACIT))
    row = table.rows["CASE#case-1", "SNAPSHOT"]
    body = json.loads(str(row["body"]))
    del body["terms"]["tacit_basis"]
    row["body"] = json.dumps(body)
    case = store.load(table, "case-1")
    tick(case, OVER)
    assert case.decision is None
