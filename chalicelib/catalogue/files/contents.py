"""From a document to the content of an item, every fault told at once, where it was written."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from chalicelib.catalogue.files.errors import RowRefused
from chalicelib.catalogue.files.rows import FileRow
from chalicelib.catalogue.model import ItemContent
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text

LARGEST_ITEM = 300_000
"""Bytes of JSON. A row of the table holds 400 KB."""
MOST_FAULTS = 100
"""Told of one document."""
TOO_LARGE = Text(
    f"内容过长：整个事项不得超过 {LARGEST_ITEM // 1000} KB", f"Too long: an item has at most {LARGEST_ITEM // 1000} KB"
)
FORM = Text("表单定义中的数字只能是整数", "The form's schema holds whole numbers, texts, lists and objects only")
OTHERWISE = "不符合要求"

WORDS: dict[str, Text] = {
    "missing": Text("缺少必填内容", "This is required"),
    "extra_forbidden": Text("没有这个要素，请核对名称", "There is no such element: check its name"),
    "string_type": Text("应为文字，请加引号", "This is a text: put it in quotes"),
    "string_too_short": Text("至少 {min_length} 个字", "At least {min_length} characters"),
    "string_too_long": Text("最多 {max_length} 个字", "At most {max_length} characters"),
    "string_pattern_mismatch": Text("格式应符合 {pattern}", "Has to match {pattern}"),
    "int_type": Text("应为整数", "This is a whole number"),
    "int_parsing": Text("应为整数", "This is a whole number"),
    "int_from_float": Text("应为整数", "This is a whole number"),
    "bool_type": Text("应为 true 或 false", "This is true or false"),
    "bool_parsing": Text("应为 true 或 false", "This is true or false"),
    "greater_than": Text("应大于 {gt}", "More than {gt}"),
    "greater_than_equal": Text("不得小于 {ge}", "At least {ge}"),
    "less_than_equal": Text("不得大于 {le}", "At most {le}"),
    "enum": Text("只能是：{expected}", "One of: {expected}"),
    "tuple_type": Text("应为列表", "This is a list"),
    "dict_type": Text("应为对象（键与值）", "This is an object (names and values)"),
    "model_type": Text("应为对象（键与值）", "This is an object (names and values)"),
    "too_short": Text("至少 {min_length} 项", "At least {min_length} entries"),
    "too_long": Text("最多 {max_length} 项", "At most {max_length} entries"),
    "date_from_datetime_parsing": Text("应为日期，如 2026-01-31", "This is a date, such as 2026-01-31"),
    "date_parsing": Text("应为日期，如 2026-01-31", "This is a date, such as 2026-01-31"),
}


def content_of(document: dict[str, Any]) -> ItemContent:
    """The item that `document` describes. Raises `RowRefused` with all faults; it repeats nothing of the document."""
    try:
        content = ItemContent.model_validate(document)
    except ValidationError as error:
        raise RowRefused(pointers=faults_of(error)) from None
    if len(content.model_dump_json().encode()) > LARGEST_ITEM:
        raise RowRefused(pointers=[Pointer("#", TOO_LARGE)])
    return content


def content_of_row(row: FileRow) -> ItemContent:
    """The item of a row. Raises `RowRefused`, its pointers leading to where the row was written."""
    if row.document is None:
        raise RowRefused(pointers=row.faults)
    try:
        return content_of(row.document)
    except RowRefused as refusal:
        raise RowRefused(pointers=[_at_home(fault, row.places) for fault in refusal.pointers]) from None


def faults_of(error: ValidationError) -> Iterator[Pointer]:
    """What pydantic found wrong, in plain words."""
    for detail in error.errors(include_url=False, include_input=False)[:MOST_FAULTS]:
        steps = (str(step).replace("~", "~0").replace("/", "~1") for step in detail["loc"])
        yield Pointer("/".join(("#", *steps)), _explained(detail))


def _explained(detail: Any) -> Text:
    context = detail.get("ctx", {})
    reason = context.get("error")
    if isinstance(reason, ValueError):
        told = reason.args[0] if reason.args else None
        return told if isinstance(told, Text) else _said_by_a_rule(detail)
    words = WORDS.get(detail["type"])
    if words is None:
        return Text(OTHERWISE, str(detail["msg"]))
    facts = {**context, "expected": _choices(str(context.get("expected", "")))}
    return Text(words.zh.format_map(facts), words.en.format_map(facts))


def _said_by_a_rule(detail: Any) -> Text:
    return FORM if detail["loc"] == ("form",) else Text(OTHERWISE, str(detail["msg"]))


def _choices(expected: str) -> str:
    return expected.replace(" or ", ", ").replace("'", "")


def _at_home(fault: Pointer, places: Mapping[str, str]) -> Pointer:
    """The fault with the cell named, where the row has one for it."""
    cell = places.get(fault.pointer) or _nearest(fault.pointer, places)
    if not cell:
        return fault
    return Pointer(fault.pointer, Text(f"{cell}：{fault.detail.zh}", f"{cell}: {fault.detail.en}"))


def _nearest(pointer: str, places: Mapping[str, str]) -> str:
    """The cell of something within it, or of what it is within."""
    within = next((cell for place, cell in places.items() if place.startswith(f"{pointer}/")), "")
    while not within and "/" in pointer:
        pointer = pointer.rpartition("/")[0]
        within = places.get(pointer, "")
    return within
