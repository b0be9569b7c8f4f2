import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.clock_alarms import AlarmKind
from chalicelib.kernel.lamps import Lamp, Thresholds, lamp, read_lamp
from chalicelib.kernel.working_time import NaiveInstantError, end_of_day
from tests.support.calendars import seeded_calendar
from tests.support.clocks import on, paused, running

CALENDAR = seeded_calendar()
LEDGER = running(on(3, 2), promised=10)
"""Promised until Monday 03-16, statutory until Monday 03-30."""


def lamp_at(instant: dt.datetime, ledger=LEDGER, **thresholds: object) -> Lamp:
    return lamp(instant, ledger.dues(CALENDAR), CALENDAR, Thresholds(**thresholds))


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (on(3, 2), Lamp.GREEN),
        (on(3, 12, 23), Lamp.GREEN),
        (on(3, 13, 0), Lamp.YELLOW),
        (on(3, 16, 23), Lamp.YELLOW),
        (on(3, 17, 0), Lamp.RED),
        (on(3, 30, 23), Lamp.RED),
        (on(3, 31, 0), Lamp.DEEP_RED),
    ],
)
def test_a_lamp_changes_at_midnight_in_shanghai(instant, expected):
    assert lamp_at(instant) is expected


def test_a_long_promise_turns_yellow_by_its_share():
    ledger = running(on(3, 2), promised=20)
    assert lamp_at(on(3, 24, 23), ledger) is Lamp.GREEN
    assert lamp_at(on(3, 25, 0), ledger) is Lamp.YELLOW
    assert lamp_at(on(3, 25, 0), ledger, yellow_share="0.1") is Lamp.GREEN


def test_a_paused_clock_shows_no_colour_but_hides_no_delay():
    assert lamp_at(on(4, 20), paused(LEDGER, on(3, 5))) is Lamp.PAUSED
    assert lamp_at(on(4, 20), paused(LEDGER, on(3, 18))) is Lamp.RED
    assert lamp_at(on(4, 20), paused(LEDGER, on(4, 1))) is Lamp.DEEP_RED


def test_the_lamp_says_why():
    reading = read_lamp(on(3, 18), LEDGER.dues(CALENDAR), CALENDAR)
    assert (reading.reason, reading.working_days_late, reading.working_days_left) == ("PAST_PROMISED", 2, 0)
    reading = read_lamp(on(3, 13), LEDGER.dues(CALENDAR), CALENDAR)
    assert (reading.reason, reading.working_days_left) == ("NEARLY_DUE", 2)
    assert reading.measured_against == dt.date(2026, 3, 16)


def test_a_lamp_needs_a_time_zone():
    with pytest.raises(NaiveInstantError):
        lamp_at(dt.datetime(2026, 3, 3))


def test_every_alarm_of_a_clock_in_order():
    assert [(alarm.at, alarm.kind) for alarm in LEDGER.alarms(CALENDAR)] == [
        (on(3, 13, 0), AlarmKind.LAMP_YELLOW),
        (on(3, 14, 0), AlarmKind.WARNING),
        (on(3, 17, 0), AlarmKind.PROMISED_PASSED),
        (on(3, 18, 0), AlarmKind.YELLOW_CARD),
        (on(3, 19, 0), AlarmKind.RED_CARD),
        (on(3, 31, 0), AlarmKind.STATUTORY_PASSED),
    ]


def test_an_instant_item_has_no_alarm_before_its_start():
    kinds = [alarm.kind for alarm in running(on(3, 2), promised=0).alarms(CALENDAR)]
    assert kinds[0] is AlarmKind.PROMISED_PASSED


def test_a_paused_clock_has_nothing_ahead():
    assert paused(LEDGER, on(3, 5)).next_alarm(on(3, 5), CALENDAR) is None


def test_a_clock_that_was_late_when_it_was_paused_keeps_its_cards():
    ledger = paused(LEDGER, on(3, 17))
    assert ledger.next_alarm(on(3, 17), CALENDAR).kind is AlarmKind.YELLOW_CARD
    assert AlarmKind.STATUTORY_PASSED not in {alarm.kind for alarm in ledger.alarms(CALENDAR)}


def test_a_warning_that_would_fall_into_a_pause_comes_with_the_resumption():
    ledger = paused(LEDGER, on(3, 12), on(3, 25))
    assert ledger.dues(CALENDAR).promised.date == dt.date(2026, 3, 27)
    assert ledger.next_alarm(on(3, 12), CALENDAR).at == end_of_day(dt.date(2026, 3, 25))
    ledger = paused(LEDGER, on(3, 16), on(3, 25))
    assert ledger.next_alarm(on(3, 16), CALENDAR).at == on(3, 25)


def test_next_alarm_walks_through_all_instants():
    instant, seen = LEDGER.started_at, []
    while alarm := LEDGER.next_alarm(instant, CALENDAR):
        seen.append(alarm)
        instant = alarm.at
    assert tuple(seen) == LEDGER.alarms(CALENDAR)
    with pytest.raises(NaiveInstantError):
        LEDGER.next_alarm(dt.datetime(2026, 3, 3), CALENDAR)


def test_a_card_is_due_after_as_many_days_as_configured():
    late = LEDGER.alarms(CALENDAR, Thresholds(yellow_card_days=3, red_card_days=5))
    assert late[-2].kind is AlarmKind.RED_CARD and late[-2].at == on(3, 24, 0)


@given(st.integers(0, 60), st.integers(0, 40), st.integers(0, 30))
def test_the_lamp_changes_exactly_with_its_alarm(hours, promised, pause_length):
    start = on(3, 2)
    ledger = running(start, promised=promised, statutory=40)
    if pause_length:
        begin = start + dt.timedelta(hours=hours)
        ledger = paused(ledger, begin, begin + dt.timedelta(days=pause_length))
    expected = {
        AlarmKind.PROMISED_PASSED: {Lamp.RED, Lamp.DEEP_RED},
        AlarmKind.STATUTORY_PASSED: {Lamp.DEEP_RED},
        AlarmKind.LAMP_YELLOW: {Lamp.YELLOW},
        AlarmKind.WARNING: {Lamp.YELLOW},
    }
    for alarm in ledger.alarms(CALENDAR):
        lit = lamp_at(alarm.at, ledger)
        assert lit in expected.get(alarm.kind, {Lamp.RED, Lamp.DEEP_RED})
        if alarm.kind in {AlarmKind.PROMISED_PASSED, AlarmKind.STATUTORY_PASSED}:
            assert lamp_at(alarm.at - dt.timedelta(seconds=1), ledger) is not lit
