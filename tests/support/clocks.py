"""A clock ledger with the parts that a test does not care about filled in."""

import datetime as dt

from chalicelib.kernel.clock_entries import PauseReason
from chalicelib.kernel.clock_ledger import ClockLedger
from chalicelib.kernel.instants import SHANGHAI
from chalicelib.kernel.time_limits import TimeLimits
from chalicelib.kernel.working_time import Limit
from tests.support.calendars import seeded_calendar

WHY = {"reason": "现场听证", "legal_basis": "行政许可法第四十五条", "actor": "staff:1"}


def on(month: int, day: int, hour: int = 10, year: int = 2026) -> dt.datetime:
    """An instant of 2026, Asia/Shanghai."""
    return dt.datetime(year, month, day, hour, tzinfo=SHANGHAI)


def running(
    start: dt.datetime, promised: int | Limit = 5, statutory: int | Limit = 20, extension: int = 10
) -> ClockLedger:
    """A clock that started then; plain numbers are working days."""
    limits = TimeLimits(statutory=limit(statutory), promised=limit(promised), extension=limit(extension))
    return ClockLedger.start(limits, **WHY, at=start)


def limit(value: int | Limit) -> Limit:
    """A number of working days as a limit."""
    return Limit(amount=value) if isinstance(value, int) else value


def paused(
    ledger: ClockLedger, start: dt.datetime, end: dt.datetime | None = None, why: PauseReason = PauseReason.HEARING
) -> ClockLedger:
    """The same clock after a pause, still open without an end."""
    stopped = ledger.pause(why, **WHY, at=start)
    return stopped.resume(**WHY, at=end) if end else stopped


def extended(ledger: ClockLedger, amount: int, at: dt.datetime) -> ClockLedger:
    """The same clock after the head extended it."""
    return ledger.extend(amount, **WHY, at=at, calendar=seeded_calendar())
