"""How holdings are kept: `FILE#<sha256>` / `HOLDER#<who>`, a row for each who refers or referred to the file.

A row of somebody who let go says when by the machine's time, by which storage says when something was written
(`let_go_at`), and stands in the index by due instant (`LOOSE-FILES#<shard>`) with when it is to be looked at. Seen to,
it leaves the index and the table.
"""

import zlib
from datetime import datetime, timedelta

from chalicelib.aws.rows import BY_DUE, Key, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.instants import to_text

SHARDS = 4
REMEMBERED = timedelta(days=1)
"""A row that was seen to: for another run of the same hour."""


def hold(uow: UnitOfWork, sha256: str, holder: str) -> None:
    """Note that `holder` refers to the file, whatever was before."""
    uow.put({**_key(sha256, holder), "held": True})


def let_go(uow: UnitOfWork, sha256: str, holder: str, *, at: datetime, due: datetime) -> None:
    """Note that `holder` does not refer to it any more since `at`, and when to look whether anybody does."""
    uow.put({**_key(sha256, holder), **_loose_since(sha256, at, due)})


def put_off(uow: UnitOfWork, row: Row, *, at: datetime, due: datetime) -> None:
    """Look at it again, as if whoever let go had done so now; not if they hold it again."""
    sha256 = str(row["pk"]).removeprefix("FILE#")
    uow.put({"pk": row["pk"], "sk": row["sk"], **_loose_since(sha256, at, due)}, equals=_as_it_was(row))


def seen_to(uow: UnitOfWork, row: Row, *, at: datetime) -> None:
    """Let a row of somebody who let go leave the index and, a day later, the table; not if they hold it again."""
    until = int((at + REMEMBERED).timestamp())
    uow.put({"pk": row["pk"], "sk": row["sk"], "held": False, "expires_at": until}, equals=_as_it_was(row))


def is_due(row: Row, now: datetime) -> bool:
    """Whether a row of somebody who let go is to be looked at."""
    return not row["held"] and str(row["due_sk"]) <= _last_due(now)


def holders(table: Table, sha256: str) -> list[Row]:
    """The rows of all who refer or referred to the file and were not seen to. One round trip."""
    return [row for row in table.partition(_pk(sha256)) if row["held"] or "let_go_at" in row]


def loose(table: Table, shard: int, now: datetime, *, limit: int, after: Row | None) -> tuple[list[str], Row | None]:
    """SHA-256 of files of a shard that somebody let go and that are to be looked at, the longest first. One round trip;
    eventually consistent.
    """
    page = table.page(BY_DUE, _loose_pk(shard), limit=limit, after=after, last=_last_due(now))
    return [str(row["pk"]).removeprefix("FILE#") for row in page.rows], page.next


def _pk(sha256: str) -> str:
    return f"FILE#{sha256}"


def _loose_pk(shard: int) -> str:
    return f"LOOSE-FILES#{shard}"


def _last_due(now: datetime) -> str:
    return to_text(now) + "#\U0010ffff"


def _loose_since(sha256: str, at: datetime, due: datetime) -> Row:
    shard = zlib.crc32(sha256.encode()) % SHARDS
    place: Row = {"due_pk": _loose_pk(shard), "due_sk": f"{to_text(due)}#{sha256}"}
    return {"held": False, "let_go_at": to_text(at), **place}


def _as_it_was(row: Row) -> Row:
    return {"held": False, "let_go_at": row["let_go_at"]}


def _key(sha256: str, holder: str) -> Row:
    key = Key(_pk(sha256), f"HOLDER#{holder}")
    return {"pk": key.pk, "sk": key.sk}
