"""How the counts are kept: `ASKED-TWICE#<month>`, a few rows a department (`<department>#<shard>`), so that two who
count at once seldom meet. They hold no personal data and stay.
"""

import zlib

from chalicelib.aws.rows import Key, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.cases.asked_twice.model import Count

SHARDS = 8


def month_pk(month: str) -> str:
    """The partition of a month in Hainan, `2026-03`."""
    return f"ASKED-TWICE#{month}"


def add(uow: UnitOfWork, month: str, department: str, event_id: str, count: Count) -> None:
    """Add `count` to one of the department's rows. One round trip; of two that meet, one begins anew (`Overtaken`)."""
    key = Key(month_pk(month), f"{department}#{zlib.crc32(event_id.encode()) % SHARDS}")
    standing = uow.table.row(key)
    former = _count_in(standing) if standing else Count()
    version = int(standing["version"]) if standing else 0
    row: Row = {"pk": key.pk, "sk": key.sk, "version": version + 1, "body": former.plus(count).model_dump_json()}
    uow.put(row, new=standing is None, equals={"version": version} if standing else None)


def counts_of(table: Table, month: str) -> dict[str, Count]:
    """By department, in order. One round trip: there are as many rows as departments, a few times over."""
    counts: dict[str, Count] = {}
    for row in table.partition(month_pk(month)):
        department = str(row["sk"]).rpartition("#")[0]
        counts[department] = counts.get(department, Count()).plus(_count_in(row))
    return counts


def _count_in(row: Row) -> Count:
    return Count.model_validate_json(str(row["body"]))
