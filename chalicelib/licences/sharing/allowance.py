"""How often a client reads within an hour: a window that slides by the minute, counted in machine time."""

import math
from collections.abc import Iterator
from datetime import datetime
from typing import Self

from chalicelib.kernel.value import Value
from chalicelib.licences.sharing.errors import TooManyReadings

MINUTE, COUNTED_MINUTES = 60, 61
"""The minute that is running and the sixty before it: never more than allowed within any sixty minutes."""


class Readings(Value):
    """How many there were in which minute since the epoch, the oldest first; minutes without any are left out."""

    version: int = 0
    minutes: tuple[tuple[int, int], ...] = ()

    def take(self, most: int, now: datetime) -> Self:
        """One more. Raises `TooManyReadings` with the seconds to wait when there were `most`."""
        running = int(now.timestamp()) // MINUTE
        recent = {minute: count for minute, count in self.minutes if minute > running - COUNTED_MINUTES}
        if sum(recent.values()) >= most:
            raise TooManyReadings(retry_after=_free_again(recent, most) - math.floor(now.timestamp()))
        recent[running] = recent.get(running, 0) + 1
        return self.model_copy(update={"version": self.version + 1, "minutes": tuple(sorted(recent.items()))})


def _free_again(recent: dict[int, int], most: int) -> int:
    """The second (since the epoch) at which fewer than `most` count."""
    return next(second for second, left in _leaving(recent) if left < most)


def _leaving(recent: dict[int, int]) -> Iterator[tuple[int, int]]:
    left = sum(recent.values())
    for minute, count in sorted(recent.items()):
        left -= count
        yield (minute + COUNTED_MINUTES) * MINUTE, left
