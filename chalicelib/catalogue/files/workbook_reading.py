"""Reading a workbook: its sheets by name, their columns by header, in whatever order; nothing is guessed."""

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import python_calamine as calamine

from chalicelib.catalogue.files import tables
from chalicelib.catalogue.files.cells import EDGES, CellRefused, cell_text
from chalicelib.catalogue.files.errors import FileEmpty, WorkbookBroken, WorkbookUnclear
from chalicelib.catalogue.files.rows import FileRow
from chalicelib.catalogue.files.sheet_rows import SheetRow
from chalicelib.catalogue.files.tables import GUIDE, TABLES, Table
from chalicelib.catalogue.files.workbook_guard import column_letters, look_into
from chalicelib.catalogue.files.workbook_headers import Header, header_of
from chalicelib.catalogue.files.workbook_items import items_of
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text

FORMULA = Text("是公式或错误值；请复制后“选择性粘贴—数值”", "Is a formula or an error: paste its value in its place")
MERGED = Text("属于合并单元格；请取消合并并逐格填写", "Is merged with others: take the merging back and fill in each")
NO_HEADER = Text("所在列没有表头", "Its column has no header")
NO_SHEET = Text("缺少工作表“事项”", "The sheet 事项 is missing")
UNKNOWN_SHEET = Text(
    "不认识的工作表；请使用模板中的表名，自用的表请隐藏或删除",
    "Not a sheet of the template: name it as there, or hide or remove what is your own",
)
TWO_SHEETS = Text("有两张同名的表", "There are two sheets of this name")


@dataclass(frozen=True)
class OpenSheet:
    """One sheet: all its cells from A1 on, and where it is merged or holds formulas."""

    table: Table
    cells: list[list[Any]]
    merged: frozenset[str]
    formulas: set[str]


def rows_of_workbook(data: bytes) -> Iterator[FileRow]:
    """One row an item. Raises a `FileRefused` when the workbook cannot be read or is unclear."""
    looked = look_into(data)
    book = _opened(looked.data)
    faults: list[Pointer] = []
    named, hidden = _sheets_of(book, faults)
    if not faults and not {tables.ITEMS.sheet, tables.WHOLE.sheet} & set(named):
        faults.append(Pointer("#", NO_SHEET))
    sheets: dict[str, list[SheetRow]] = {}
    for table, title in named.values():
        sheet = _open_sheet(book, table, title, looked.formulas.get(title, set()))
        header = header_of(table, sheet.cells, sheet.merged | sheet.formulas, faults)
        sheets[table.sheet] = list(_rows(sheet, header))
    if faults:
        raise WorkbookUnclear(pointers=faults)
    if not any(sheets.values()):
        raise FileEmpty
    return (row for rows in (map(_ignored, hidden), items_of(sheets)) for row in rows)


def _opened(data: bytes) -> calamine.CalamineWorkbook:
    try:
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.CalamineError as error:
        raise WorkbookBroken(part="xl/workbook.xml") from error


def _sheets_of(
    book: calamine.CalamineWorkbook, faults: list[Pointer]
) -> tuple[dict[str, tuple[Table, str]], list[str]]:
    """The visible sheets of the template by name, with the titles they have in the file; and the hidden ones."""
    known = {table.sheet: table for table in TABLES}
    named: dict[str, tuple[Table, str]] = {}
    hidden = []
    for sheet in book.sheets_metadata:
        name = unicodedata.normalize("NFKC", sheet.name).strip(EDGES)
        if sheet.visible != calamine.SheetVisibleEnum.Visible:
            hidden.append(sheet.name)
        elif name in named:
            faults.append(Pointer(sheet.name[:60], TWO_SHEETS))
        elif name in known:
            named[name] = (known[name], sheet.name)
        elif name != GUIDE:
            faults.append(Pointer(sheet.name[:60], UNKNOWN_SHEET))
    return named, hidden


def _open_sheet(book: calamine.CalamineWorkbook, table: Table, title: str, formulas: set[str]) -> OpenSheet:
    try:
        sheet = book.get_sheet_by_name(title)
        cells = sheet.to_python(skip_empty_area=False)
        ranges = sheet.merged_cell_ranges or []
    except calamine.CalamineError as error:
        raise WorkbookBroken(part=title[:60]) from error
    return OpenSheet(table, cells, frozenset(_addresses(ranges, len(cells))), formulas)


def _addresses(ranges: list[tuple[tuple[int, int], tuple[int, int]]], height: int) -> Iterator[str]:
    """The cells of merged ranges, as far as the sheet reaches."""
    for (top, left), (bottom, right) in ranges:
        for row in range(top, min(bottom, height) + 1):
            for column in range(left, min(right, left + 200) + 1):
                yield f"{column_letters(column + 1)}{row + 1}"


def _rows(sheet: OpenSheet, header: Header) -> Iterator[SheetRow]:
    for number, values in enumerate(sheet.cells[header.height :], header.height + 1):
        row = _row(sheet, header, number, values)
        if row.texts or row.faults:
            yield row


def _row(sheet: OpenSheet, header: Header, number: int, values: list[Any]) -> SheetRow:
    texts: dict[str, str] = {}
    faults: dict[str, Text] = {}
    for index, value in enumerate(values):
        letters = column_letters(index + 1)
        name = header.names.get(index, letters)
        try:
            text = cell_text(value)
        except CellRefused as error:
            faults[name] = error.args[0]
            continue
        fault = _fault(sheet, f"{letters}{number}", text, index in header.names)
        if fault:
            faults[name] = fault
        elif text.strip(EDGES):
            texts[name] = text
    return SheetRow(sheet.table, number, texts, header.letters, faults)


def _fault(sheet: OpenSheet, address: str, text: str, has_header: bool) -> Text | None:
    if address in sheet.formulas:
        return FORMULA
    if address in sheet.merged:
        return MERGED
    return NO_HEADER if text.strip(EDGES) and not has_header else None


def _ignored(title: str) -> FileRow:
    return FileRow(f"{title}（隐藏的工作表）", ignored=True)
