"""What time alone demands of parties: an index of instants, in which an aggregate stands while something is due.

`DUE-PARTIES#<shard>` of the index `by-due` orders them; the deadline sweep looks at the earliest.
"""

import zlib
from collections.abc import Iterator
from datetime import datetime

from chalicelib.aws.rows import BY_DUE, Value
from chalicelib.aws.table import Table
from chalicelib.kernel.instants import to_text

SHARDS, AT_ONCE = 4, 200


def due_pk(shard: int) -> str:
    """One shard of the index."""
    return f"DUE-PARTIES#{shard}"


def due_indexes(aggregate_id: str, next_due: datetime | None) -> dict[str, Value]:
    """Where an aggregate stands in the index; nowhere while nothing is due."""
    if next_due is None:
        return {}
    shard = zlib.crc32(aggregate_id.encode()) % SHARDS
    return {"due_pk": due_pk(shard), "due_sk": f"{to_text(next_due)}#{aggregate_id}"}


def due(table: Table, now: datetime) -> Iterator[tuple[str, str]]:
    """Of what something is due at `now`: the kind and what stands behind it in the partition's key. The earliest of
    each shard, at most two hundred; one round trip a shard, eventually consistent.
    """
    for shard in range(SHARDS):
        page = table.page(BY_DUE, due_pk(shard), limit=AT_ONCE, last=to_text(now) + "#\U0010ffff")
        for row in page.rows:
            kind, _, name = str(row["pk"]).partition("#")
            yield kind, name
