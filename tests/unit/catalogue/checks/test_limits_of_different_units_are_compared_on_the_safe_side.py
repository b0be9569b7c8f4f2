"""A promise and a statute in different units: the promise at its longest against the statute at its shortest."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.catalogue.checks.spans import longest_days, shortest_days, surely_within
from chalicelib.kernel.calendar import CalendarYear, WorkCalendar
from chalicelib.kernel.working_time import Limit, Unit, due_date

ORDINARY = WorkCalendar(
    CalendarYear(year=year, source="no holidays", holidays=(), make_up_workdays=()) for year in range(2024, 2029)
)
SEEDED = [
    ("15d", "5wd"), ("60d", "15wd"), ("45d", "15wd"), ("7d", "3wd"), ("10d", "5wd"), ("20wd", "1h"), ("1wd", "0wd"),
    ("20wd", "5wd"), ("1m", "20wd"), ("3wd", "3d"), ("2d", "48h"),
]  # fmt: skip
NOT_SURELY = [("7d", "6wd"), ("5d", "5wd"), ("20wd", "1m"), ("1d", "1wd"), ("1d", "25h"), ("28d", "1m"), ("4d", "3wd")]


def limit(text: str) -> Limit:
    amount, unit = text.rstrip("dwmh"), text.lstrip("0123456789")
    kinds = {"d": Unit.CALENDAR_DAY, "wd": Unit.WORKING_DAY, "m": Unit.MONTH, "h": Unit.HOUR}
    return Limit(amount=int(amount), unit=kinds[unit])


@pytest.mark.parametrize(("statutory", "promised"), SEEDED)
def test_the_usual_promises_are_within(statutory, promised):
    assert surely_within(limit(promised), limit(statutory))


@pytest.mark.parametrize(("statutory", "promised"), NOT_SURELY)
def test_a_promise_that_may_be_longer_is_not(statutory, promised):
    assert not surely_within(limit(promised), limit(statutory))


@settings(max_examples=100)
@given(
    start=st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
    amount=st.integers(1, 60),
    unit=st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]),
)
def test_in_ordinary_weeks_every_limit_lies_between_its_shortest_and_its_longest(start, amount, unit):
    """Calendar days end on a working day (Civil Code art. 203), which may add a weekend to either side."""
    span = Limit(amount=amount, unit=unit)
    days = (due_date(start, span, ORDINARY).date - start).days
    slack = 2 if unit is Unit.CALENDAR_DAY else 0
    assert shortest_days(span) <= days <= longest_days(span) + slack
