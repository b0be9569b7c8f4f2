"""Instants are UTC and aware; dates are those of Asia/Shanghai, where the law counts days."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone

Now = Callable[[], datetime]
"""Tells the present instant, UTC and aware. Injected; nothing in the domain asks the machine's clock."""

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has kept one offset without daylight saving since 1991; older instants never reach this system."""


class NaiveInstant(ValueError):
    """An instant without a time zone says nothing."""


def utc(instant: datetime) -> datetime:
    """`instant` in UTC. Raises `NaiveInstant` when it has no zone."""
    if instant.tzinfo is None:
        raise NaiveInstant(instant.isoformat())
    return instant.astimezone(UTC)


def shanghai_date(instant: datetime) -> date:
    """The calendar date in Hainan at `instant`."""
    return utc(instant).astimezone(SHANGHAI).date()


def midnight(day: date) -> datetime:
    """When that day begins in Hainan."""
    return datetime.combine(day, time(), SHANGHAI)


def to_text(instant: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and `Z`; sorts like time."""
    return utc(instant).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_text(text: str) -> datetime:
    """The inverse of `to_text`; accepts any ISO 8601 instant with a zone."""
    return utc(datetime.fromisoformat(text))
