"""Working time (工作时间): when a limit ends, and why, day by day.

Sources. Administrative Licensing Law art. 82: limits in working days leave out statutory holidays. Civil
Code art. 200-203: the first day is not counted; hours run from their instant; a month ends on the corresponding
date or the month's last day; a last day that is a holiday moves to the next working day and ends at 24:00.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chalicelib.kernel.calendar import ONE_DAY, DayKind, WorkCalendar
from chalicelib.kernel.day_walk import InstantNeededError, Interval, Limit, Step, Unit, walk
from chalicelib.kernel.instants import SHANGHAI, midnight
from chalicelib.kernel.value import Value

__all__ = ["InstantNeededError", "Interval", "Limit", "Unit"]

KIND_WORDS = {
    DayKind.WORKDAY: ("工作日", "working day"),
    DayKind.MAKE_UP_WORKDAY: ("调休上班", "make-up working day"),
    DayKind.WEEKEND: ("周末", "weekend"),
    DayKind.HOLIDAY: ("法定节假日", "public holiday"),
}


class NaiveInstantError(ValueError):
    """An instant without a time zone was given."""


class Due(Value):
    """The end of a limit: its date in Asia/Shanghai and the first instant (UTC) that is too late.

    For limits in days `at` is 24:00 of the date. `provisional` means that an unannounced year was looked at.
    """

    date: dt.date
    at: dt.datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class DayLine:
    """One line of an explanation: `weekday` is 1 (Monday) to 7, `number` the ordinal of a counted day.

    `excluded_by` is the index of the ledger entry that took the day out, if one did.
    """

    date: dt.date
    weekday: int
    kind: DayKind
    counted: bool
    number: int | None
    note_zh: str
    note_en: str
    excluded_by: int | None = None


def china_date(instant: dt.datetime) -> dt.date:
    """The date in Asia/Shanghai at that instant; NaiveInstantError without a time zone."""
    if instant.tzinfo is None:
        raise NaiveInstantError("an instant needs a time zone")
    return instant.astimezone(SHANGHAI).date()


def end_of_day(date: dt.date) -> dt.datetime:
    """24:00 Asia/Shanghai of that date, as a UTC instant."""
    return midnight(date + ONE_DAY).astimezone(dt.UTC)


def add_working_days(start: dt.date, days: int, calendar: WorkCalendar) -> dt.date:
    """The working day so many after the start; 0 is the start or, on a day off, the next working day."""
    if days < 0:
        raise ValueError("working days cannot be negative")
    return due_date(start, Limit(amount=days), calendar).date


def working_day_before(date: dt.date, days: int, calendar: WorkCalendar) -> dt.date:
    """The working day so many before the date; 0 is the date itself."""
    for _ in range(days):
        date -= ONE_DAY
        while not calendar.is_workday(date):
            date -= ONE_DAY
    return date


def working_days_between(start: dt.date, end: dt.date, calendar: WorkCalendar) -> int:
    """Working days in (start, end]; negative when the end lies before the start."""
    if end < start:
        return -working_days_between(end, start, calendar)
    return sum(calendar.is_workday(start + ONE_DAY * offset) for offset in range(1, (end - start).days + 1))


def due_date(start: dt.date, limit: Limit, calendar: WorkCalendar) -> Due:
    """When a limit in days or months that starts on that date ends; InstantNeededError for hours."""
    return _due_of(start, walk(start, (limit,), calendar), calendar)


def due_at(start: dt.datetime, limits: Sequence[Limit], calendar: WorkCalendar, pauses: Sequence[Interval] = ()) -> Due:
    """When limits that follow one another (a limit, its extension) and start at that instant end.

    Only the first may be in hours. Pauses are in order and do not overlap.
    """
    date = china_date(start)
    if limits[0].unit is not Unit.HOUR:
        return _due_of(date, walk(date, limits, calendar, pauses), calendar)
    end = _after_hours(start, limits[0].amount, pauses)
    if limits[1:]:
        return _due_of(date, walk(china_date(end), limits[1:], calendar, pauses), calendar)
    return Due(date=china_date(end), at=end.astimezone(dt.UTC), provisional=False)


def explain(start: dt.date, limit: Limit, calendar: WorkCalendar) -> tuple[DayLine, ...]:
    """The walk from the start to the due date, one line a day, saying which days were counted and why not."""
    return tuple(_lines(walk(start, (limit,), calendar), calendar))


def explain_at(
    start: dt.datetime, limits: Sequence[Limit], calendar: WorkCalendar, pauses: Sequence[Interval] = ()
) -> tuple[DayLine, ...]:
    """The same for `due_at`; elapsed hours are not counted in days, so their days carry no number."""
    return tuple(_lines(_steps(start, limits, calendar, pauses), calendar))


def counted_dates(
    start: dt.datetime, limits: Sequence[Limit], calendar: WorkCalendar, pauses: Sequence[Interval] = ()
) -> tuple[dt.date, ...]:
    """The dates of `explain_at` that were counted."""
    return tuple(step.date for step in _steps(start, limits, calendar, pauses) if step.number is not None)


def _steps(
    start: dt.datetime, limits: Sequence[Limit], calendar: WorkCalendar, pauses: Sequence[Interval]
) -> Iterable[Step]:
    date = china_date(start)
    if limits[0].unit is not Unit.HOUR:
        return walk(date, limits, calendar, pauses)
    end = china_date(_after_hours(start, limits[0].amount, pauses))
    hours = [Step(date + ONE_DAY * offset) for offset in range((end - date).days + 1)]
    rest = list(walk(end, limits[1:], calendar, pauses))[1:] if limits[1:] else []
    return [*hours, *rest]


def _due_of(start: dt.date, steps: Iterable[Step], calendar: WorkCalendar) -> Due:
    *_, last = steps
    provisional = calendar.is_provisional(start, last.date)
    return Due(date=last.date, at=end_of_day(last.date), provisional=provisional)


def _after_hours(start: dt.datetime, hours: int, pauses: Sequence[Interval]) -> dt.datetime:
    end = start + dt.timedelta(hours=hours)
    for pause in pauses:
        if pause.start < end:
            end += pause.end - pause.start
    return end


def _lines(steps: Iterable[Step], calendar: WorkCalendar) -> Iterable[DayLine]:
    for index, step in enumerate(steps):
        zh, en = _notes(step, calendar, is_start=index == 0)
        yield DayLine(
            date=step.date,
            weekday=step.date.isoweekday(),
            kind=calendar.kind(step.date),
            counted=step.number is not None,
            number=step.number,
            note_zh=zh,
            note_en=en,
            excluded_by=step.excluded_by,
        )


def _notes(step: Step, calendar: WorkCalendar, *, is_start: bool) -> tuple[str, str]:
    zh, en = KIND_WORDS[calendar.kind(step.date)]
    named = calendar.named(step.date)
    if named:
        zh, en = f"{zh}（{named.name_zh}）", f"{en} ({named.name_en})"
    if step.number is not None:
        return f"{zh}，第{step.number}天", f"{en}, day {step.number}"
    if step.excluded_by is not None:
        return f"{zh}，时限暂停，不计入", f"{en}, clock paused, not counted"
    if is_start:
        return f"{zh}，起始日不计入", f"{en}, the first day is not counted"
    return f"{zh}，不计入", f"{en}, not counted"
