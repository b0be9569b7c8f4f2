"""The one walk behind every due date and every explanation: day after day until a limit runs out."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from chalicelib.kernel.calendar import ONE_DAY, WorkCalendar
from chalicelib.kernel.instants import SHANGHAI
from chalicelib.kernel.value import Value

MONTHS_IN_YEAR = 12


class Unit(StrEnum):
    """What a limit counts: working days, calendar days, months (civil law), or elapsed hours."""

    WORKING_DAY = "WORKING_DAY"
    CALENDAR_DAY = "CALENDAR_DAY"
    MONTH = "MONTH"
    HOUR = "HOUR"


class Limit(Value):
    """A time limit (时限), for example 20 working days; an instant item (即办件) promises 0 working days."""

    amount: int = Field(ge=0)
    unit: Unit = Unit.WORKING_DAY


class InstantNeededError(ValueError):
    """A limit in hours runs from an instant, not from a date."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Time that does not count, between two aware instants; `entry` says which record excludes it.

    Limits that count days leave out the dates of (start, end]: the day that was begun is used up, the day of
    resumption is given back. Limits in hours leave out exactly the time between.
    """

    start: dt.datetime
    end: dt.datetime
    entry: int = 0

    @property
    def first(self) -> dt.date:
        """The date (Asia/Shanghai) on which it began."""
        return self.start.astimezone(SHANGHAI).date()

    @property
    def last(self) -> dt.date:
        """The date (Asia/Shanghai) on which it ended."""
        return self.end.astimezone(SHANGHAI).date()


@dataclass(frozen=True, slots=True)
class Step:
    """One date of the walk: its ordinal when counted, and the entry that excluded it, if one did."""

    date: dt.date
    number: int | None = None
    excluded_by: int | None = None


def walk(
    start: dt.date, limits: Sequence[Limit], calendar: WorkCalendar, pauses: Sequence[Interval] = ()
) -> Iterator[Step]:
    """Every date from the start to the date on which the limits, one after the other, run out.

    The start is not counted (Civil Code art. 201; Administrative Licensing Law art. 82 for working days). The
    last date is always a working day: a limit that would end on a holiday ends on the next working day (Civil
    Code art. 203). When a pause begins on the last date, what is left of that date is used when it ends.
    """
    excluded = _excluded_dates(pauses)
    yield Step(start)
    date, number = start, 0
    for limit in limits:
        for _ in range(days_to_count(date, limit)):
            date += ONE_DAY
            while not _counts(date, limit.unit, calendar, excluded):
                yield Step(date, excluded_by=excluded.get(date))
                date += ONE_DAY
            number += 1
            yield Step(date, number)
    yield from _land(date, calendar, pauses)


def days_to_count(start: dt.date, limit: Limit) -> int:
    """Days of a limit; a month ends on the corresponding date or the month's last (Civil Code art. 202)."""
    if limit.unit is Unit.HOUR:
        raise InstantNeededError("a limit in hours counts no days")
    if limit.unit is not Unit.MONTH:
        return limit.amount
    return (months_later(start, limit.amount) - start).days


def months_later(start: dt.date, months: int) -> dt.date:
    """The corresponding date so many months later, or the last day of a month that has no such date."""
    index = start.month - 1 + months
    year, month = start.year + index // MONTHS_IN_YEAR, index % MONTHS_IN_YEAR + 1
    return dt.date(year, month, min(start.day, monthrange(year, month)[1]))


def _excluded_dates(pauses: Sequence[Interval]) -> dict[dt.date, int]:
    return {
        pause.first + dt.timedelta(days=offset): pause.entry
        for pause in pauses
        for offset in range(1, (pause.last - pause.first).days + 1)
    }


def _counts(date: dt.date, unit: Unit, calendar: WorkCalendar, excluded: dict[dt.date, int]) -> bool:
    if date in excluded:
        return False
    return unit is not Unit.WORKING_DAY or calendar.is_workday(date)


def _land(date: dt.date, calendar: WorkCalendar, pauses: Sequence[Interval]) -> Iterator[Step]:
    """Go on from the last counted date to a working day that no pause takes away."""
    begun = {pause.first: pause for pause in pauses if pause.first < pause.last}
    resumed_on = date
    reason: int | None = None
    while True:
        if date in begun:
            resumed_on, reason = begun[date].last, begun[date].entry
        if date >= resumed_on and calendar.is_workday(date):
            return
        date += ONE_DAY
        yield Step(date, excluded_by=reason if date < resumed_on else None)
