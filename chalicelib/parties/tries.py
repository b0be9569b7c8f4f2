"""How long to wait after wrong codes: twice as long after each, for a mobile and for an address.

A challenge locks after five wrong tries by itself; this counts beyond it, over all challenges of a mobile, whether or
not somebody has registered it, and over all that come from one address.
"""

import math
from datetime import datetime, timedelta

from chalicelib.kernel.value import Value
from chalicelib.parties.errors import TooManyTries

FREE_OF_A_MOBILE = 5
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=30)
"""Nobody is kept from their own account for longer by somebody who guesses."""
FORGOTTEN_AFTER = timedelta(hours=24)


class Tries(Value):
    """Wrong codes since the last right one, and when the latest was sent (epoch seconds, machine time)."""

    version: int = 0
    wrong: int = 0
    latest: float = 0.0

    def require_patience(self, free: int, now: datetime) -> None:
        """Raise `TooManyTries` with the seconds to wait where too many were wrong."""
        wrong = self._remembered(now)
        if wrong < free:
            return
        wait = min(FIRST_WAIT * 2 ** min(wrong - free, 10), LONGEST_WAIT)
        left = self.latest + wait.total_seconds() - now.timestamp()
        if left > 0:
            raise TooManyTries(retry_after=math.ceil(left))

    def one_more(self, now: datetime) -> "Tries":
        """After another wrong code."""
        return Tries(version=self.version + 1, wrong=self._remembered(now) + 1, latest=now.timestamp())

    def _remembered(self, now: datetime) -> int:
        return self.wrong if now.timestamp() - self.latest < FORGOTTEN_AFTER.total_seconds() else 0
