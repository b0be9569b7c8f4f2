"""A table that counts what each of its calls would consume in DynamoDB."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from chalicelib.aws.rows import Index, Key, Page, Put, Row, Write
from tests.bench.capacity import EVENTUAL, Consumed, of_read, of_write
from tests.support.memory_table import MemoryTable


@dataclass
class MeteredTable:
    """The face of `Table` over a table in memory; `consumed` is the sum so far."""

    inner: MemoryTable
    consumed: Consumed = field(default_factory=Consumed)

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
        self.consumed += of_read(rows)
        return rows

    def row(self, key: Key) -> Row | None:
        row = self.inner.row(key)
        self.consumed += of_read([row] if row else [])
        return row

    def rows_at(self, keys: Sequence[Key]) -> list[Row]:
        rows = self.inner.rows_at(keys)
        for row in rows:
            self.consumed += of_read([row])
        return rows

    def stretch(self, pk: str, *, limit: int, first: str, last: str, after: Row | None = None) -> Page:
        page = self.inner.stretch(pk, limit=limit, first=first, last=last, after=after)
        self.consumed += of_read(page.rows)
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
        self.consumed += of_read(page.rows, EVENTUAL)
        return page

    def commit(self, writes: Sequence[Write]) -> None:
        costs = [self._cost(write) for write in writes]
        self.inner.commit(writes)
        self.consumed = sum(costs, self.consumed) + Consumed(round_trips=1)

    def _cost(self, write: Write) -> Consumed:
        if not isinstance(write, Put):  # a condition costs what a write costs
            return of_write(self.inner.rows.get((write.key.pk, write.key.sk)), None)
        return of_write(self.inner.rows.get((str(write.row["pk"]), str(write.row["sk"]))), write.row)
