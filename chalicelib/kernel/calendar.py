"""The work calendar (工作日历): which days are working days, as each year's State Council notice says."""

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Self

from pydantic import model_validator

from chalicelib.kernel.value import Value

SATURDAY = 5
ONE_DAY = dt.timedelta(days=1)


class DayKind(StrEnum):
    """What a date is; a make-up workday (调休上班) is a weekend day worked for a bridge holiday."""

    WORKDAY = "WORKDAY"
    MAKE_UP_WORKDAY = "MAKE_UP_WORKDAY"
    WEEKEND = "WEEKEND"
    HOLIDAY = "HOLIDAY"


class NamedDay(Value):
    """One announced date with the name of its holiday in both languages."""

    date: dt.date
    name_zh: str
    name_en: str


class CalendarYear(Value):
    """One announced year: statutory holidays and make-up workdays; `source` says where they are from."""

    year: int
    source: str
    holidays: tuple[NamedDay, ...]
    make_up_workdays: tuple[NamedDay, ...]

    @model_validator(mode="after")
    def _check_dates(self) -> Self:
        holidays = {day.date for day in self.holidays}
        make_up = {day.date for day in self.make_up_workdays}
        if any(date.year != self.year for date in holidays | make_up):
            raise ValueError(f"every date must lie in {self.year}")
        if holidays & make_up:
            raise ValueError("a date cannot be a holiday and a make-up workday")
        return self


class WorkCalendar:
    """The announced years together; immutable and free of any region.

    A year that nobody announced falls back to weekends only. Answers that reach into one are *provisional*:
    they are to be flagged, and computed again when that year is imported.
    """

    __slots__ = ("_holidays", "_make_up", "_years", "edition")

    def __init__(self, years: Iterable[CalendarYear] = (), edition: int = 0) -> None:
        self.edition = edition
        """Grows with every announcement and every correction: of two calendars the one with more knows better."""
        self._years = {year.year: year for year in years}
        self._holidays = {day.date: day for year in self._years.values() for day in year.holidays}
        self._make_up = {day.date: day for year in self._years.values() for day in year.make_up_workdays}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """A calendar of the year in a JSON document (see infra/seed/calendars); ValueError if malformed."""
        return cls.from_documents((document,))

    @classmethod
    def from_documents(cls, documents: Iterable[Mapping[str, Any]]) -> Self:
        """A calendar of several years; of two documents for the same year the later one is in force."""
        return cls(CalendarYear.model_validate(document) for document in documents)

    def with_year(self, year: CalendarYear) -> "WorkCalendar":
        """This calendar with one more year announced, or an announced one replaced."""
        return WorkCalendar((*self._years.values(), year), self.edition + 1)

    @property
    def announced_years(self) -> frozenset[int]:
        """The years with an imported notice."""
        return frozenset(self._years)

    def is_announced(self, year: int) -> bool:
        """Whether that year's notice has been imported."""
        return year in self._years

    def is_provisional(self, first: dt.date, last: dt.date) -> bool:
        """Whether an answer that looked at every day from first to last rests on an unannounced year."""
        return any(year not in self._years for year in range(first.year, last.year + 1))

    def is_workday(self, date: dt.date) -> bool:
        """Whether offices work on that date (weekends only are known of an unannounced year)."""
        if date in self._holidays:
            return False
        return date.weekday() < SATURDAY or date in self._make_up

    def kind(self, date: dt.date) -> DayKind:
        """What that date is."""
        if date in self._holidays:
            return DayKind.HOLIDAY
        if date in self._make_up:
            return DayKind.MAKE_UP_WORKDAY
        return DayKind.WORKDAY if date.weekday() < SATURDAY else DayKind.WEEKEND

    def named(self, date: dt.date) -> NamedDay | None:
        """The announcement for that date, if there is one."""
        return self._holidays.get(date) or self._make_up.get(date)

    def workday_on_or_after(self, date: dt.date) -> dt.date:
        """The date itself when it is a working day, otherwise the next one."""
        while not self.is_workday(date):
            date += ONE_DAY
        return date
