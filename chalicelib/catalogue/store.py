"""How the published catalogue is kept.

`ITEM#<code>`: `VERSION#<n>` for every published version, and `CURRENT`: the versions that readers may need, with the
dates from which they count. `CALENDAR` / `YEAR#<year>`: the announced years, so that one query reads all of them.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chalicelib.aws.rows import Key, Row
from chalicelib.aws.table import Table
from chalicelib.catalogue.elements import Element
from chalicelib.catalogue.errors import ItemUnknown
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.timeline import Entry, Timeline, still_needed
from chalicelib.kernel.calendar import CalendarYear, WorkCalendar

CALENDAR = "CALENDAR"
CURRENT = "CURRENT"
LARGEST_OFFER = 380_000
"""Bytes: a row holds 400 KB at most."""


class Offer(Element):
    """What readers are told of an item: which version counts from when, and those versions whole, as far as a row can
    hold them: what begins last is looked up by its number.
    """

    timeline: Timeline = ()
    items: dict[int, ItemVersion] = {}

    def with_version(self, item: ItemVersion, entry: Entry, on: dt.date, live: int) -> "Offer":
        """This offer with one more version; what nobody can be in any more on that date is left out."""
        return self._of((*self.timeline, entry), {**self.items, item.version: item}, on, live)

    def retired(self, entry: Entry, on: dt.date, live: int) -> "Offer":
        """This offer, ending with `entry`."""
        return self._of((*self.timeline, entry), self.items, on, live)

    @staticmethod
    def _of(timeline: Timeline, items: dict[int, ItemVersion], on: dt.date, live: int) -> "Offer":
        needed = still_needed(timeline, on, live)
        numbers = {entry.version for entry in needed}
        return Offer(timeline=needed, items={number: item for number, item in items.items() if number in numbers})


def item_pk(code: str) -> str:
    """The partition of an item."""
    return f"ITEM#{code}"


def offer_key(code: str) -> Key:
    """The row that readers ask for."""
    return Key(item_pk(code), CURRENT)


def version_key(code: str, version: int) -> Key:
    """The row of one published version."""
    return Key(item_pk(code), f"VERSION#{version:06d}")


def load_offer(table: Table, code: str) -> Offer | None:
    """What readers are told of an item. One round trip."""
    row = table.row(offer_key(code))
    return offer_of(row) if row else None


def load_offers(table: Table, codes: Sequence[str]) -> Iterator[tuple[str, Offer]]:
    """What readers are told of those of at most 100 items that have been published, by code. One round trip."""
    known = {offer_key(code).pk: code for code in codes}
    for row in table.rows_at([offer_key(code) for code in codes]):
        yield known[str(row["pk"])], offer_of(row)


def offer_of(row: Row) -> Offer:
    """The offer that `row` holds."""
    return Offer.model_validate_json(str(row["body"]))


class Announced(NamedTuple):
    """A published version and the edition that announced it."""

    edition: int
    item: ItemVersion


def load_version(table: Table, code: str, version: int) -> Announced:
    """A published version, live or not yet. Raises `ItemUnknown`. One round trip."""
    row = table.row(version_key(code, version))
    if row is None:
        raise ItemUnknown(item_code=code)
    return Announced(int(row["edition"]), ItemVersion.model_validate_json(str(row["body"])))


def version_row(item: ItemVersion, edition: int) -> Row:
    """The row that keeps this version for ever."""
    key = version_key(item.code, item.version)
    return {"pk": key.pk, "sk": key.sk, "version": item.version, "edition": edition, "body": item.model_dump_json()}


def offer_row(code: str, offer: Offer) -> Row:
    """The row that readers ask for."""
    key, body = offer_key(code), offer.model_dump_json()
    items = sorted(offer.items.items())
    while len(body.encode()) > LARGEST_OFFER and len(items) > 1:
        items = items[:-1]
        body = offer.model_copy(update={"items": dict(items)}).model_dump_json()
    return {"pk": key.pk, "sk": key.sk, "body": body}


def load_calendar(table: Table) -> WorkCalendar:
    """All announced years. One round trip."""
    rows = table.partition(CALENDAR)
    years = [CalendarYear.model_validate_json(str(row["body"])) for row in rows]
    return WorkCalendar(years, edition=sum(int(row.get("version", 1)) for row in rows))


def calendar_row(year: CalendarYear, version: int) -> Row:
    """What readers are told of a year, in that version of it."""
    return {"pk": CALENDAR, "sk": f"YEAR#{year.year}", "version": version, "body": year.model_dump_json()}
