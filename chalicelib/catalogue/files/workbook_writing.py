"""Items as a workbook. Every cell is a constant text, so no cell of ours is a formula, a link or a date."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.catalogue.files import cell_kinds, form_fields, tables
from chalicelib.catalogue.files.book import Book, Heading
from chalicelib.catalogue.files.columns import Column, Table
from chalicelib.catalogue.files.contents import content_of_row
from chalicelib.catalogue.files.errors import RowRefused
from chalicelib.catalogue.files.form_fields import fields_of, orders_of
from chalicelib.catalogue.files.hints import HINTS
from chalicelib.catalogue.files.required import is_required
from chalicelib.catalogue.files.sheet_rows import SheetRow, put_at, value_at
from chalicelib.catalogue.files.tables import GUIDE, ITEM_CODE, TABLES
from chalicelib.catalogue.files.workbook_items import items_of, rows_of_part
from chalicelib.catalogue.files.writing import document_of
from chalicelib.catalogue.model import ItemContent
from chalicelib.kernel.canonical import canonical_json

LONGEST_CELL = 32_000
"""UTF-16 units; a spreadsheet program takes 32,767."""
WIDE, NARROW = 36, 16
"""In characters."""
STARS = (
    "带 * 的列每行必填；其余按需填写，能否发布由发布校验判断 / "
    "No row may be without what has a *; what else is wanted, the publication checks tell"
)
Texts = Mapping[str, str]
"""A row: texts by column name."""
RowsBySheet = dict[str, list[Texts]]


def to_workbook(contents: Iterable[ItemContent]) -> bytes:
    """All items in the sheets that offices fill in; what no cell can hold goes to the sheet 完整JSON. Without items it
    is the template.
    """
    sheets: RowsBySheet = {table.sheet: [] for table in TABLES}
    for content in contents:
        for sheet, rows in rows_of_item(content).items():
            sheets[sheet] += rows
    book = Book()
    for table in TABLES:
        _write_table(book, table, sheets[table.sheet])
    _write_guide(book)
    return book.finish()


def _write_table(book: Book, table: Table, rows: Iterable[Texts]) -> None:
    """Chinese headers, a star where no row may be without; technical names; rows."""
    sheet = book.sheet(table.sheet, [_heading(column) for column in table.columns])
    sheet.head([_title(table, column) for column in table.columns])
    sheet.head([column.name for column in table.columns])
    for row in rows:
        sheet.line([row.get(column.name, "") for column in table.columns])


def _title(table: Table, column: Column) -> str:
    return f"{column.title.zh}*" if is_required(table, column) else column.title.zh


def _heading(column: Column) -> Heading:
    return Heading(WIDE if column.kind in {cell_kinds.TEXT, cell_kinds.LINES} else NARROW, column.kind.choices)


def _write_guide(book: Book) -> None:
    sheet = book.sheet(GUIDE, [Heading(width) for width in (14, 26, 34, 34, 90)])
    sheet.head(["工作表", "列", "技术名称", "English", "填写方法"])
    sheet.line(["", "", "", "", STARS])
    for table in TABLES:
        sheet.line([table.sheet, "", "", "", f"{table.about.zh} / {table.about.en}"])
        for column in table.columns:
            sheet.line([table.sheet, _title(table, column), column.name, column.title.en, _how(table, column)])


def _how(table: Table, column: Column) -> str:
    by_kind = form_fields.UNKNOWN_TYPE if column.name == "type" else column.kind.told
    allowed = HINTS.get((table.sheet, column.name), by_kind)
    return f"{allowed.zh} / {allowed.en}"


def rows_of_item(content: ItemContent) -> RowsBySheet:
    """The rows that say exactly `content`."""
    rows = _in_cells(content)
    texts = (text for of_sheet in rows.values() for row in of_sheet for text in row.values())
    if all(len(text.encode("utf-16-le")) <= 2 * LONGEST_CELL for text in texts) and _says(rows, content):
        return rows
    return {tables.WHOLE.sheet: _in_pieces(content)}


def _in_cells(content: ItemContent) -> RowsBySheet:
    document = content.model_dump(mode="json", include=set(ItemContent.model_fields))
    code, form = document["code"], _form_rows(document["form"])
    item = {column.name: value_at(document, column.path) for column in tables.ITEMS.columns}
    if form:
        del item["form"]
    values = {
        tables.ITEMS.sheet: [item],
        tables.FORM_FIELDS.sheet: form,
        tables.STAGES.sheet: _desk_rows(document),
        **{table.sheet: rows_of_part(table, name, document) for name, table in tables.PARTS},
    }
    named = {table.sheet: table for table in TABLES}
    return {sheet: [_texts(named[sheet], {**row, ITEM_CODE: code}) for row in rows] for sheet, rows in values.items()}


def _texts(table: Table, values: dict[str, Any]) -> Texts:
    texts = {column.name: column.write(values.get(column.name)) for column in table.columns}
    return {name: text for name, text in texts.items() if text}


def _desk_rows(document: dict[str, Any]) -> list[dict[str, Any]]:
    stages = enumerate(document["review"], 1)
    return [
        {"stage": number, "name.zh": stage["name"]["zh"], "name.en": stage["name"]["en"], **desk}
        for number, stage in stages
        for desk in stage["desks"]
    ]


def _form_rows(form: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows for the fields of the form; none when rows cannot say all that it says."""
    try:
        fields = [_flat(field) for field in fields_of(form)]
        read = [_read(_texts(tables.FORM_FIELDS, field)) for field in fields]
        same = form_fields.form_of(read)
    except (AttributeError, KeyError, TypeError, ValueError, StopIteration):
        return []
    return fields if canonical_json(same) == canonical_json(form) and orders_of(same) == orders_of(form) else []


def _flat(field: dict[str, Any]) -> dict[str, Any]:
    return {column.name: value_at(field, column.path) for column in tables.FORM_FIELDS.columns}


def _read(texts: Texts) -> dict[str, Any]:
    """A field's row as it will be read."""
    row = SheetRow(tables.FORM_FIELDS, 0, texts)
    values: dict[str, Any] = {}
    for name in texts:
        put_at(values, tuple(name.split(".")), row.read(name))
    return values


def _says(rows: RowsBySheet, content: ItemContent) -> bool:
    """Whether the rows are read back as `content`."""
    named = {table.sheet: table for table in TABLES}
    sheets = {sheet: [SheetRow(named[sheet], 0, row) for row in of_sheet] for sheet, of_sheet in rows.items()}
    try:
        return [content_of_row(row).sha256 for row in items_of(sheets)] == [content.sha256]
    except RowRefused:
        return False


def _in_pieces(content: ItemContent) -> list[Texts]:
    """The item as JSON, in pieces that leave room for being quoted."""
    text = json.dumps(document_of(content), ensure_ascii=False, separators=(",", ":"))
    size = LONGEST_CELL // 3
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    rows = [{ITEM_CODE: content.code, "part": number, "json": piece} for number, piece in enumerate(pieces, 1)]
    return [_texts(tables.WHOLE, row) for row in rows]
