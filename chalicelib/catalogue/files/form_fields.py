"""An application form as rows of fields, for forms that are no richer than that (表单字段).

Each field is a member of the schema: a text, a whole number, yes or no, a choice, a confirmation, or an object with
fields of its own; a field may be required if another one has some value. A schema that says more (lists, references,
other conditions) travels as JSON.
"""

import re
from typing import Any

from chalicelib.kernel.text import Text

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Row = dict[str, Any]

TEXT, NUMBER, YES_NO, CHOICE, CONFIRM, OBJECT = "文本", "整数", "是否", "选择", "确认", "对象"
TYPES = {TEXT: "string", NUMBER: "integer", YES_NO: "boolean", OBJECT: "object"}
BOUNDS = {TEXT: ("minLength", "maxLength"), NUMBER: ("minimum", "maximum")}
HINTS = {"label": "x-label", "help": "x-help", "mask": "x-mask", "known_from": "x-from"}

OPTION = re.compile(r"([^:：]+?)\s*[:：]\s*([^|]+?)(?:\s*\|\s*(.+))?")
"""`COURIER：快递 | By courier`."""
CONDITION = re.compile(r"\s*([^=]+?)\s*=\s*(.+?)\s*")
"""`delivery_way=COURIER`."""

UNKNOWN_TYPE = Text(
    f"字段类型只能是：{'、'.join((*TYPES, CHOICE, CONFIRM))}", f"One of: {', '.join((*TYPES, CHOICE, CONFIRM))}"
)
NO_OPTIONS = Text(
    "选择类字段应列出选项，确认类字段应只列一项", "A choice lists its options, a confirmation its only one"
)
NOT_FOR_TYPE = Text("该字段类型不使用此列", "This column is not for fields of this kind")
NO_PARENT = Text("上级字段应写在前面，且为对象", "The field that it is within comes first, and is an object")
TWICE = Text("字段名重复", "There is a field of that name already")
SOME_LABELS = Text("选项要么都写标签，要么都不写", "Either all options have a label or none")
NO_CONDITION = Text(
    "条件应写作“字段名=值”，字段应在前面", "A condition is `field=value`, of a field that stands before"
)
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
    if "required_if" in row:
        _require_if(form, name, row["required_if"], at_top=not above)
    parent["properties"][name] = _schema(row)
    if row.get("required"):
        parent.setdefault("required", []).append(name)


def _require_if(form: dict[str, Any], name: str, text: str, *, at_top: bool) -> None:
    """Note that the field is required if another one has that value. One condition stands alone, several in a list."""
    found = CONDITION.fullmatch(text)
    if found is None or not at_top or found[1] not in form["properties"]:
        raise FieldRefused("required_if", NO_CONDITION)
    when = {"properties": {found[1]: {"const": found[2]}}, "required": [found[1]]}
    rules = _rules(form)
    same = next((rule for rule in rules if rule["if"] == when), None)
    if same is None:
        rules.append({"if": when, "then": {"required": [name]}})
    else:
        same["then"]["required"].append(name)
    for keyword in ("if", "then", "allOf"):
        form.pop(keyword, None)
    form.update(rules[0] if len(rules) == 1 else {"allOf": rules})


def _rules(form: dict[str, Any]) -> list[dict[str, Any]]:
    """The conditions of a schema."""
    return [{"if": form["if"], "then": form["then"]}] if "if" in form else list(form.get("allOf", []))


def fields_of(form: dict[str, Any]) -> list[Row]:
    """Rows for the fields of `form`. They may say less than it does: compare what `form_of` makes of them.

    Raises KeyError, TypeError, AttributeError or StopIteration for schemas of quite another shape.
    """
    rows = _rows(form, "")
    named = {row["field"]: row for row in rows}
    for rule in _rules(form):
        ((field, wanted),) = rule["if"]["properties"].items()
        for name in rule["then"]["required"]:
            named[name]["required_if"] = f"{field}={wanted['const']}"
    return rows


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
    labelled = [OPTION.fullmatch(option) for option in options]
    if not options or (kind == CONFIRM and (len(options) > 1 or labelled[0])):
        raise FieldRefused("options", NO_OPTIONS)
    if kind == CONFIRM:
        return {"const": options[0]}
    if not any(labelled):
        return {"enum": options}
    labels = {found[1]: {"zh": found[2], **({"en": found[3]} if found[3] else {})} for found in labelled if found}
    if len(labels) < len(options):
        raise FieldRefused("options", SOME_LABELS)
    return {"enum": list(labels), "x-options": labels}


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
        row["options"] = _options(field) if kind == CHOICE else [field["const"]]
    bounds = zip(("minimum", "maximum"), BOUNDS.get(kind, ()), strict=False)
    row.update({column: field[keyword] for column, keyword in bounds if keyword in field})
    if "pattern" in field:
        row["pattern"] = field["pattern"]
    return row


def _options(field: dict[str, Any]) -> list[Any]:
    labels = field.get("x-options")
    if labels is None:
        return list(field["enum"])
    return [f"{code}：{label['zh']}" + (f" | {label['en']}" if "en" in label else "") for code, label in labels.items()]


def _kind(field: dict[str, Any]) -> str:
    if "enum" in field:
        return CHOICE
    if "const" in field:
        return CONFIRM
    return next(kind for kind, named in TYPES.items() if named == field["type"])
