"""Rows of a workbook as texts under the names of their columns, and what is put together of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.catalogue.files.columns import Column, Table
from chalicelib.kernel.cells import CellRefused
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text

Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class SheetRow:
    """One row that says something: its texts by column name, and what is wrong with single cells, likewise."""

    table: Table
    number: int
    texts: Mapping[str, str]
    columns: Mapping[str, str] = field(default_factory=dict)
    """Column name → letters."""
    faults: Mapping[str, Text] = field(default_factory=dict)
    """Cell's letters, or a column's name → what is wrong."""

    @property
    def label(self) -> str:
        """How an office finds it."""
        return f"{self.table.sheet}!{self.number}"

    def cell(self, name: str) -> str:
        """Where the text of a column stands, such as `事项!F7`."""
        return f"{self.table.sheet}!{self.columns.get(name, '')}{self.number}"

    def read(self, name: str) -> Any:
        """The value of a column; None when its cell is empty. Raises `CellRefused`."""
        return self.table.by_name[name].kind.read(self.texts[name]) if name in self.texts else None


@dataclass
class Draft:
    """A document that is being put together of cells."""

    document: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    faults: list[Pointer] = field(default_factory=list)

    def put_row(
        self, row: SheetRow, base: Steps, target: dict[str, Any], skipped: frozenset[str] = frozenset()
    ) -> None:
        """Put the values of a row into `target`, which stands at `base` of the document."""
        for column in row.table.columns:
            if column.name not in skipped:
                self._put(row, column, base, target)
        for name, detail in row.faults.items():
            wrong = row.table.by_name.get(name)
            cell = row.cell(name) if wrong else f"{row.table.sheet}!{name}{row.number}"
            self.fault(pointer_to((*base, *wrong.path) if wrong else base), cell, detail)

    def _put(self, row: SheetRow, column: Column, base: Steps, target: dict[str, Any]) -> None:
        pointer = pointer_to((*base, *column.path))
        self.places[pointer] = row.cell(column.name)
        if column.name in row.faults:
            return
        try:
            value = row.read(column.name)
        except CellRefused as error:
            self.fault(pointer, row.cell(column.name), error.args[0])
            return
        if value is not None:
            put_at(target, column.path, value)

    def fault(self, pointer: str, cell: str, detail: Text) -> None:
        """Note what is wrong with a cell."""
        self.faults.append(Pointer(pointer, Text(f"{cell}：{detail.zh}", f"{cell}: {detail.en}")))


def pointer_to(steps: Steps) -> str:
    """The RFC 6901 pointer along `steps`."""
    return "/".join(("#", *map(str, steps)))


def put_at(target: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Set the member that `path` leads to, making the objects on the way."""
    for step in path[:-1]:
        target = target.setdefault(step, {})
    target[path[-1]] = value


def value_at(source: Any, path: tuple[str, ...]) -> Any:
    """The member that `path` leads to; None when there is none."""
    for step in path:
        source = source.get(step) if isinstance(source, dict) else None
    return source
