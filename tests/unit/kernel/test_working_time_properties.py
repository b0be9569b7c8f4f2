import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.day_walk import months_later
from chalicelib.kernel.working_time import (
    InstantNeededError,
    Limit,
    NaiveInstantError,
    Unit,
    add_working_days,
    due_at,
    due_date,
    explain,
    explain_at,
    working_day_before,
    working_days_between,
)
from tests.support.calendars import seeded_calendar

CALENDAR = seeded_calendar()
DATES = st.dates(dt.date(2024, 1, 1), dt.date(2027, 6, 30))
DAYS = st.integers(0, 60)
DAY_LIMITS = st.builds(Limit, amount=DAYS, unit=st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY])) | st.builds(
    Limit, amount=st.integers(0, 12), unit=st.just(Unit.MONTH)
)


@given(DATES, DAY_LIMITS)
def test_a_limit_never_ends_on_a_day_off(start, limit):
    assert CALENDAR.is_workday(due_date(start, limit, CALENDAR).date)


@given(DATES, DAYS)
def test_more_days_never_end_earlier(start, days):
    assert add_working_days(start, days, CALENDAR) < add_working_days(start, days + 1, CALENDAR) or days == 0


@given(DATES, DAYS)
def test_a_later_start_never_ends_earlier(start, days):
    later = add_working_days(start + dt.timedelta(days=1), days, CALENDAR)
    assert add_working_days(start, days, CALENDAR) <= later


@given(DATES, st.integers(1, 40), st.integers(0, 40))
def test_adding_is_additive(start, first, second):
    halfway = add_working_days(start, first, CALENDAR)
    assert add_working_days(halfway, second, CALENDAR) == add_working_days(start, first + second, CALENDAR)


@given(DATES, st.integers(1, 60))
def test_between_and_before_undo_adding(start, days):
    due = add_working_days(start, days, CALENDAR)
    assert working_days_between(start, due, CALENDAR) == days
    assert working_days_between(due, start, CALENDAR) == -days
    on_workday = CALENDAR.workday_on_or_after(start)
    assert working_day_before(add_working_days(on_workday, days, CALENDAR), days, CALENDAR) == on_workday


@given(DATES, DAY_LIMITS)
def test_an_explanation_counts_exactly_the_limit_and_ends_on_the_due_date(start, limit):
    lines = explain(start, limit, CALENDAR)
    counted = [line.number for line in lines if line.counted]
    expected = limit.amount if limit.unit is not Unit.MONTH else (months_later(start, limit.amount) - start).days
    assert counted == list(range(1, expected + 1))
    assert lines[0].date == start and not lines[0].counted
    assert lines[-1].date == due_date(start, limit, CALENDAR).date
    assert all(line.note_zh and line.note_en for line in lines)


def test_an_explanation_reads_like_one():
    lines = {line.date: line for line in explain(dt.date(2026, 9, 18), Limit(amount=5), CALENDAR)}
    assert lines[dt.date(2026, 9, 18)].note_zh == "工作日，起始日不计入"
    assert lines[dt.date(2026, 9, 19)].note_zh == "周末，不计入"
    assert lines[dt.date(2026, 9, 20)].note_zh == "调休上班（国庆节），第1天"
    assert lines[dt.date(2026, 9, 20)].note_en == "make-up working day (National Day), day 1"
    assert lines[dt.date(2026, 9, 20)].weekday == 7


NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def test_hours_run_from_their_instant_through_nights_and_weekends():
    due = due_at(NOON, (Limit(amount=36, unit=Unit.HOUR),), CALENDAR)
    assert due.at == NOON + dt.timedelta(hours=36)
    assert due.date == dt.date(2026, 3, 4)
    lines = explain_at(NOON, (Limit(amount=36, unit=Unit.HOUR),), CALENDAR)
    assert [line.date.day for line in lines] == [2, 3, 4] and not any(line.counted for line in lines)


def test_working_days_may_follow_hours():
    due = due_at(NOON, (Limit(amount=1, unit=Unit.HOUR), Limit(amount=2)), CALENDAR)
    assert due.date == dt.date(2026, 3, 4)


def test_hours_need_an_instant_and_an_instant_needs_a_zone():
    with pytest.raises(InstantNeededError):
        due_date(NOON.date(), Limit(amount=1, unit=Unit.HOUR), CALENDAR)
    with pytest.raises(NaiveInstantError):
        due_at(NOON.replace(tzinfo=None), (Limit(amount=1),), CALENDAR)


def test_a_negative_number_of_days_is_refused():
    with pytest.raises(ValueError, match="negative"):
        add_working_days(NOON.date(), -1, CALENDAR)
