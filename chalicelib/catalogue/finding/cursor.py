"""Where a reader of a list is, as opaque text that means something on that very list only."""

import base64
import binascii
import datetime as dt
import json
from typing import Any

from chalicelib.catalogue.finding.finder import Place, Wish
from chalicelib.http.paging import CursorRefused, to_cursor
from chalicelib.kernel.canonical import sha256_hex


def list_of(edition: str, wish: Wish, on: dt.date) -> str:
    """Which list it is: an edition's answer to a wish on a day."""
    return sha256_hex(repr((edition, wish, on)).encode())[:16]


def cursor_of(place: Place | None, list_id: str) -> str | None:
    """`place` on that list, for whoever reads on; nothing at the end."""
    return to_cursor({"list": list_id, "rank": place.rank, "row": place.row}) if place else None


def place_of(cursor: str | None, list_id: str) -> Place | None:
    """The place that a cursor stands for. Raises `CursorRefused` for one that was not given on that list: of another
    wish, of an edition that is no longer the live one, or of yesterday.
    """
    if cursor is None:
        return None
    match _read(cursor):
        case {"list": known, "rank": rank, "row": row, **rest} if known == list_id and not rest:
            if _is_ordinal(rank) and _is_ordinal(row):
                return Place(rank, row)
    raise CursorRefused


def _is_ordinal(value: Any) -> bool:
    return type(value) is int and value >= 0


def _read(cursor: str) -> Any:
    try:
        return json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        raise CursorRefused from None
