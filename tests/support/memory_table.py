"""A table in memory that keeps the promises of `chalicelib.aws.table.Table` (the contract tests hold it to them)."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from chalicelib.aws.rows import BY_APPLICANT, BY_DESK, BY_DUE, BY_ITEM, Check, Delete, Index, Key, Page, Put, Row, Write
from chalicelib.aws.table import ConditionFailed

LARGEST_TRANSACTION = 100
KEYS = {"pk", "sk", *(name for index in (BY_APPLICANT, BY_DESK, BY_DUE, BY_ITEM) for name in (index.pk, index.sk))}


class ImpossibleWrite(AssertionError):
    """DynamoDB would refuse this whatever is stored: a mistake of the caller."""


@dataclass
class MemoryTable:
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    stream: list[Row] = field(default_factory=list)
    round_trips: int = 0
    living: set[Key] = field(default_factory=set)
    """Keys that count as present though nobody wrote them: sessions of callers whom a test made up."""
    sealed: set[Key] = field(default_factory=set)
    """Where a row was written whose body the real table keeps sealed; here it stays readable."""
    ended: set[Key] = field(default_factory=set)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def partition(self, pk: str, *, first: str = "", last: str = "\U0010ffff") -> list[Row]:
        with self._one_round_trip():
            keys = sorted(key for key in self.rows if key[0] == pk and first <= key[1] <= last)
            return [dict(self.rows[key]) for key in keys]

    def row(self, key: Key) -> Row | None:
        with self._one_round_trip():
            found = self.rows.get((key.pk, key.sk))
            return dict(found) if found else None

    def rows_at(self, keys: Sequence[Key]) -> list[Row]:
        if len(set(keys)) < len(keys) or len(keys) > LARGEST_TRANSACTION or not keys:
            raise ImpossibleWrite(f"{len(keys)} keys in one request, or one of them twice")
        with self._one_round_trip():
            return [dict(self.rows[key.pk, key.sk]) for key in keys if (key.pk, key.sk) in self.rows]

    def stretch(self, pk: str, *, limit: int, first: str, last: str, after: Row | None = None) -> Page:
        with self._one_round_trip():
            found = sorted(key for key in self.rows if key[0] == pk and first <= key[1] <= last)
        found = [key for key in found if after is None or key[1] > str(after["sk"])]
        shown = found[:limit]
        behind: Row | None = {"pk": pk, "sk": shown[-1][1]} if len(found) >= limit and shown else None
        return Page([dict(self.rows[key]) for key in shown], behind)

    def page(
        self,
        index: Index,
        pk: str,
        *,
        limit: int,
        after: Row | None = None,
        newest_first: bool = False,
        first: str = "",
        last: str | None = None,
    ) -> Page:
        def place(row: Row) -> tuple[str, str, str]:
            return str(row[index.sk]), str(row["pk"]), str(row["sk"])

        with self._one_round_trip():
            found = [row for row in self.rows.values() if row.get(index.pk) == pk and index.sk in row]
        found = [row for row in found if first <= str(row[index.sk]) and (last is None or str(row[index.sk]) <= last)]
        found.sort(key=place, reverse=newest_first)
        if after is not None:
            found = [row for row in found if (place(row) < place(after) if newest_first else place(row) > place(after))]
        shown = found[:limit]
        names = ("pk", "sk", index.pk, index.sk)
        behind = {name: shown[-1][name] for name in names} if shown and len(found) >= limit else None
        return Page([{name: row[name] for name in (names if index.keys_only else row)} for row in shown], behind)

    def commit(self, writes: Sequence[Write]) -> None:
        _refuse_impossible(writes)
        with self._one_round_trip():
            for write in writes:
                if not isinstance(write, Delete):
                    self._check(write)
            for write in writes:
                if isinstance(write, Delete):
                    self.ended.add(write.key)
                    self.living.discard(write.key)
                    self.rows.pop((write.key.pk, write.key.sk), None)
                elif isinstance(write, Put):
                    self.rows[_place(write)] = dict(write.row)
                    (self.sealed.add if write.personal else self.sealed.discard)(write.key)
                    self.stream.append(dict(write.row))

    def _one_round_trip(self) -> threading.RLock:
        self.round_trips += 1
        return self._lock

    def _check(self, write: Put | Check) -> None:
        standing = self.rows.get(_place(write))
        if isinstance(write, Check):
            if (standing is not None or write.key in self.living) != write.present:
                raise ConditionFailed(write, None)
            return
        differs = any((standing or {}).get(name) != value for name, value in write.equals.items())
        if (write.new and standing is not None) or differs:
            raise ConditionFailed(write, dict(standing) if standing else None)


def _place(write: Write) -> tuple[str, str]:
    return (write.key.pk, write.key.sk)


def _refuse_impossible(writes: Sequence[Write]) -> None:
    if not 0 < len(writes) <= LARGEST_TRANSACTION:
        raise ImpossibleWrite(f"{len(writes)} writes in one transaction")
    places = [_place(write) for write in writes]
    if len(set(places)) < len(places):
        raise ImpossibleWrite(f"one row written twice in one transaction: {places}")
    for row in (write.row for write in writes if isinstance(write, Put)):
        for name, value in row.items():
            if not isinstance(value, str | int) or (name in KEYS and (not isinstance(value, str) or not value)):
                raise ImpossibleWrite(f"{name} = {value!r}")
