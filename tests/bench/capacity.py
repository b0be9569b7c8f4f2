"""What DynamoDB counts as consumed (on-demand mode), from the rows that a call touches.

- A read unit is 4 KB read strongly consistently; eventually consistent reads cost half.
- A write unit is 1 KB written; in a transaction twice that. The larger of the old and the new row counts.
- An index is written when an entry of it appears, changes or goes away; a changed key is both.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from chalicelib.aws.rows import BY_APPLICANT, BY_DESK, BY_DUE, BY_ITEM, Index, Row, Value

INDEXES = (BY_APPLICANT, BY_DESK, BY_DUE, BY_ITEM)
READ_UNIT_BYTES, WRITE_UNIT_BYTES = 4096, 1024
STRONG, EVENTUAL = 1.0, 0.5
TRANSACTIONAL = 2


@dataclass(frozen=True)
class Consumed:
    """Units and rows; adds up."""

    read_units: float = 0
    write_units: float = 0
    index_write_units: float = 0
    rows_read: int = 0
    rows_written: int = 0
    round_trips: int = 0

    def __add__(self, other: "Consumed") -> "Consumed":
        return Consumed(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def all_write_units(self) -> float:
        """As they are billed: the table's and its indexes'."""
        return self.write_units + self.index_write_units


def of_read(rows: Iterable[Mapping[str, Value]], consistency: float = STRONG) -> Consumed:
    """One GetItem or one page of a Query; finding nothing costs as much as finding a little."""
    found = list(rows)
    units = max(1, math.ceil(sum(map(size_of, found)) / READ_UNIT_BYTES))
    return Consumed(read_units=units * consistency, rows_read=len(found), round_trips=1)


def of_write(old: Row | None, new: Row | None, factor: int = TRANSACTIONAL) -> Consumed:
    """One row put (`new`) or removed (no `new`) where `old` stood."""
    units = max(1, *(_write_units(row) for row in (old, new) if row is not None), 0)
    index_units = sum(_index_units(index, old, new) for index in INDEXES)
    return Consumed(write_units=units * factor, index_write_units=index_units, rows_written=1)


def size_of(row: Mapping[str, Value]) -> int:
    """Bytes of a row as DynamoDB counts them: names and values, a number at two digits a byte and one more."""
    return sum(len(name.encode()) + _size_of_value(value) for name, value in row.items())


def _size_of_value(value: Value) -> int:
    if isinstance(value, bool):
        return 1
    if isinstance(value, int):
        return math.ceil(len(str(abs(value))) / 2) + 1
    return len(value if isinstance(value, bytes) else value.encode())


def _write_units(row: Mapping[str, Value]) -> int:
    return math.ceil(size_of(row) / WRITE_UNIT_BYTES)


def _index_units(index: Index, old: Row | None, new: Row | None) -> int:
    before, after = _entry(index, old), _entry(index, new)
    if before == after:
        return 0
    units = [_write_units(entry) for entry in (before, after) if entry is not None]
    same_place = before is not None and after is not None and _place(index, before) == _place(index, after)
    return max(units) if same_place else sum(units)


def _entry(index: Index, row: Row | None) -> Row | None:
    if row is None or index.pk not in row or index.sk not in row:
        return None
    return {name: row[name] for name in ("pk", "sk", index.pk, index.sk)} if index.keys_only else row


def _place(index: Index, entry: Row) -> tuple[Value, Value]:
    return entry[index.pk], entry[index.sk]
