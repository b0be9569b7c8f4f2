"""Lamps (红黄绿灯): one colour that tells how a case stands against its limits, and why."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from chalicelib.kernel.calendar import ONE_DAY, WorkCalendar
from chalicelib.kernel.value import Value
from chalicelib.kernel.working_time import Due, NaiveInstantError, china_date, working_days_between


class Lamp(StrEnum):
    """In time, nearly due, past the promise, past the statute, or standing still."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    DEEP_RED = "deep_red"
    PAUSED = "paused"


class Thresholds(Value):
    """When lamps change and cards are due, in working days; all configuration (a house rule, not a law).

    Yellow: at most `yellow_days`, or at most `yellow_share` of the promised working days, are left. The
    warning comes `warning_days` ahead of the promised date; cards when so many whole working days are past.
    """

    yellow_days: int = Field(default=2, ge=0)
    yellow_share: Decimal = Field(default=Decimal("0.2"), ge=0, le=1)
    warning_days: int = Field(default=1, ge=0)
    yellow_card_days: int = Field(default=1, ge=1)
    red_card_days: int = Field(default=2, ge=1)

    def yellow_from(self, promised_days: int) -> int:
        """With how many working days left a promise of so many working days turns yellow."""
        return max(self.yellow_days, int(self.yellow_share * promised_days))


DEFAULT_THRESHOLDS = Thresholds()


class Dues(Value):
    """Both ends of a clock; `promised` is never after `statutory`, `promised_days` are its working days.

    While `paused_since` is set the dates are the earliest possible ones: they move on resumption.
    """

    promised: Due
    statutory: Due
    provisional: bool
    promised_days: int
    paused_since: dt.datetime | None = None


class LampReading(Value):
    """A colour and why: a stable code, the date it is measured against, the working days left or late."""

    lamp: Lamp
    reason: str
    measured_against: dt.date
    working_days_left: int
    working_days_late: int


def read_lamp(
    now: dt.datetime, dues: Dues, calendar: WorkCalendar, thresholds: Thresholds = DEFAULT_THRESHOLDS
) -> LampReading:
    """The lamp at an aware instant, explained. A pause hides no delay that was there when it began."""
    if now.tzinfo is None:
        raise NaiveInstantError("an instant needs a time zone")
    stood_at = min(now, dues.paused_since) if dues.paused_since else now
    if stood_at >= dues.statutory.at:
        return _reading(Lamp.DEEP_RED, "PAST_STATUTORY", dues.statutory, stood_at, calendar)
    if stood_at >= dues.promised.at:
        return _reading(Lamp.RED, "PAST_PROMISED", dues.promised, stood_at, calendar)
    if dues.paused_since and now >= dues.paused_since:
        return _reading(Lamp.PAUSED, "CLOCK_PAUSED", dues.promised, stood_at, calendar)
    reading = _reading(Lamp.GREEN, "IN_TIME", dues.promised, stood_at, calendar)
    if reading.working_days_left > thresholds.yellow_from(dues.promised_days):
        return reading
    return reading.model_copy(update={"lamp": Lamp.YELLOW, "reason": "NEARLY_DUE"})


def lamp(now: dt.datetime, dues: Dues, calendar: WorkCalendar, thresholds: Thresholds = DEFAULT_THRESHOLDS) -> Lamp:
    """Only the colour of `read_lamp`."""
    return read_lamp(now, dues, calendar, thresholds).lamp


def _reading(colour: Lamp, reason: str, due: Due, now: dt.datetime, calendar: WorkCalendar) -> LampReading:
    """Working days left include today; working days late are the ones begun since the due date."""
    today = china_date(now)
    return LampReading(
        lamp=colour,
        reason=reason,
        measured_against=due.date,
        working_days_left=max(0, working_days_between(today - ONE_DAY, due.date, calendar)),
        working_days_late=max(0, working_days_between(due.date, today, calendar)),
    )
