"""Special procedures and the one extension move both dates; an ordinary hold moves none (art. 42, 45)."""

import pytest

from chalicelib.cases import errors, handling_errors
from chalicelib.cases.vocabulary import Advice, Stage
from chalicelib.kernel.clock_entries import PauseReason
from tests.support.cases import (
    CALENDAR,
    HEAD,
    a_case_to_correct,
    a_decided_case,
    a_draft,
    a_reviewed_case,
    a_submitted_case,
    advise,
    an_accepted_case,
    by,
    extend,
    material,
    official,
    only,
    pause,
    resume,
    tick,
    types,
)
from tests.support.clocks import on
from tests.support.items import changed, joint_item

JOINT = joint_item()
GOLDEN = changed(JOINT, limits={"statutory": {"amount": 20}, "promised": {"amount": 20}})


def dates(case) -> tuple[str, str]:
    return case.clock.promised, case.clock.statutory


def test_the_golden_vector_of_a_pause():
    case = an_accepted_case(GOLDEN)
    assert dates(case) == ("2026-03-30", "2026-03-30")
    pause(case, on(3, 5))
    resume(case, on(3, 13))
    assert dates(case) == ("2026-04-08", "2026-04-08")
    assert only(case, "ClockResumed").data == {"clock": 2, "due": "2026-04-08", "statutory": "2026-04-08"}


@pytest.mark.parametrize("procedure", [reason for reason in PauseReason if reason.is_special_procedure])
def test_every_special_procedure_moves_promise_and_statute_by_the_same_working_days(procedure):
    case = an_accepted_case(JOINT)
    assert dates(case) == ("2026-03-16", "2026-03-30")
    pause(case, on(3, 5), procedure)
    assert dates(case) == ("2026-03-16", "2026-03-30")
    resume(case, on(3, 13))
    assert dates(case) == ("2026-03-24", "2026-04-08")
    assert only(case, "ClockPaused").data["procedure"] == procedure


def test_an_ordinary_hold_moves_nothing():
    case = an_accepted_case(JOINT)
    pause(case, on(3, 5), PauseReason.ORDINARY_HOLD)
    resume(case, on(3, 13))
    assert dates(case) == ("2026-03-16", "2026-03-30")
    assert [name for name in types(case) if name in ("ClockPaused", "ClockResumed")] == ["ClockPaused", "ClockResumed"]


def test_the_extension_moves_both_dates():
    case = an_accepted_case(JOINT)
    extend(case, 10, on(3, 16))
    assert dates(case) == ("2026-03-30", "2026-04-14")
    assert only(case, "ClockExtended").data == {
        "clock": 2,
        "amount": 10,
        "reason": "案情复杂",
        "legal_basis": "行政许可法第四十二条",
        "due": "2026-03-30",
        "statutory": "2026-04-14",
    }


def test_a_pause_and_the_extension_add_up():
    case = an_accepted_case(JOINT)
    pause(case, on(3, 5))
    resume(case, on(3, 13))
    extend(case, 5, on(3, 16))
    assert dates(case) == ("2026-03-31", "2026-04-15")


@pytest.mark.parametrize(
    ("moves", "reason"),
    [
        ([("extend", 11, 3)], "EXTENSION_TOO_LONG"),
        ([("extend", 5, 3), ("extend", 5, 4)], "SECOND_EXTENSION"),
        ([("pause", None, 3), ("pause", None, 4)], "ALREADY_PAUSED"),
        ([("resume", None, 3)], "NOT_PAUSED"),
        ([("pause", None, 5), ("resume", None, 4)], "OUT_OF_ORDER"),
        ([("extend", 5, 31)], "LIMIT_EXPIRED"),
    ],
)
def test_what_the_law_does_not_know_is_refused_with_its_reason(moves, reason):
    case = an_accepted_case(JOINT)
    version = case.version
    with pytest.raises(handling_errors.ClockRefused) as refused:
        for name, amount, day in moves:
            if name == "extend":
                extend(case, amount, on(3, day))
            else:
                (pause if name == "pause" else resume)(case, on(3, day))
    assert refused.value.facts == {"reason": reason}
    assert case.version == version + len(moves) - 1


@pytest.mark.parametrize(
    "build", [a_draft, a_submitted_case, a_decided_case, lambda item: a_case_to_correct(material("plan"), item=item)]
)
@pytest.mark.parametrize("move", [pause, resume, lambda case, at: extend(case, 5, at)])
def test_only_the_handling_clock_moves(build, move):
    with pytest.raises(errors.NotNow):
        move(build(JOINT), on(3, 3))


def test_the_applicants_time_is_nobodys_to_stretch():
    case = a_submitted_case(JOINT)
    tick(case, on(3, 10, 0))
    extend(case, 10, on(3, 10))
    assert dates(case) == ("2026-03-30", "2026-04-14")


def test_who_moved_it_and_why_is_in_the_ledger():
    case = an_accepted_case(JOINT)
    pause(case, on(3, 5))
    extend(case, 3, on(3, 6))
    entries = [(entry.kind, entry.actor, entry.legal_basis) for entry in case.clock.ledger.entries]
    assert entries == [
        ("start", "staff-fire", "行政许可法第四十二条"),
        ("pause", "staff-reviewer", "行政许可法第四十五条"),
        ("extend", "staff-head", "行政许可法第四十二条"),
    ]


def test_a_review_goes_on_while_the_clock_stands_still():
    case = an_accepted_case(JOINT)
    pause(case, on(3, 5))
    case.give_opinion("fire", Advice.GRANT, "齐全", by(official("fire"), on(3, 6)))
    advise(case, "reviewer", on(3, 6))
    assert case.desks == ("panel",)


def test_a_decision_stops_a_paused_clock_too():
    case = a_reviewed_case(JOINT)
    pause(case, on(3, 5))
    assert case.stage is Stage.DECISION
    case.decide("GRANTED", "符合条件", by(HEAD, on(3, 9)), CALENDAR)
    assert (case.clock.kind, case.clock.promised) == ("SERVICE", "2026-03-23")
