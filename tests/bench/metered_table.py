"""A table that counts what each of its calls would consume in DynamoDB."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from chalicelib.aws.key_ring import KeyRing, RowSealer
from chalicelib.aws.rows import Index, Key, Page, Put, Row, Write
from tests.bench.capacity import EVENTUAL, TRANSACTIONAL, Consumed, of_read, of_write
from tests.support.memory_table import MemoryTable


class _OneKey:
    """A secret store with a ring of one key."""

    def get_secret_value(self, **_: str) -> dict[str, str]:
        return {"SecretString": "one key"}


SEALER = RowSealer(KeyRing(_OneKey(), "key-ring"))


@dataclass
class MeteredTable:
    """The face of `Table` over a table in memory; `consumed` is the sum so far."""

    inner: MemoryTable
    consumed: Consumed = field(default_factory=Consumed)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def metering(self) -> Iterator[list[Consumed]]:
        """At its end the list holds what was consumed meanwhile."""
        before, told = self.consumed, []
        self.consumed = Consumed()
        yield told
        told.append(self.consumed)
        self.consumed = before + self.consumed

    def partition(self, pk: str, *, first: str = "", last: str = "\U0010ffff") -> list[Row]:
        rows = self.inner.partition(pk, first=first, last=last)
        self._count(of_read(map(self._as_stored, rows)))
        return rows

    def row(self, key: Key) -> Row | None:
        row = self.inner.row(key)
        self._count(of_read([self._as_stored(row)] if row else []))
        return row

    def rows_at(self, keys: Sequence[Key]) -> list[Row]:
        rows = self.inner.rows_at(keys)
        for row in rows:
            self._count(of_read([self._as_stored(row)]))
        return rows

    def stretch(self, pk: str, *, limit: int, first: str, last: str, after: Row | None = None) -> Page:
        page = self.inner.stretch(pk, limit=limit, first=first, last=last, after=after)
        self._count(of_read(page.rows))
        return page

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
        page = self.inner.page(index, pk, limit=limit, after=after, newest_first=newest_first, first=first, last=last)
        self._count(of_read(page.rows, EVENTUAL))
        return page

    def commit(self, writes: Sequence[Write]) -> None:
        factor = TRANSACTIONAL if len(writes) > 1 else 1
        costs = [self._cost(write, factor) for write in writes]
        self.inner.commit(writes)
        self._count(sum(costs, Consumed(round_trips=1)))

    def _count(self, consumed: Consumed) -> None:
        with self._lock:
            self.consumed += consumed

    def _cost(self, write: Write, factor: int) -> Consumed:
        old = self._stored(write.key)
        if not isinstance(write, Put):  # a condition costs what a write costs
            return of_write(old, None, factor)
        return of_write(old, SEALER.close(write.row) if write.personal else write.row, factor)

    def _as_stored(self, row: Row) -> Row:
        return self._stored(Key(str(row["pk"]), str(row["sk"]))) or row

    def _stored(self, key: Key) -> Row | None:
        """The row as the real table holds it: sealed where it was written so."""
        row = self.inner.rows.get((key.pk, key.sk))
        return SEALER.close(row) if row is not None and key in self.inner.sealed else row
