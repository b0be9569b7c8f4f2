import datetime as dt

import chinese_calendar
import pytest
from pydantic import ValidationError

from chalicelib.kernel.calendar import CalendarYear, DayKind, WorkCalendar
from tests.support.calendars import seeded_calendar

CALENDAR = seeded_calendar()
DAYS_2024_TO_2026 = [dt.date(2024, 1, 1) + dt.timedelta(days=n) for n in range(366 + 365 + 365)]


def test_seed_agrees_with_the_package_on_every_day():
    assert all(CALENDAR.is_workday(day) == chinese_calendar.is_workday(day) for day in DAYS_2024_TO_2026)


def test_seeded_years_are_announced_and_others_are_not():
    assert CALENDAR.announced_years == {2024, 2025, 2026}
    assert not CALENDAR.is_announced(2027)


def test_an_unannounced_year_knows_weekends_only_and_is_provisional():
    assert CALENDAR.is_workday(dt.date(2027, 1, 1))
    assert not CALENDAR.is_workday(dt.date(2027, 1, 2))
    assert CALENDAR.is_provisional(dt.date(2026, 12, 31), dt.date(2027, 1, 1))
    assert not CALENDAR.is_provisional(dt.date(2024, 1, 1), dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (dt.date(2026, 2, 13), DayKind.WORKDAY),
        (dt.date(2026, 2, 14), DayKind.MAKE_UP_WORKDAY),
        (dt.date(2026, 2, 17), DayKind.HOLIDAY),
        (dt.date(2026, 3, 1), DayKind.WEEKEND),
    ],
)
def test_every_day_has_a_kind(day, kind):
    assert CALENDAR.kind(day) is kind


def test_a_holiday_can_be_named():
    assert CALENDAR.named(dt.date(2026, 2, 17)).name_zh == "春节"
    assert CALENDAR.named(dt.date(2026, 2, 13)) is None


def test_an_imported_year_replaces_the_former_one_and_leaves_the_old_calendar_alone():
    notice = CalendarYear(
        year=2027,
        source="notice",
        holidays=({"date": "2027-01-01", "name_zh": "元旦", "name_en": "New Year's Day"},),
        make_up_workdays=(),
    )
    extended = CALENDAR.with_year(notice)
    assert extended.is_announced(2027) and not extended.is_workday(dt.date(2027, 1, 1))
    assert not CALENDAR.is_announced(2027)


NEW_YEAR = {"date": "2027-01-01", "name_zh": "元旦", "name_en": "New Year's Day"}


@pytest.mark.parametrize(
    ("holidays", "make_up"),
    [([{**NEW_YEAR, "date": "2026-12-31"}], []), ([NEW_YEAR], [NEW_YEAR])],
    ids=["a date of another year", "holiday and workday at once"],
)
def test_a_contradictory_notice_is_refused(holidays, make_up):
    with pytest.raises(ValidationError):
        WorkCalendar.from_document(
            {"year": 2027, "source": "notice", "holidays": holidays, "make_up_workdays": make_up}
        )
