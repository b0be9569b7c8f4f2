"""A table in memory that keeps the promises of `chalicelib.aws.table.Table` (the contract tests hold it to them)."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from chalicelib.aws.rows import Delete, Index, Key, Page, Put, Row, Write
from chalicelib.aws.table import ConditionFailed


@dataclass
class MemoryTable:
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    stream: list[Row] = field(default_factory=list)
    round_trips: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def partition(self, pk: str, *, first: str = "", last: str = "\U0010ffff") -> list[Row]:
        self.round_trips += 1
        keys = sorted(key for key in self.rows if key[0] == pk and first <= key[1] <= last)
        return [dict(self.rows[key]) for key in keys]

    def row(self, key: Key) -> Row | None:
        self.round_trips += 1
        found = self.rows.get((key.pk, key.sk))
        return dict(found) if found else None

    def page(
        self,
        index: Index,
        pk: str,
        *,
        limit: int,
        after: Row | None = None,
        newest_first: bool = False,
        last: str | None = None,
    ) -> Page:
        self.round_trips += 1

        def place(row: Row) -> tuple[str, str, str]:
            return str(row[index.sk]), str(row["pk"]), str(row["sk"])

        found = [row for row in self.rows.values() if row.get(index.pk) == pk and index.sk in row]
        found = [row for row in found if last is None or str(row[index.sk]) <= last]
        found.sort(key=place, reverse=newest_first)
        if after is not None:
            found = [row for row in found if (place(row) < place(after) if newest_first else place(row) > place(after))]
        shown = found[:limit]
        names = ("pk", "sk", index.pk, index.sk)
        behind = {name: shown[-1][name] for name in names} if shown and len(found) >= limit else None
        return Page([dict(row) for row in shown], behind)

    def commit(self, writes: Sequence[Write]) -> None:
        self.round_trips += 1
        with self._lock:
            for write in writes:
                if isinstance(write, Put):
                    self._check(write)
            for write in writes:
                if isinstance(write, Delete):
                    self.rows.pop((write.key.pk, write.key.sk), None)
                else:
                    self.rows[(str(write.row["pk"]), str(write.row["sk"]))] = dict(write.row)
                    self.stream.append(dict(write.row))

    def _check(self, write: Put) -> None:
        standing = self.rows.get((str(write.row["pk"]), str(write.row["sk"])))
        differs = any((standing or {}).get(name) != value for name, value in write.equals.items())
        if (write.new and standing is not None) or differs:
            raise ConditionFailed(write, dict(standing) if standing else None)
