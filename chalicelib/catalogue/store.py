"""How the published catalogue is kept.

`ITEM#<code>`: `VERSION#<n>` for every published version, and `CURRENT`: the versions that readers may need, with the
dates from which they count.
"""

import datetime as dt

from chalicelib.aws.rows import Key, Row
from chalicelib.aws.table import Table
from chalicelib.catalogue.elements import Element
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.timeline import Entry, Timeline, still_needed

CURRENT = "CURRENT"


class Offer(Element):
    """What readers are told of an item: which version counts from when, and those versions whole."""

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


def offer_of(row: Row) -> Offer:
    """The offer that `row` holds."""
    return Offer.model_validate_json(str(row["body"]))


def load_version(table: Table, code: str, version: int) -> ItemVersion | None:
    """A published version. One round trip."""
    row = table.row(version_key(code, version))
    return ItemVersion.model_validate_json(str(row["body"])) if row else None


def version_row(item: ItemVersion) -> Row:
    """The row that keeps this version for ever."""
    key = version_key(item.code, item.version)
    return {"pk": key.pk, "sk": key.sk, "version": item.version, "body": item.model_dump_json()}


def offer_row(code: str, offer: Offer) -> Row:
    """The row that readers ask for."""
    key = offer_key(code)
    return {"pk": key.pk, "sk": key.sk, "body": offer.model_dump_json()}
