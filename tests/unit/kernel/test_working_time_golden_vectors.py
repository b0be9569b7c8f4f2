"""By the announced calendars the start is not counted, weekends and holidays are not, make-up days are."""

import datetime as dt

import pytest

from chalicelib.kernel.working_time import Limit, Unit, add_working_days, due_date, end_of_day
from tests.support.calendars import seeded_calendar

CALENDAR = seeded_calendar()
D = dt.date


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (D(2026, 2, 10), 5, D(2026, 2, 24)),
        (D(2026, 2, 10), 20, D(2026, 3, 16)),
        (D(2026, 9, 18), 5, D(2026, 9, 24)),
        (D(2026, 9, 30), 5, D(2026, 10, 13)),
        (D(2026, 4, 30), 1, D(2026, 5, 6)),
        (D(2026, 2, 15), 1, D(2026, 2, 24)),
        (D(2026, 5, 9), 5, D(2026, 5, 15)),
        (D(2026, 3, 2), 20, D(2026, 3, 30)),
    ],
)
def test_working_days(start, days, due):
    assert add_working_days(start, days, CALENDAR) == due


@pytest.mark.parametrize(
    ("start", "due"),
    [(D(2026, 3, 2), D(2026, 3, 2)), (D(2026, 5, 9), D(2026, 5, 9)), (D(2026, 2, 15), D(2026, 2, 24))],
    ids=["workday", "make-up Saturday", "holiday"],
)
def test_an_instant_item_is_due_the_same_working_day(start, due):
    assert add_working_days(start, 0, CALENDAR) == due


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        (D(2026, 3, 2), Limit(amount=15, unit=Unit.CALENDAR_DAY), D(2026, 3, 17)),
        (D(2026, 2, 10), Limit(amount=7, unit=Unit.CALENDAR_DAY), D(2026, 2, 24)),
        (D(2026, 3, 2), Limit(amount=6, unit=Unit.CALENDAR_DAY), D(2026, 3, 9)),
        (D(2026, 1, 31), Limit(amount=1, unit=Unit.MONTH), D(2026, 2, 28)),
        (D(2024, 1, 31), Limit(amount=1, unit=Unit.MONTH), D(2024, 2, 29)),
        (D(2025, 12, 15), Limit(amount=3, unit=Unit.MONTH), D(2026, 3, 16)),
        (D(2026, 3, 31), Limit(amount=0, unit=Unit.MONTH), D(2026, 3, 31)),
    ],
    ids=["plain", "ends in a holiday", "ends on Sunday", "make-up month end", "leap", "ends on Sunday", "none"],
)
def test_calendar_days_and_months_move_off_a_day_of_rest(start, limit, due):
    assert due_date(start, limit, CALENDAR).date == due


def test_a_due_date_ends_at_midnight_in_shanghai():
    assert due_date(D(2026, 3, 2), Limit(amount=1), CALENDAR).at == dt.datetime(2026, 3, 3, 16, tzinfo=dt.UTC)
    assert end_of_day(D(2026, 3, 3)) == dt.datetime(2026, 3, 3, 16, tzinfo=dt.UTC)


def test_a_due_date_in_an_unannounced_year_is_provisional():
    assert due_date(D(2026, 12, 30), Limit(amount=5), CALENDAR).provisional
    assert not due_date(D(2026, 12, 21), Limit(amount=5), CALENDAR).provisional
