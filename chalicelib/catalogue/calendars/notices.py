"""A year's notice as it is entered, and whether it can be right.

Every holiday moves the due dates of thousands of cases, so a slip of the pen is to be found before it is in force. Each
rule is a function that names every place where it is broken. Sources: Regulation on Public Holidays (全国年节及纪念日
放假办法, State Council order 795, in force 2025-01-01) for the days; the notices of 2008 to 2026 for plausible counts.
"""

import datetime as dt
from collections.abc import Callable, Iterator

from pydantic import Field

from chalicelib.http.shapes import Request
from chalicelib.kernel.calendar import SATURDAY, CalendarYear, NamedDay
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text

FIXED_HOLIDAYS = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
"""元旦, 劳动节, 国庆节: the statutory holidays that stand on the same date each year."""
FEWEST_DAYS_OFF, MOST_DAYS_OFF = 11, 45
"""11 statutory days before 2025, 13 since; with the weekends that are joined to them never more than 35 so far."""
MOST_MAKE_UP_DAYS = 12


class NoticeDay(Request):
    """One date with the name of its holiday."""

    date: dt.date
    name_zh: str = Field(min_length=1, max_length=20)
    name_en: str = Field(min_length=1, max_length=40)


class YearNotice(Request):
    """The notice: days off (with the weekends joined to them) and the weekend days that are worked for them."""

    source: str = Field(min_length=4, max_length=200, description="Title of the notice.")
    document_number: str = Field(
        pattern=r"^\S{2,20}〔20\d{2}〕\d{1,4}号$", max_length=40, description="As in 国办发明电〔2025〕7号."
    )
    holidays: tuple[NoticeDay, ...] = Field(max_length=80)
    make_up_workdays: tuple[NoticeDay, ...] = Field((), max_length=40)

    def of_year(self, year: int) -> CalendarYear:
        """As the calendar keeps it. ValueError for a notice that has faults."""
        return CalendarYear(
            year=year,
            source=self.source,
            holidays=tuple(NamedDay(**day.model_dump()) for day in self.holidays),
            make_up_workdays=tuple(NamedDay(**day.model_dump()) for day in self.make_up_workdays),
        )


Rule = Callable[[int, YearNotice], Iterator[Pointer]]


def faults_of(year: int, notice: YearNotice) -> tuple[Pointer, ...]:
    """Everything in `notice` that cannot be right for `year`."""
    return tuple(fault for rule in RULES for fault in rule(year, notice))


def dates_lie_in_the_year(year: int, notice: YearNotice) -> Iterator[Pointer]:
    """A notice speaks of one year, whatever days of the neighbouring ones it mentions."""
    for place, day in _places(notice):
        if day.date.year != year:
            yield Pointer(place, Text(f"日期不在 {year} 年内", f"The date does not lie in {year}"))


def no_date_stands_twice(year: int, notice: YearNotice) -> Iterator[Pointer]:
    """Neither twice in one list nor in both."""
    seen: set[dt.date] = set()
    for place, day in _places(notice):
        if day.date in seen:
            yield Pointer(place, Text("日期重复", "The date stands here twice"))
        seen.add(day.date)


def make_up_days_are_weekend_days(year: int, notice: YearNotice) -> Iterator[Pointer]:
    """On any other day people work anyway (调休上班)."""
    for index, day in enumerate(notice.make_up_workdays):
        if day.date.weekday() < SATURDAY:
            yield Pointer(
                f"#/make_up_workdays/{index}/date", Text("调休上班日应为周末", "A make-up workday is a weekend day")
            )


def fixed_holidays_are_there(year: int, notice: YearNotice) -> Iterator[Pointer]:
    """Regulation on Public Holidays art. 2."""
    off = {day.date for day in notice.holidays}
    for month, day in FIXED_HOLIDAYS:
        if dt.date(year, month, day) not in off:
            yield Pointer(
                "#/holidays",
                Text(f"缺少法定节日 {month} 月 {day} 日", f"{year}-{month:02d}-{day:02d} is a public holiday"),
            )


def counts_are_plausible(year: int, notice: YearNotice) -> Iterator[Pointer]:
    """A list that was cut off, or pasted twice."""
    days_off, made_up = len(notice.holidays), len(notice.make_up_workdays)
    if not FEWEST_DAYS_OFF <= days_off <= MOST_DAYS_OFF:
        yield Pointer("#/holidays", Text(f"放假 {days_off} 天，不合常理", f"{days_off} days off cannot be right"))
    if made_up > MOST_MAKE_UP_DAYS:
        yield Pointer(
            "#/make_up_workdays", Text(f"调休上班 {made_up} 天，不合常理", f"{made_up} make-up days cannot be right")
        )


def no_more_is_worked_than_taken_off(year: int, notice: YearNotice) -> Iterator[Pointer]:
    """Each make-up day stands for a working day that became a day off."""
    taken_off = sum(day.date.weekday() < SATURDAY for day in notice.holidays)
    if len(notice.make_up_workdays) > taken_off:
        yield Pointer("#/make_up_workdays", Text("调休上班多于调休放假", "More is worked than was taken off"))


def _places(notice: YearNotice) -> Iterator[tuple[str, NoticeDay]]:
    for name, days in (("holidays", notice.holidays), ("make_up_workdays", notice.make_up_workdays)):
        for index, day in enumerate(days):
            yield f"#/{name}/{index}/date", day


RULES: tuple[Rule, ...] = (
    dates_lie_in_the_year,
    no_date_stands_twice,
    make_up_days_are_weekend_days,
    fixed_holidays_are_there,
    counts_are_plausible,
    no_more_is_worked_than_taken_off,
)
