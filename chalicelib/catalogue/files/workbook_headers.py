"""Which column of a sheet holds what: by Chinese or English header, by technical name, in any order."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

from chalicelib.catalogue.files.addresses import column_letters
from chalicelib.catalogue.files.columns import Column, Table
from chalicelib.catalogue.files.workbook_cells import Cells, Value
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text

UNKNOWN = Text("不认识的列", "There is no such column in the template")
CONTRADICTION = Text("中文表头与技术名称不是同一列", "The header and the technical name are those of two columns")
TWICE = Text("这一列出现了两次", "This column stands there twice")
NOT_PLAIN = Text("表头不能是合并单元格、公式或数字", "A header is no merged cell, no formula and no number")
NO_KEY = Text("缺少“事项编码”列", "The column 事项编码 (item code) is missing")


@dataclass(frozen=True)
class Header:
    """Column (counted from 1) → name of the element; how many rows the header takes."""

    names: dict[int, str]
    height: int

    @property
    def letters(self) -> dict[str, str]:
        """Name of the element → the column's letters."""
        return {name: column_letters(column) for column, name in self.names.items()}


def header_of(table: Table, cells: Cells, faults: list[Pointer]) -> Header:
    """The header of a sheet; what is unclear about it is added to `faults`. The technical names may be missing."""
    titles, names = cells.rows.get(1, {}), cells.rows.get(2, {})
    height = 2 if any(_key(name) in table.by_name for name in names.values()) else 1
    named = names if height > 1 else {}
    merged = {column for row in range(1, height + 1) for column in cells.merged_columns(row)}
    found: dict[int, str] = {}
    for index in sorted({*titles, *named, *merged}):
        place = f"{table.sheet}!{column_letters(index)}1"
        column = _column(table, titles.get(index, ""), named.get(index, ""), place, faults)
        if index in merged:
            faults.append(Pointer(place, NOT_PLAIN))
        elif column and column.name in found.values():
            faults.append(Pointer(place, TWICE))
        elif column:
            found[index] = column.name
    if cells.rows and table.columns[0].name not in found.values():
        faults.append(Pointer(table.sheet, NO_KEY))
    return Header(found, height)


def _column(table: Table, title: Value, name: Value, place: str, faults: list[Pointer]) -> Column | None:
    if not isinstance(title, str) or not isinstance(name, str):
        faults.append(Pointer(place, NOT_PLAIN))
        return None
    by_title, by_name = _titled(table, title), table.by_name.get(_key(name))
    if by_title and by_name and by_title is not by_name:
        faults.append(Pointer(place, CONTRADICTION))
    elif by_title is None and by_name is None and (_key(title) or _key(name)):
        faults.append(Pointer(place, UNKNOWN))
    return by_name or by_title


def _titled(table: Table, title: str) -> Column | None:
    wanted = _key(title)
    return next((it for it in table.columns if wanted and wanted in _keys(it.title)), None)


@cache
def _keys(title: Text) -> frozenset[str]:
    return frozenset(map(_key, title))


def _key(value: Any) -> str:
    """Without what people write differently and mean nothing by: width, spaces, case, a star for what is required."""
    text = unicodedata.normalize("NFKC", str(value)).casefold()
    return "".join(sign for sign in text if not sign.isspace()).strip("*\u200b\ufeff")
