"""How many codes a mobile and an address may ask for, and sessions a client open, in windows of machine time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from chalicelib.kernel.errors import TooMany
from chalicelib.kernel.value import Value
from chalicelib.parties.errors import TooManyCodes


@dataclass(frozen=True)
class Limit:
    """At most `most` within any stretch of `within`."""

    most: int
    within: timedelta


OF_A_MOBILE = (Limit(1, timedelta(minutes=1)), Limit(5, timedelta(hours=1)))
REMEMBERED = timedelta(hours=1)


def an_hour(most: int) -> tuple[Limit]:
    """At most so many an hour."""
    return (Limit(most, timedelta(hours=1)),)


class Allowance(Value):
    """When something was asked for during the last hour (epoch seconds, oldest first)."""

    version: int = 0
    taken: tuple[float, ...] = ()

    def take(self, limits: Sequence[Limit], now: datetime, refusal: type[TooMany] = TooManyCodes) -> Self:
        """The allowance after one more. Raises `refusal` with the seconds to wait."""
        waits = [self._wait(limit, now) for limit in limits]
        if any(waits):
            raise refusal(retry_after=max(waits))
        horizon = (now - REMEMBERED).timestamp()
        kept = tuple(instant for instant in self.taken if instant > horizon)
        return self.model_copy(update={"version": self.version + 1, "taken": (*kept, now.timestamp())})

    def _wait(self, limit: Limit, now: datetime) -> int:
        if len(self.taken) < limit.most:
            return 0
        free_again = self.taken[-limit.most] + limit.within.total_seconds()
        return max(0, math.ceil(free_again - now.timestamp()))
