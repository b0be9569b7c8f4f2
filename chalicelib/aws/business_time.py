"""The instant that the law counts from.

Everywhere but in the local stage it is the machine's clock. There it can be moved forward, so that a deadline of
twenty working days can be shown in seconds: one row holds the offset, and it is read at most once a second.
"""

import time
from datetime import UTC, datetime, timedelta

from chalicelib.aws.rows import Key
from chalicelib.aws.table import Table

OFFSET = Key("CONFIG#business-time", "OFFSET")
REREAD_SECONDS = 1.0


class BusinessClock:
    """Tells business time; `movable` is refused outside the local stage by `Settings`."""

    def __init__(self, table: Table, *, movable: bool) -> None:
        self._table = table
        self._movable = movable
        self._offset = timedelta(0)
        self._read_at = float("-inf")

    def now(self) -> datetime:
        """The present instant of business time in UTC, to the millisecond."""
        instant = datetime.now(UTC) + self.offset()
        return instant.replace(microsecond=instant.microsecond // 1000 * 1000)

    def offset(self) -> timedelta:
        """How far business time is ahead of the machine's."""
        if self._movable and time.monotonic() - self._read_at > REREAD_SECONDS:
            row = self._table.row(OFFSET)
            self._offset = timedelta(seconds=int(row["seconds"]) if row else 0)
            self._read_at = time.monotonic()
        return self._offset
