"""Kinds of values in cells: how each is read, and how it is written so that it is read back as the same value.

A text stands as it is. One that a spreadsheet could take for a formula, or that would not come back unchanged, is
written in ASCII quotes as JSON has it (`"=1+1"`), and so may anybody write it.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from chalicelib.catalogue.files.json_text import read_json
from chalicelib.catalogue.files.labels import all_of, label_of, member_called
from chalicelib.jobs.errors import FileRefused
from chalicelib.kernel.canonical import LARGEST_INTEGER
from chalicelib.kernel.cells import EDGES, CellRefused, half_width, harmless, harmless_phone
from chalicelib.kernel.text import Text
from chalicelib.kernel.working_time import Unit

LIST_SIGNS = re.compile(r"[、,，;；\n]")
WHOLE = Text("应为整数", "This is a whole number")
YES_OR_NO = Text("请填“是”或“否”", "Write 是 (yes) or 否 (no)")
LIMIT = Text(
    "请写数字和单位，如“20 工作日”“3 月”“1 小时”，或“即办”",
    "Write number and unit, such as 20 工作日, 3 月, 1 小时, or 即办",
)
NO_JSON = Text("不是规范的 JSON", "This is not JSON as it has to be")
TWICE = Text("同一项写了两次", "The same stands there twice")
QUOTED = Text(
    "以英文双引号开头和结尾的文字按 JSON 字符串读取；请改用中文引号",
    "A text in ASCII quotes is read as a JSON string: use other quotation marks",
)


@dataclass(frozen=True)
class Kind:
    """How one kind of value is read from a cell's text and written into it; `told` explains it to offices."""

    read: Callable[[str], Any]
    write: Callable[[Any], str]
    told: Text
    choices: tuple[str, ...] = ()


def _from_json(text: str, shape: type, otherwise: Text = NO_JSON) -> Any:
    try:
        value = read_json(text)
    except FileRefused:
        raise CellRefused(otherwise) from None
    if not isinstance(value, shape):
        raise CellRefused(otherwise)
    return value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def _text_reader(clean: Callable[[str], str]) -> Callable[[str], str]:
    def read(raw: str) -> str:
        inner = clean(raw)
        if len(inner) > 1 and inner[0] == inner[-1] == '"':
            return str(_from_json(inner, str, QUOTED))
        return inner

    return read


def _text_writer(read: Callable[[str], str]) -> Callable[[str], str]:
    def write(value: str) -> str:
        try:
            same = bool(value) and read(value) == value
        except CellRefused:
            same = False
        return value if same else _json(value)

    return write


def _texts() -> Kind:
    read = _text_reader(harmless)
    return Kind(read, _text_writer(read), Text("文字", "Text"))


def _phones() -> Kind:
    read = _text_reader(harmless_phone)
    return Kind(read, _text_writer(read), Text("电话号码，可以 + 开头", "Telephone number, may begin with +"))


def _read_number(raw: str) -> int:
    text = half_width(raw)
    if not re.fullmatch(r"[0-9]{1,16}", text) or int(text) > LARGEST_INTEGER:
        raise CellRefused(WHOLE)
    return int(text)


def _read_yes(raw: str) -> bool:
    answer = {"是": True, "yes": True, "true": True, "否": False, "no": False, "false": False}
    try:
        return answer[half_width(raw).lower()]
    except KeyError:
        raise CellRefused(YES_OR_NO) from None


def _read_limit(raw: str) -> dict[str, Any]:
    text = half_width(raw).replace(" ", "")
    if text == "即办":
        return {"amount": 0, "unit": Unit.WORKING_DAY.value}
    found = re.fullmatch(r"([0-9]{1,4})个?(\D+)", text)
    unit = member_called(Unit, found[2]) if found else None
    if found is None or unit is None:
        raise CellRefused(LIMIT)
    return {"amount": int(found[1]), "unit": unit.value}


def _write_limit(value: dict[str, Any]) -> str:
    return f"{value['amount']} {label_of(Unit(value['unit']))}"


def choice(kind: type[Enum]) -> Kind:
    """One word of a vocabulary."""
    choices = tuple(all_of(kind))
    told = Text(f"选一：{'、'.join(choices)}", f"One of: {', '.join(choices)}")

    def read(raw: str) -> Any:
        member = member_called(kind, harmless(raw)) or member_called(kind, half_width(raw))
        if member is None:
            raise CellRefused(told)
        return member.value

    return Kind(read, lambda value: label_of(kind(value)), told, choices)


def choices(kind: type[Enum]) -> Kind:
    """Several words of a vocabulary, each once."""
    one = choice(kind)
    told = Text(f"可多选，用顿号分隔：{'、'.join(one.choices)}", f"Several of: {', '.join(one.choices)}")

    def read(raw: str) -> list[Any]:
        if harmless(raw).startswith("["):
            return list(_from_json(harmless(raw), list))
        return _each_once([one.read(part) for part in _split(harmless(raw), _separators(one.choices))])

    def write(values: list[Any]) -> str:
        return "、".join(map(one.write, values)) if values and len(set(values)) == len(values) else _json(values)

    return Kind(read, write, told)


def _separators(labels: tuple[str, ...]) -> re.Pattern[str]:
    """A label may hold the sign that separates labels (镇（乡、街道）级)."""
    return re.compile(r"[,，;；\n]|、(?![^（]*）)") if any("、" in label for label in labels) else LIST_SIGNS


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    return [part for part in (part.strip(EDGES) for part in separator.split(text)) if part]


def _each_once(values: list[Any]) -> list[Any]:
    if len(set(values)) < len(values):
        raise CellRefused(TWICE)
    return values


def _list(separator: re.Pattern[str], sign: str, told: Text) -> Kind:
    def read(raw: str) -> list[str]:
        inner = harmless(raw)
        if inner.startswith("["):
            return [str(member) for member in _from_json(inner, list)]
        return _split(inner, separator)

    def write(values: list[str]) -> str:
        written = sign.join(values)
        try:
            same = bool(values) and read(written) == values
        except CellRefused:
            same = False
        return written if same else _json(values)

    return Kind(read, write, told)


TEXT = _texts()
PHONE_NUMBER = _phones()
NUMBER = Kind(_read_number, str, Text("整数", "Whole number"))
YES_NO = Kind(_read_yes, lambda value: "是" if value else "否", Text("是／否", "是 (yes) or 否 (no)"), ("是", "否"))
LIMIT_OF_TIME = Kind(_read_limit, _write_limit, LIMIT)
CODES = _list(LIST_SIGNS, "、", Text("多个编码用顿号分隔", "Several codes are separated by 、"))
LINES = _list(re.compile(r"\n"), "\n", Text("每行一条（Alt+Enter 换行）", "One a line (Alt+Enter)"))
OPTIONS = _list(
    re.compile(r"\n|、(?!.*[:：])"),
    "\n",
    Text(
        "每行一项：“值：标签 | English”，或只写值，用顿号分隔", "One a line, `value: 标签 | English`; or values alone"
    ),
)
OBJECT = Kind(lambda raw: _from_json(harmless(raw), dict), _json, Text("JSON", "JSON"))
