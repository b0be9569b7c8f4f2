"""Values held warm in the process: what every request reads is read once in so many seconds (Settings, a minute)."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

Kept = TypeVar("Kept")
MOST = 500
"""Values kept: strangers may ask for every item there is, and a process has so much memory."""


class Warm(Generic[Kept]):
    """The `MOST` values that were read last, by name, each read again when older than `seconds` (machine time)."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._values: dict[object, tuple[float, Kept]] = {}

    def get(self, name: object, read: Callable[[], Kept]) -> Kept:
        """The kept value of `name`, read by `read` when there is none that is fresh."""
        return self._values[name][1] if self.has(name) else self.keep(name, read())

    def has(self, name: object) -> bool:
        """Whether there is a fresh value of `name`."""
        kept = self._values.get(name)
        return kept is not None and time.monotonic() - kept[0] <= self._seconds

    def keep(self, name: object, value: Kept) -> Kept:
        """`value`, fresh from now on."""
        self._values.pop(name, None)
        if len(self._values) >= MOST:
            del self._values[next(iter(self._values))]
        self._values[name] = (time.monotonic(), value)
        return value

    def forget(self) -> None:
        """Keep nothing any more."""
        self._values.clear()
