"""Reading and publishing the catalogue. What is read on every request is held warm in the process.

A version never changes, so it is kept for good; which version is current, and the calendar, are read again
after a minute. A case stores what it was told, so that minute never changes a promise already given.
"""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from chalicelib.aws.platform import Platform
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue import store
from chalicelib.catalogue.errors import ItemUnknown, VersionAlreadyPublished
from chalicelib.catalogue.model import ItemVersion
from chalicelib.kernel.calendar import CalendarYear, WorkCalendar

WARM_SECONDS = 60.0
Kept = TypeVar("Kept")


class Warm(Generic[Kept]):
    """Values by name, each read again when it is older than `seconds` (machine time)."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._values: dict[object, tuple[float, Kept]] = {}

    def get(self, name: object, read: Callable[[], Kept]) -> Kept:
        """The kept value of `name`, read by `read` when there is none that is fresh."""
        kept = self._values.get(name)
        if kept is None or time.monotonic() - kept[0] > self._seconds:
            kept = self._values[name] = (time.monotonic(), read())
        return kept[1]


class Catalogue:
    """The published catalogue over one table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._versions: Warm[ItemVersion] = Warm(float("inf"))
        self._current: Warm[ItemVersion] = Warm(WARM_SECONDS)
        self._calendar: Warm[WorkCalendar] = Warm(WARM_SECONDS)

    def current(self, code: str) -> ItemVersion:
        """The version that new applications use. Raises `ItemUnknown`. A round trip only when not warm."""
        return self._current.get(code, lambda: self._read(code))

    def version(self, code: str, version: int) -> ItemVersion:
        """Exactly that version. Raises `ItemUnknown`. A round trip only the first time."""
        return self._versions.get((code, version), lambda: self._read(code, version))

    def calendar(self) -> WorkCalendar:
        """All announced years. A round trip only when not warm."""
        return self._calendar.get("calendar", lambda: store.load_calendar(self._table))

    def _read(self, code: str, version: int | None = None) -> ItemVersion:
        """What is not there is not kept either: it may come, and strangers may ask for any code they make up."""
        item = store.load_item(self._table, code, version)
        if item is None:
            raise ItemUnknown(item_code=code)
        return item


def catalogue_of(platform: Platform) -> Catalogue:
    """The warm catalogue of a deployment: one a process."""
    catalogue: Catalogue = platform.warm.setdefault("catalogue", Catalogue(platform.table))
    return catalogue


def publish(uow: UnitOfWork, item: ItemVersion) -> None:
    """Put `item` online; new applications use the highest version. Publishing the same version again changes
    nothing; another content under it is refused, also when two publish at once.

    Raises `VersionAlreadyPublished`.
    """
    standing = store.load_item(uow.table, item.code, item.version)
    if standing == item:
        return
    taken = VersionAlreadyPublished(item_code=item.code, version=item.version)
    if standing is not None:
        raise taken
    uow.put(store.version_row(item), new=True, refusal=lambda _: taken)
    current = store.load_item(uow.table, item.code)
    if current is None:
        uow.put(store.current_row(item), new=True)
    elif current.version < item.version:
        uow.put(store.current_row(item), equals={"version": current.version})


def announce_year(uow: UnitOfWork, year: CalendarYear) -> None:
    """Enter a year as the State Council's notice announces it, or replace an earlier entry."""
    uow.put(store.calendar_row(year))
