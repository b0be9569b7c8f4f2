"""Reading a workbook: its sheets by name, their columns by header, in whatever order; nothing is guessed."""

import unicodedata
from collections.abc import Iterator

from chalicelib.catalogue.files import tables
from chalicelib.catalogue.files.addresses import column_letters
from chalicelib.catalogue.files.cells import cell_text
from chalicelib.catalogue.files.columns import Table
from chalicelib.catalogue.files.errors import WorkbookUnclear
from chalicelib.catalogue.files.rows import FileRow
from chalicelib.catalogue.files.sheet_rows import SheetRow
from chalicelib.catalogue.files.tables import GUIDE, TABLES
from chalicelib.catalogue.files.workbook_cells import MERGED, CellReader, Cells
from chalicelib.catalogue.files.workbook_headers import Header, header_of
from chalicelib.catalogue.files.workbook_items import items_of
from chalicelib.catalogue.files.workbook_parts import Parts, SheetPart
from chalicelib.catalogue.files.xml_parts import LONGEST_NAME
from chalicelib.jobs.errors import FileEmpty
from chalicelib.kernel.cells import EDGES, CellRefused
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text

NO_HEADER = Text("所在列没有表头", "Its column has no header")
NO_SHEET = Text("缺少工作表“事项”", "The sheet 事项 is missing")
UNKNOWN_SHEET = Text(
    "不认识的工作表；请使用模板中的表名，自用的表请隐藏或删除",
    "Not a sheet of the template: name it as there, or hide or remove what is your own",
)
TWO_SHEETS = Text("有两张同名的表", "There are two sheets of this name")
Named = dict[str, tuple[Table, SheetPart]]


def rows_of_workbook(data: bytes) -> Iterator[FileRow]:
    """One row an item. Raises a `FileRefused` when the workbook cannot be read or is unclear."""
    parts = Parts(data)
    faults: list[Pointer] = []
    named, hidden = _named_sheets(parts.sheets, faults)
    if not faults and not {tables.ITEMS.sheet, tables.WHOLE.sheet} & set(named):
        faults.append(Pointer("#", NO_SHEET))
    sheets = _read(CellReader(parts), named, faults)
    if faults:
        raise WorkbookUnclear(pointers=faults)
    if not any(sheets.values()):
        raise FileEmpty
    return (row for rows in (map(_ignored, hidden), items_of(sheets)) for row in rows)


def _named_sheets(sheets: list[SheetPart], faults: list[Pointer]) -> tuple[Named, list[str]]:
    """The visible sheets of the template by name, and the titles of hidden ones, whatever they are called."""
    known = {table.sheet: table for table in TABLES}
    named: Named = {}
    for sheet in sheets:
        name = unicodedata.normalize("NFKC", sheet.title).strip(EDGES)
        if sheet.hidden or name == GUIDE:
            continue
        if name in known and name not in named:
            named[name] = (known[name], sheet)
        else:
            faults.append(Pointer(sheet.title[:LONGEST_NAME], TWO_SHEETS if name in named else UNKNOWN_SHEET))
    return named, [sheet.title for sheet in sheets if sheet.hidden]


def _read(reader: CellReader, named: Named, faults: list[Pointer]) -> dict[str, list[SheetRow]]:
    sheets = {}
    for table, sheet in named.values():
        cells = reader.cells_of(sheet)
        header = header_of(table, cells, faults)
        sheets[table.sheet] = list(_rows(table, cells, header))
    return sheets


def _rows(table: Table, cells: Cells, header: Header) -> Iterator[SheetRow]:
    for number in sorted(cells.rows):
        if number > header.height:
            row = _row(table, cells, header, number)
            if row.texts or row.faults:
                yield row


def _row(table: Table, cells: Cells, header: Header, number: int) -> SheetRow:
    texts: dict[str, str] = {}
    faults: dict[str, Text] = {}
    for column, value in cells.rows[number].items():
        name = header.names.get(column, "")
        try:
            text = cell_text(value)
        except CellRefused as error:
            faults[name or column_letters(column)] = error.args[0]
            continue
        if text.strip(EDGES):
            texts[name] = text
            if not name:
                faults[column_letters(column)] = NO_HEADER
    for column in cells.merged_columns(number) if texts or faults else ():
        faults[header.names.get(column) or column_letters(column)] = MERGED
    return SheetRow(table, number, texts, header.letters, faults)


def _ignored(title: str) -> FileRow:
    return FileRow(f"{title}（隐藏的工作表）", ignored=True)
