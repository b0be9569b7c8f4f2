"""Reading the published catalogue. What is read on every request is held warm in the process.

A version never changes, so it is kept as long as there is room; what is not there is not kept, for it may come. Which
version is in force, and the calendar, are read again after a minute. A case stores what it was told, so that minute
never changes a promise already given.
"""

import datetime as dt

from chalicelib.aws.platform import Platform
from chalicelib.aws.table import Table
from chalicelib.catalogue import store
from chalicelib.catalogue.editions import EDITION, Editions, EditionState, editions_of, state_of
from chalicelib.catalogue.errors import ItemUnknown
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.timeline import in_force
from chalicelib.catalogue.warm import Warm
from chalicelib.kernel.calendar import WorkCalendar


class Catalogue:
    """The published catalogue over one table. All items of one process change at the same moment: when it learns of a
    new edition.
    """

    def __init__(self, table: Table, editions: Editions, seconds: float) -> None:
        self._table = table
        self._editions = editions
        self._versions: Warm[store.Announced] = Warm(float("inf"))
        self._offers: Warm[store.Offer] = Warm(seconds)
        self._calendar: Warm[WorkCalendar] = Warm(seconds)

    def current(self, code: str, on: dt.date) -> ItemVersion:
        """The version that new applications use on that date. Raises `ItemUnknown`. One round trip when not warm,
        two for a version that found no place in the offer.
        """
        offer, edition = self._offer(code)
        entry = in_force(offer.timeline, on, edition)
        if entry is None or entry.version is None:
            raise ItemUnknown(item_code=code)
        return offer.items.get(entry.version) or self.version(code, entry.version)

    def version(self, code: str, version: int) -> ItemVersion:
        """Exactly that version, in force or not. Raises `ItemUnknown`. A round trip only the first time."""
        return self._version(code, version).item

    def announced(self, code: str, version: int) -> ItemVersion:
        """The same for everybody: not before the edition that announces it is live. Raises `ItemUnknown`."""
        kept = self._version(code, version)
        if kept.edition > self._editions.state().number:
            raise ItemUnknown(item_code=code)
        return kept.item

    def calendar(self, at_least: int = 0) -> WorkCalendar:
        """All announced years, at least as of the edition `at_least`. A round trip only when not warm, or when what is
        warm is older.
        """
        kept = self._calendar.get("calendar", lambda: store.load_calendar(self._table))
        return kept if kept.edition >= at_least else self._calendar.keep("calendar", store.load_calendar(self._table))

    def _version(self, code: str, version: int) -> store.Announced:
        return self._versions.get((code, version), lambda: store.load_version(self._table, code, version))

    def _offer(self, code: str) -> tuple[store.Offer, int]:
        if self._editions.is_warm:
            edition = self._editions.state().number
            name = (code, edition)
            return self._offers.get(name, lambda: _there(code, store.load_offer(self._table, code))), edition
        state, offer = self._read_both(code)
        self._editions.remember(state)
        found = _there(code, offer)
        return self._offers.keep((code, state.number), found), state.number

    def _read_both(self, code: str) -> tuple[EditionState, store.Offer | None]:
        rows = {row["pk"]: row for row in self._table.rows_at([EDITION, store.offer_key(code)])}
        offer = rows.get(store.offer_key(code).pk)
        return state_of(rows.get(EDITION.pk)), store.offer_of(offer) if offer else None


def _there(code: str, offer: store.Offer | None) -> store.Offer:
    if offer is None:
        raise ItemUnknown(item_code=code)
    return offer


def catalogue_of(platform: Platform) -> Catalogue:
    """The warm catalogue of a deployment: one a process."""
    if "catalogue" not in platform.warm:
        seconds = platform.settings.warm_seconds
        platform.warm["catalogue"] = Catalogue(platform.table, editions_of(platform), seconds)
    catalogue: Catalogue = platform.warm["catalogue"]
    return catalogue
