"""Pages by cursor (RFC 8288 `Link: rel="next"`). There are no totals: they kill lists."""

import base64
import binascii
import json
from typing import Generic, TypeVar

from pydantic import Field

from chalicelib.aws.rows import Index, Row
from chalicelib.http.call import Reply
from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.errors import Malformed
from chalicelib.kernel.text import Text

Entry = TypeVar("Entry")


class CursorRefused(Malformed):
    """The cursor was not made by this list."""

    code = "request.cursor-invalid"
    title = Text("翻页游标无效", "The cursor is not valid")
    next_step = Text(
        "请从第一页重新开始，并原样使用返回的游标。",
        "Start again at the first page and use the cursor exactly as returned.",
    )


class PageQuery(Request):
    """How much of a list is wanted, and from where."""

    limit: int = Field(20, ge=1, le=100, description="Entries on a page, 1–100.")
    cursor: str | None = Field(None, max_length=1024, description="`next` of the page before.")

    def after(self, index: Index, pk: str) -> Row | None:
        """Where to go on in the list `pk` of `index`. Raises `CursorRefused`."""
        return from_cursor(self.cursor, index, pk)

    def after_in(self, pk: str) -> Row | None:
        """Where to go on in the partition `pk`. Raises `CursorRefused`."""
        return position_in(self.cursor, pk)


class ListOf(Shape, Generic[Entry]):
    """One page of a list."""

    entries: list[Entry]
    next: str | None = Field(None, description="Cursor of the next page; absent on the last one.")


def one_page(entries: list[Entry], behind: Row | None) -> Reply[ListOf[Entry]]:
    """The reply of a list: `behind` is the position after its last row, None at the end."""
    following = to_cursor(behind)
    return Reply(ListOf(entries=entries, next=following), next_cursor=following)


def to_cursor(position: Row | None) -> str | None:
    """`position` (the index key behind the last row) as opaque text."""
    if position is None:
        return None
    return base64.urlsafe_b64encode(json.dumps(position, separators=(",", ":")).encode()).rstrip(b"=").decode()


def from_cursor(cursor: str | None, index: Index, pk: str) -> Row | None:
    """The position in an index a cursor stands for. A cursor of another list or partition is refused."""
    return _position(cursor, {"pk", "sk", index.pk, index.sk}, index.pk, pk)


def position_in(cursor: str | None, pk: str) -> Row | None:
    """The position in a partition a cursor stands for. A cursor of another list or partition is refused."""
    return _position(cursor, {"pk", "sk"}, "pk", pk)


def _position(cursor: str | None, members: set[str], name: str, pk: str) -> Row | None:
    if cursor is None:
        return None
    try:
        position = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        raise CursorRefused from None
    if not isinstance(position, dict) or set(position) != members or position[name] != pk:
        raise CursorRefused
    if not all(isinstance(value, str) and value for value in position.values()):
        raise CursorRefused
    return position
