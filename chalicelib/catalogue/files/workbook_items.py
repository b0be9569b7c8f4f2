"""From the rows of all sheets to items: each row of 事项 with the rows of the other sheets that name its code."""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.catalogue.files import form_fields, tables
from chalicelib.catalogue.files.columns import Table
from chalicelib.catalogue.files.json_text import read_json
from chalicelib.catalogue.files.rows import FileRow, row_of
from chalicelib.catalogue.files.sheet_rows import Draft, SheetRow, pointer_to, put_at, value_at
from chalicelib.catalogue.files.tables import ITEM_CODE
from chalicelib.jobs.errors import FileRefused
from chalicelib.kernel.cells import CellRefused, half_width
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text

Sheets = Mapping[str, list[SheetRow]]
"""Rows by the name of their sheet."""
CODE_ONLY = frozenset({ITEM_CODE})

NO_CODE = Text("缺少事项编码", "The item's code is missing")
NO_ITEM = Text("事项表中没有这个编码", "No row of 事项 has this code")
TWO_FORMS = Text("“表单JSON”与“表单字段”只能填一处", "Fill in either 表单JSON or the sheet 表单字段, not both")
TWO_NAMES = Text("同一环节的名称不一致", "One stage has two names")
NO_STAGE = Text("缺少环节序号", "The stage has no number")
TWO_WAYS = Text("“完整JSON”中已有此事项", "The sheet 完整JSON holds this item already")
NOT_WHOLE = Text("各段按序号相接后应是该事项的完整 JSON", "Put together, the pieces are the item's JSON")


def items_of(sheets: Sheets) -> Iterator[FileRow]:
    """One row for each item, and one for each row that belongs to none, in the order of the sheets."""
    parts = _by_code(sheets)
    whole = parts.pop(tables.WHOLE.sheet, {})
    codes: set[str] = set()
    for row in sheets.get(tables.ITEMS.sheet, []):
        code = _code_of(row, "code")
        codes.add(code)
        yield _item(row, {sheet: rows.get(code, []) for sheet, rows in parts.items()}, code in whole)
    yield from (_whole_item(code, rows) for code, rows in whole.items() if code not in codes)
    for rows in parts.values():
        yield from (_orphan(row, code) for code, found in rows.items() if code not in codes for row in found)


def _by_code(sheets: Sheets) -> dict[str, dict[str, list[SheetRow]]]:
    """Sheet → item code → rows, for the sheets of parts."""
    parts: dict[str, dict[str, list[SheetRow]]] = {}
    for table in tables.TABLES[1:]:
        of_table = parts.setdefault(table.sheet, {})
        for row in sheets.get(table.sheet, []):
            of_table.setdefault(_code_of(row, ITEM_CODE), []).append(row)
    return parts


def _code_of(row: SheetRow, name: str) -> str:
    """The code as written in half width; what is wrong with its cell is told where the row is read."""
    try:
        return half_width(row.texts.get(name, ""))
    except CellRefused:
        return ""


def _item(row: SheetRow, parts: dict[str, list[SheetRow]], stands_whole: bool) -> FileRow:
    draft = Draft()
    draft.put_row(row, (), draft.document)
    if not row.texts.get("code"):
        draft.fault("#/code", row.cell("code"), NO_CODE)
    if stands_whole:
        draft.fault("#/code", row.cell("code"), TWO_WAYS)
    for name, table in tables.PARTS:
        _put_parts(draft, name, parts[table.sheet])
    _put_form(draft, row, parts[tables.FORM_FIELDS.sheet])
    _put_stages(draft, parts[tables.STAGES.sheet])
    for name, nothing in (("materials", []), ("fee", None)):
        draft.document.setdefault(name, nothing)
    return _row_of(row.label, draft)


def _row_of(label: str, draft: Draft) -> FileRow:
    if draft.faults:
        return FileRow(label, faults=tuple(draft.faults))
    return FileRow(label, draft.document, places=draft.places)


def _put_parts(draft: Draft, name: str, rows: list[SheetRow]) -> None:
    steps, values = tuple(name.split(".")), []
    for index, row in enumerate(rows):
        value: dict[str, Any] = {}
        draft.put_row(row, (*steps, index), value, CODE_ONLY)
        values.append(value)
    if values:
        put_at(draft.document, steps, values)


def _put_form(draft: Draft, item: SheetRow, rows: list[SheetRow]) -> None:
    if not rows:
        return
    if "form" in item.texts:
        draft.fault("#/form", item.cell("form"), TWO_FORMS)
    form = form_fields.form_of([])
    for index, row in enumerate(rows):
        values: dict[str, Any] = {}
        draft.put_row(row, ("form", index), values, CODE_ONLY)
        try:
            form_fields.put_field(form, values)
        except form_fields.FieldRefused as error:
            draft.fault("#/form", row.cell(error.args[0]), error.args[1])
    draft.document["form"] = form
    draft.places["#/form"] = f"{rows[0].table.sheet}!{rows[0].number}"


def _put_stages(draft: Draft, rows: list[SheetRow]) -> None:
    stages: dict[int, dict[str, Any]] = {}
    numbered = []
    for row in rows:
        try:
            numbered.append((row.read("stage"), row))
        except CellRefused as error:
            draft.fault("#/review", row.cell("stage"), error.args[0])
    for number in sorted({number for number, _ in numbered if number is not None}):
        stages[number] = {"name": {}, "desks": []}
    places = {number: index for index, number in enumerate(stages)}
    for number, row in numbered:
        if number is None:
            draft.fault("#/review", row.cell("stage"), NO_STAGE)
        else:
            _put_desk(draft, row, places[number], stages[number])
    draft.document["review"] = list(stages.values())


def _put_desk(draft: Draft, row: SheetRow, index: int, stage: dict[str, Any]) -> None:
    desk: dict[str, Any] = {}
    base = ("review", index, "desks", len(stage["desks"]))
    draft.put_row(row, base, desk, CODE_ONLY | {"stage"})
    name = desk.pop("name", {})
    draft.places.setdefault(pointer_to(("review", index, "name")), row.cell("name.zh"))
    if name and stage["name"] and name != stage["name"]:
        draft.fault(pointer_to(("review", index, "name")), row.cell("name.zh"), TWO_NAMES)
    stage["name"] = stage["name"] or name
    stage["desks"].append(desk)


def _whole_item(code: str, rows: list[SheetRow]) -> FileRow:
    first = rows[0]
    try:
        pieces = sorted((row.read("part") or 0, row.read("json") or "") for row in rows)
        document = read_json("".join(piece for _, piece in pieces))
    except (CellRefused, FileRefused):
        return _refused(first, "json", NOT_WHOLE)
    numbers = [number for number, _ in pieces]
    if numbers != list(range(1, len(rows) + 1)) or value_at(document, ("code",)) != code:
        return _refused(first, "json", NOT_WHOLE)
    return row_of(first.label, document)


def _orphan(row: SheetRow, code: str) -> FileRow:
    return _refused(row, ITEM_CODE, NO_ITEM if code else NO_CODE)


def _refused(row: SheetRow, name: str, detail: Text) -> FileRow:
    cell = row.cell(name)
    return FileRow(row.label, faults=(Pointer("#", Text(f"{cell}：{detail.zh}", f"{cell}: {detail.en}")),))


def rows_of_part(table: Table, name: str, document: dict[str, Any]) -> list[dict[str, Any]]:
    """The values of the rows of a sheet of parts, by column name, for writing."""
    values = value_at(document, tuple(name.split("."))) or []
    return [{column.name: value_at(value, column.path) for column in table.columns} for value in values]
