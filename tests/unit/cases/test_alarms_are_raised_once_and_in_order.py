"""Lamps, warnings and cards: each once, in order, dated by its own instant however late it was noticed."""

import datetime as dt

import pytest

from chalicelib.cases.model import Case
from chalicelib.cases.vocabulary import Outcome
from chalicelib.kernel.clock_entries import PauseReason
from tests.support.cases import (
    ANOTHER_HEAD,
    CALENDAR,
    HEAD,
    a_case_to_correct,
    a_decided_case,
    a_delivered_case,
    a_new_case,
    a_submitted_case,
    an_accepted_case,
    by,
    extend,
    material,
    pause,
    resume,
    tick,
    types,
)
from tests.support.clocks import on
from tests.support.items import joint_item

JOINT = joint_item()
HANDLING = [
    ("LAMP_YELLOW", "2026-03-13T00:00:00+08:00"),
    ("WARNING", "2026-03-14T00:00:00+08:00"),
    ("PROMISED_PASSED", "2026-03-17T00:00:00+08:00"),
    ("YELLOW_CARD", "2026-03-18T00:00:00+08:00"),
    ("RED_CARD", "2026-03-19T00:00:00+08:00"),
    ("STATUTORY_PASSED", "2026-03-31T00:00:00+08:00"),
]


def alarms(case: Case, kind: str = "HANDLING") -> list[tuple[str, str]]:
    raised = [event for event in case.pending if event.type == "case.ClockAlarmRaised" and event.data["kind"] == kind]
    return [(event.data["alarm"], in_hainan(event.data["fell_due_at"])) for event in raised]


def in_hainan(text: str) -> str:
    return dt.datetime.fromisoformat(text).astimezone(on(3, 2).tzinfo).isoformat()


def test_each_at_its_instant():
    case = an_accepted_case(JOINT)
    for day in range(3, 32):
        tick(case, on(3, day, 0))
    assert alarms(case) == HANDLING


def test_noticed_late_they_are_the_same():
    case = an_accepted_case(JOINT)
    tick(case, on(4, 20))
    assert alarms(case) == HANDLING
    assert {event.at for event in case.pending if event.type == "case.ClockAlarmRaised"} == {on(4, 20)}


def test_not_a_second_too_early():
    case = an_accepted_case(JOINT)
    tick(case, on(3, 12, 23))
    assert alarms(case) == []


def test_the_next_alarm_is_armed_until_none_is_left():
    case = an_accepted_case(JOINT)
    armed = [case.clock.next_alarm]
    while case.clock.next_alarm is not None:
        tick(case, case.clock.next_alarm)
        armed.append(case.clock.next_alarm)
    assert armed == [on(3, 13, 0), on(3, 14, 0), on(3, 17, 0), on(3, 18, 0), on(3, 19, 0), on(3, 31, 0), None]


@pytest.mark.parametrize(
    "build",
    [
        a_new_case,
        a_submitted_case,
        an_accepted_case,
        a_decided_case,
        a_delivered_case,
        lambda item: a_case_to_correct(material("plan"), item=item),
    ],
)
@pytest.mark.parametrize("at", [on(3, 2), on(3, 10, 0), on(3, 17, 0), on(3, 24, 0), on(5, 20)])
def test_the_same_instant_twice_changes_nothing_the_second_time(build, at):
    case = build(JOINT)
    tick(case, at)
    version, snapshot = case.version, case.model_dump()
    tick(case, at)
    assert (case.version, case.model_dump()) == (version, snapshot)


def test_a_pause_arms_nothing_and_its_end_arms_what_is_left():
    case = an_accepted_case(JOINT)
    pause(case, on(3, 5))
    assert case.clock.next_alarm is None
    tick(case, on(3, 13))
    assert alarms(case) == []
    resume(case, on(3, 13))
    assert case.clock.next_alarm == on(3, 21, 0)


def test_an_ordinary_hold_leaves_every_alarm_where_it_was():
    case = an_accepted_case(JOINT)
    pause(case, on(3, 5), PauseReason.ORDINARY_HOLD)
    tick(case, on(4, 20))
    assert alarms(case) == HANDLING


def test_an_extension_has_its_own_warning():
    case = an_accepted_case(JOINT)
    tick(case, on(3, 14, 0))
    extend(case, 10, on(3, 16))
    assert case.clock.next_alarm == on(3, 25, 0)
    tick(case, on(3, 31, 0))
    assert alarms(case) == [
        *HANDLING[:2],
        ("LAMP_YELLOW", "2026-03-25T00:00:00+08:00"),
        ("WARNING", "2026-03-28T00:00:00+08:00"),
        ("PROMISED_PASSED", "2026-03-31T00:00:00+08:00"),
    ]


def test_a_date_that_a_resumption_moved_is_warned_of_again():
    case = an_accepted_case(JOINT)
    tick(case, on(3, 14, 0))
    pause(case, on(3, 16))
    resume(case, on(3, 18))
    tick(case, on(3, 19, 0))
    assert alarms(case) == [
        *HANDLING[:2],
        ("LAMP_YELLOW", "2026-03-18T10:00:00+08:00"),
        ("WARNING", "2026-03-18T10:00:00+08:00"),
        ("PROMISED_PASSED", "2026-03-19T00:00:00+08:00"),
    ]


def test_what_was_told_is_not_told_again_where_no_date_moved():
    case = an_accepted_case(JOINT)
    tick(case, on(3, 14, 0))
    pause(case, on(3, 16), PauseReason.ORDINARY_HOLD)
    resume(case, on(3, 18))
    tick(case, on(3, 18))
    assert alarms(case) == HANDLING[:4]


@pytest.mark.parametrize(
    ("case", "kind", "end"),
    [
        (a_submitted_case(JOINT), "CHECK", "2026-03-10"),
        (a_case_to_correct(material("plan"), item=JOINT), "CORRECTION", "2026-03-24"),
        (a_delivered_case(JOINT), "EVALUATION", "2026-03-13"),
    ],
    ids=["check", "correction", "evaluation"],
)
def test_no_card_for_a_limit_whose_end_has_its_own_consequence(case, kind, end):
    tick(case, on(5, 20))
    told = alarms(case, kind)
    assert [name for name, _ in told] == ["LAMP_YELLOW", "WARNING", "PROMISED_PASSED", "STATUTORY_PASSED"]
    assert told[-1][1] == f"{end}T00:00:00+08:00"


def test_serving_the_document_late_earns_cards():
    case = a_decided_case(JOINT)
    tick(case, on(5, 20))
    assert [name for name, _ in alarms(case, "SERVICE")][-1] == "RED_CARD"


def test_an_instant_item_is_red_the_next_working_day():
    case = an_accepted_case()
    tick(case, on(3, 3, 0))
    assert alarms(case) == [("PROMISED_PASSED", "2026-03-03T00:00:00+08:00")]


def test_a_decision_ends_the_alarms_of_its_clock():
    case = an_accepted_case()
    tick(case, on(3, 3, 0))
    case.give_opinion("reviewer", "GRANT", "齐全", by(ANOTHER_HEAD, on(3, 3)))
    case.decide(Outcome.GRANTED, "符合条件", by(HEAD, on(3, 3)), CALENDAR)
    tick(case, on(3, 5, 0))
    assert len(alarms(case)) == 1


def test_a_draft_has_no_clock_to_tell_anything():
    case = a_new_case()
    tick(case, on(9, 30))
    assert types(case) == ["DraftOpened"]
