import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.clock_entries import PauseReason
from chalicelib.kernel.clock_ledger import ClockLedger
from chalicelib.kernel.working_time import Limit, Unit
from tests.support.calendars import seeded_calendar
from tests.support.clocks import extended, on, paused, running

CALENDAR = seeded_calendar()
SPECIAL = [reason for reason in PauseReason if reason.is_special_procedure]


def dates(ledger: ClockLedger) -> tuple[dt.date, dt.date]:
    dues = ledger.dues(CALENDAR)
    return dues.promised.date, dues.statutory.date


def test_both_limits_run_from_the_start():
    assert dates(running(on(3, 2))) == (dt.date(2026, 3, 9), dt.date(2026, 3, 30))


@pytest.mark.parametrize("procedure", SPECIAL)
def test_a_special_procedure_moves_the_statutory_date_by_the_working_days_of_the_half_open_interval(procedure):
    ledger = paused(running(on(3, 2)), on(3, 5), on(3, 13), procedure)
    assert dates(ledger) == (dt.date(2026, 3, 17), dt.date(2026, 4, 8))


def test_the_law_knows_eight_special_procedures():
    assert len(SPECIAL) == 8


def test_an_ordinary_hold_moves_nothing():
    ledger = running(on(3, 2))
    held = paused(ledger, on(3, 5), on(3, 13), PauseReason.ORDINARY_HOLD)
    assert held.dues(CALENDAR) == ledger.dues(CALENDAR)


def test_an_open_hold_is_a_pause_on_record_but_not_for_the_dates():
    held = paused(running(on(3, 2)), on(3, 5), why=PauseReason.ORDINARY_HOLD)
    assert held.is_paused
    assert held.dues(CALENDAR).paused_since is None


def test_an_open_procedure_gives_the_earliest_dates_and_says_so():
    ledger = paused(running(on(3, 2)), on(3, 5))
    assert dates(ledger) == dates(running(on(3, 2)))
    assert ledger.dues(CALENDAR).paused_since == on(3, 5)


def test_an_extension_moves_both_dates_by_working_days():
    assert dates(extended(running(on(3, 2)), 10, on(3, 4))) == (dt.date(2026, 3, 23), dt.date(2026, 4, 14))


def test_a_pause_and_an_extension_add_up():
    ledger = extended(paused(running(on(3, 2)), on(3, 5), on(3, 13)), 10, on(3, 16))
    assert ledger.dues(CALENDAR).statutory.date == dt.date(2026, 4, 22)


def test_two_pauses_add_up():
    once = paused(running(on(3, 2)), on(3, 5), on(3, 6))
    twice = paused(once, on(3, 9), on(3, 10))
    assert dates(twice) == (dt.date(2026, 3, 11), dt.date(2026, 4, 1))


def test_a_pause_within_one_day_moves_nothing():
    assert dates(paused(running(on(3, 2)), on(3, 5, 9), on(3, 5, 17))) == dates(running(on(3, 2)))


def test_a_pause_after_the_date_has_passed_does_not_move_it():
    ledger = paused(running(on(3, 2), promised=1, statutory=1), on(3, 4), on(3, 20))
    assert dates(ledger) == (dt.date(2026, 3, 3), dt.date(2026, 3, 3))


@pytest.mark.parametrize(
    ("resumed", "due"),
    [(on(3, 12), dt.date(2026, 3, 12)), (on(3, 14), dt.date(2026, 3, 16))],
    ids=["on a working day", "on a Saturday"],
)
def test_a_pause_on_the_last_day_leaves_the_rest_of_that_day_for_the_resumption(resumed, due):
    assert dates(paused(running(on(3, 2)), on(3, 9), resumed))[0] == due


def test_an_instant_item_paused_on_its_day_is_due_on_the_day_of_resumption():
    assert dates(paused(running(on(3, 2), promised=0), on(3, 2, 11), on(3, 5)))[0] == dt.date(2026, 3, 5)


def test_calendar_days_and_months_give_back_calendar_days():
    limits = {
        "promised": Limit(amount=15, unit=Unit.CALENDAR_DAY),
        "statutory": Limit(amount=1, unit=Unit.MONTH),
    }
    ledger = running(on(3, 2), **limits)
    assert dates(ledger) == (dt.date(2026, 3, 17), dt.date(2026, 4, 2))
    assert dates(paused(ledger, on(3, 5), on(3, 13))) == (dt.date(2026, 3, 25), dt.date(2026, 4, 10))


def test_hours_give_back_exactly_the_time_between():
    ledger = running(on(3, 2, 10), promised=Limit(amount=4, unit=Unit.HOUR))
    assert ledger.dues(CALENDAR).promised.at == on(3, 2, 14)
    assert paused(ledger, on(3, 2, 12), on(3, 4, 9)).dues(CALENDAR).promised.at == on(3, 4, 11)


def test_a_promise_in_another_unit_is_capped_at_the_statute():
    ledger = running(on(2, 14), promised=Limit(amount=5), statutory=Limit(amount=10, unit=Unit.CALENDAR_DAY))
    assert dates(ledger) == (dt.date(2026, 2, 24), dt.date(2026, 2, 24))
    assert ledger.explain(CALENDAR).capped


def test_a_clock_that_reaches_an_unannounced_year_is_provisional():
    assert running(on(12, 21)).dues(CALENDAR).provisional
    assert not running(on(3, 2)).dues(CALENDAR).provisional


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_pause_never_moves_a_date_forward_and_never_by_more_than_its_working_days(offset, length):
    start = on(3, 2)
    begin = start + dt.timedelta(days=offset)
    ledger = paused(running(start), begin, begin + dt.timedelta(days=length))
    before, after = running(start).dues(CALENDAR), ledger.dues(CALENDAR)
    for plain, moved in ((before.promised, after.promised), (before.statutory, after.statutory)):
        assert plain.date <= moved.date
        assert CALENDAR.is_workday(moved.date)
        assert offset + length < (plain.date - start.date()).days or moved.date >= plain.date


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 10))
def test_the_explanation_counts_the_limit_and_ends_on_the_due_date(offset, length, extension):
    start = on(3, 2)
    ledger = extended(running(start), extension, start) if extension else running(start)
    begin = start + dt.timedelta(days=offset)
    ledger = paused(ledger, begin, begin + dt.timedelta(days=length))
    why, dues = ledger.explain(CALENDAR), ledger.dues(CALENDAR)
    assert sum(line.counted for line in why.promised) == 5 + extension
    assert sum(line.counted for line in why.statutory) == 20 + extension
    assert why.promised[-1].date == dues.promised.date
    assert why.statutory[-1].date == dues.statutory.date


def test_the_explanation_names_the_entry_that_took_a_day_out():
    why = paused(running(on(3, 2)), on(3, 5), on(3, 13)).explain(CALENDAR)
    taken = [line.date.day for line in why.statutory if line.excluded_by is not None]
    assert taken == [6, 7, 8, 9, 10, 11, 12, 13]
    assert why.entries[1].procedure is PauseReason.HEARING
    assert {line.excluded_by for line in why.statutory} == {None, 1}
