"""Columns and sheets of a workbook."""

from dataclasses import dataclass, field
from typing import Any

from chalicelib.catalogue.files.cell_kinds import Kind
from chalicelib.kernel.text import Text


@dataclass(frozen=True)
class Column:
    """One element: its path in the document, what it is called, and how a cell holds it.

    An empty cell means that the element is not given. `must` marks what is given even when it is empty.
    """

    name: str
    title: Text
    kind: Kind
    must: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """The steps from the document to the element."""
        return tuple(self.name.split("."))

    def write(self, value: Any) -> str:
        """The cell's text; empty for an element that is not given."""
        if value is None or (value in ("", []) and not self.must):
            return ""
        return self.kind.write(value)


@dataclass(frozen=True)
class Table:
    """One sheet; a row describes an item, or a part of the item whose code stands in its first column."""

    sheet: str
    about: Text
    columns: tuple[Column, ...]
    by_name: dict[str, Column] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})
