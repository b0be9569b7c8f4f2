"""An application form as rows of fields, for forms that are no richer than that (表单字段).

Each field is a member of the schema: a text, a whole number, yes or no, a choice, a confirmation, or an object with
fields of its own. A schema that says more (conditions, lists, references) travels as JSON.
"""

from typing import Any

from chalicelib.kernel.text import Text

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Row = dict[str, Any]

TEXT, NUMBER, YES_NO, CHOICE, CONFIRM, OBJECT = "文本", "整数", "是否", "选择", "确认", "对象"
TYPES = {TEXT: "string", NUMBER: "integer", YES_NO: "boolean", OBJECT: "object"}
BOUNDS = {TEXT: ("minLength", "maxLength"), NUMBER: ("minimum", "maximum")}
HINTS = {"label": "x-label", "help": "x-help", "mask": "x-mask"}

UNKNOWN_TYPE = Text(
    f"字段类型只能是：{'、'.join((*TYPES, CHOICE, CONFIRM))}", f"One of: {', '.join((*TYPES, CHOICE, CONFIRM))}"
)
NO_OPTIONS = Text(
    "选择类字段应列出选项，确认类字段应只列一项", "A choice lists its options, a confirmation its only one"
)
NOT_FOR_TYPE = Text("该字段类型不使用此列", "This column is not for fields of this kind")
NO_PARENT = Text("上级字段应写在前面，且为对象", "The field that it is within comes first, and is an object")
TWICE = Text("字段名重复", "There is a field of that name already")
NO_FIELD = Text("缺少字段名", "The field has no name")


class FieldRefused(ValueError):
    """What is wrong with a row; `args` are the column's name and a `Text`."""


def form_of(rows: list[Row]) -> dict[str, Any]:
    """The schema that the rows describe. Raises `FieldRefused`."""
    form = _object()
    for row in rows:
        put_field(form, row)
    return {"$schema": DIALECT, **form}


def put_field(form: dict[str, Any], row: Row) -> None:
    """Add the field of one row to a schema under construction. Raises `FieldRefused`."""
    *above, name = str(row.get("field", "")).split(".")
    parent = form
    for step in above:
        parent = parent["properties"].get(step, {})
        if parent.get("type") != "object":
            raise FieldRefused("field", NO_PARENT)
    if not name:
        raise FieldRefused("field", NO_FIELD)
    if name in parent["properties"]:
        raise FieldRefused("field", TWICE)
    parent["properties"][name] = _schema(row)
    if row.get("required"):
        parent.setdefault("required", []).append(name)


def fields_of(form: dict[str, Any]) -> list[Row]:
    """Rows for the fields of `form`. They may say less than it does: compare what `form_of` makes of them.

    Raises KeyError, TypeError, AttributeError or StopIteration for schemas of quite another shape.
    """
    return _rows(form, "")


def orders_of(schema: Any) -> list[Any]:
    """In which order the properties stand at every level: equal objects may be shown in another order."""
    if not isinstance(schema, dict):
        return []
    return [[name, orders_of(field)] for name, field in schema.get("properties", {}).items()]


def _object() -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": {}}


def _schema(row: Row) -> dict[str, Any]:
    kind = row.get("type")
    schema = _choice(row, kind) if kind in {CHOICE, CONFIRM} else _typed(row, kind)
    return {**schema, **{hint: row[column] for column, hint in HINTS.items() if column in row}}


def _choice(row: Row, kind: Any) -> dict[str, Any]:
    _require_unused(row, "pattern", "minimum", "maximum")
    options = row.get("options", [])
    if not options or (kind == CONFIRM and len(options) > 1):
        raise FieldRefused("options", NO_OPTIONS)
    return {"const": options[0]} if kind == CONFIRM else {"enum": options}


def _typed(row: Row, kind: Any) -> dict[str, Any]:
    if kind not in TYPES:
        raise FieldRefused("type", UNKNOWN_TYPE)
    _require_unused(row, "options", *(() if kind == TEXT else ("pattern",)))
    if kind not in BOUNDS:
        _require_unused(row, "minimum", "maximum")
    bounds = dict(zip(("minimum", "maximum"), BOUNDS.get(kind, ()), strict=False))
    schema = _object() if kind == OBJECT else {"type": TYPES[kind]}
    if "pattern" in row:
        schema["pattern"] = row["pattern"]
    return {**schema, **{keyword: row[column] for column, keyword in bounds.items() if column in row}}


def _require_unused(row: Row, *columns: str) -> None:
    for column in columns:
        if column in row:
            raise FieldRefused(column, NOT_FOR_TYPE)


def _rows(schema: dict[str, Any], prefix: str) -> list[Row]:
    rows = []
    for name, field in schema["properties"].items():
        rows.append(_row(f"{prefix}{name}", field, name in schema.get("required", [])))
        if field.get("type") == "object":
            rows += _rows(field, f"{prefix}{name}.")
    return rows


def _row(name: str, field: dict[str, Any], required: bool) -> Row:
    kind = _kind(field)
    row: Row = {"field": name, "type": kind, "required": required}
    row.update({column: field[hint] for column, hint in HINTS.items() if hint in field})
    if kind in {CHOICE, CONFIRM}:
        row["options"] = field["enum"] if kind == CHOICE else [field["const"]]
    bounds = zip(("minimum", "maximum"), BOUNDS.get(kind, ()), strict=False)
    row.update({column: field[keyword] for column, keyword in bounds if keyword in field})
    if "pattern" in field:
        row["pattern"] = field["pattern"]
    return row


def _kind(field: dict[str, Any]) -> str:
    if "enum" in field:
        return CHOICE
    if "const" in field:
        return CONFIRM
    return next(kind for kind, named in TYPES.items() if named == field["type"])
