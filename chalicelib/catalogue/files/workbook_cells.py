"""The cells of a sheet, read by ourselves from its XML: what is far away reserves nothing, a number keeps its digits,
and a formula is seen to be one. (Readers in Rust and Python alike reserve what a file's counts and addresses promise:
one attribute ends their process.)
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from chalicelib.catalogue.files.addresses import ADDRESS, address, column_number
from chalicelib.catalogue.files.errors import WorkbookBroken, WorkbookTooBig
from chalicelib.catalogue.files.workbook_parts import Parts, SheetPart
from chalicelib.catalogue.files.workbook_texts import SharedStrings, Styles, unescaped
from chalicelib.catalogue.files.xml_parts import LONGEST_NAME, Attributes, Listener, listen
from chalicelib.kernel.text import Text

MOST_ROWS, MOST_COLUMNS, MOST_CELLS, MOST_MERGED = 20_000, 120, 500_000, 500

FORMULA = Text("是公式或错误值；请复制后“选择性粘贴—数值”", "Is a formula or an error: paste its value in its place")
DATE = Text("是日期格式；请将单元格设为“文本”后重新填写", "Is a date: format the cell as text and fill it in again")
MERGED = Text("属于合并单元格；请取消合并并逐格填写", "Is merged with others: take the merging back and fill in each")

Value = str | bool | float | Text
"""A cell's text, yes or no, or number; or what is wrong with it."""


class Rectangle(NamedTuple):
    """Merged cells, from and to, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Cells:
    """Row → column → value, for the cells that hold something."""

    rows: dict[int, dict[int, Value]] = field(default_factory=dict)
    merged: list[Rectangle] = field(default_factory=list)

    def merged_columns(self, row: int) -> set[int]:
        """The columns that are merged in that row."""
        touching = [it for it in self.merged if it.top <= row <= it.bottom]
        return {column for it in touching for column in range(it.left, min(it.right, MOST_COLUMNS) + 1)}


class CellReader:
    """Reads sheets of one workbook; its cells are counted together."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._strings = SharedStrings()
        self._styles = Styles()
        for kind, listener in (("sharedStrings", self._strings), ("styles", self._styles)):
            part = parts.of_type(kind)
            if part:
                listen(*part, listener)
        self._left = MOST_CELLS

    def cells_of(self, sheet: SheetPart) -> Cells:
        """Raises `WorkbookBroken`, `WorkbookDefinesEntities`, `WorkbookTooBig`."""
        name, part = self._parts.sheet(sheet)
        listener = _Sheet(sheet.title, self._strings.texts, self._styles.dates, self._left)
        listen(name, part, listener)
        self._left = listener.left
        return listener.cells


class _Sheet(Listener):
    """One cell after the other."""

    def __init__(self, title: str, strings: list[str], dates: set[str], left: int) -> None:
        self.cells = Cells()
        self.left = left
        self._title, self._strings, self._dates = title[:LONGEST_NAME], strings, dates
        self._row = self._column = 0
        self._attributes: Attributes = {}
        self._pieces: list[str] = []
        self._collecting = self._phonetic = self._formula = self._filled = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._begin(attributes)
        elif name == "row":
            self._row, self._column = self._number_of_row(attributes), 0
        elif name in {"v", "t"}:
            self._collecting = self._filled = not self._phonetic
        elif name == "f":
            self._formula = self._filled = True
        elif name == "rPh":
            self._phonetic = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def text(self, text: str) -> None:
        if self._collecting:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        if name in {"v", "t"}:
            self._collecting = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "c" and self._filled:
            self._keep()

    def _begin(self, attributes: Attributes) -> None:
        self._attributes, self._pieces = attributes, []
        self._collecting = self._phonetic = self._formula = self._filled = False
        self._column += 1
        if "r" in attributes:
            row, self._column = self._place(attributes["r"])
            if row != self._row:
                raise self._broken()

    def _keep(self) -> None:
        self.left -= 1
        if self._row > MOST_ROWS or self._column > MOST_COLUMNS or self.left < 0:
            raise self._too_big(address(self._row, self._column))
        row = self.cells.rows.setdefault(self._row, {})
        if self._column in row:
            raise self._broken()
        row[self._column] = self._value()

    def _value(self) -> Value:
        kind, text = self._attributes.get("t", "n"), "".join(self._pieces)
        if self._formula or kind == "e":
            return FORMULA
        if kind == "s":
            return self._shared(text)
        if kind in {"str", "inlineStr"}:
            return unescaped(text)
        if kind == "b":
            return text.strip() == "1"
        if kind == "d" or self._attributes.get("s", "0") in self._dates:
            return DATE
        return self._number(text)

    def _shared(self, text: str) -> str:
        if not re.fullmatch(r"[0-9]{1,7}", text) or int(text) >= len(self._strings):
            raise self._broken()
        return self._strings[int(text)]

    def _number(self, text: str) -> float:
        try:
            return float(text)
        except ValueError:
            raise self._broken() from None

    def _number_of_row(self, attributes: Attributes) -> int:
        if "r" not in attributes:
            return self._row + 1
        if not re.fullmatch(r"[1-9][0-9]{0,6}", attributes["r"]):
            raise self._broken()
        return int(attributes["r"])

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        self.cells.merged.append(Rectangle(*self._place(first), *self._place(last or first)))
        if len(self.cells.merged) > MOST_MERGED:
            raise self._too_big(reference[:LONGEST_NAME])

    def _place(self, text: str) -> tuple[int, int]:
        found = ADDRESS.fullmatch(text)
        if found is None:
            raise self._broken()
        return int(found[2]), column_number(found[1])

    def _broken(self) -> WorkbookBroken:
        return WorkbookBroken(part=self._title)

    def _too_big(self, cell: str) -> WorkbookTooBig:
        return WorkbookTooBig(sheet=self._title, cell=cell, rows=MOST_ROWS, columns=MOST_COLUMNS, cells=MOST_CELLS)
