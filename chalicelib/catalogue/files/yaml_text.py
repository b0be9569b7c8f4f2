"""YAML, and only what means one thing to everybody: texts, whole numbers, true and false, null, lists and objects.

Read event by event, so that nothing is built of a file that is refused: no aliases (they can expand without end), no
tags (they name programs' types), no key twice. Words that readers of YAML 1.1 and 1.2 take differently (`yes`, `01`,
`0x1F`, `8:30`) have to be quoted; a date stays a text.
"""

import re
from collections.abc import Iterator
from typing import Any

from chalicelib.catalogue.files.errors import TextAmbiguous, TextNotAllowed, TextUnreadable
from chalicelib.catalogue.files.json_text import twice
from chalicelib.catalogue.files.values import DEEP, FRACTION, LARGEST_DEPTH, require_plain, whole_number
from chalicelib.jobs.errors import FileRefused
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text

ALIAS = Text("不允许使用锚点和别名（& 与 *）", "Anchors and aliases (& and *) are not allowed")
TAG = Text("不允许使用标签（!）", "Tags (!) are not allowed")
KEY = Text("键应为一行文字", "A key is one line of text")
QUOTE = Text(
    "这种写法各程序理解不同：文字请加引号，是否请写 true 或 false，数字不要以 0 开头",
    "Programs differ on what this is: put texts in quotes, write true or false, and no leading zeros",
)

KNOWN: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)")
BROKEN_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|nan)", re.IGNORECASE)
UNCLEAR = re.compile(
    r"null|true|false|yes|no|on|off|y|n|<<|=|[-+]?0([0-9_]+|x[0-9a-f_]+|b[01_]+|o[0-7_]+)|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"
    r"|[-+]?[0-9][0-9_.]*_[0-9_.]*|\+[0-9]+",
    re.IGNORECASE,
)


def read_yaml(text: str) -> list[Any]:
    """The documents that `text` writes down, in order.

    Raises `TextUnreadable`, `TextAmbiguous` (keys twice, words to be quoted), `TextNotAllowed`.
    """
    import yaml  # noqa: PLC0415 - only the function that reads files needs it

    try:
        documents = list(_documents(yaml.parse(text, Loader=yaml.CSafeLoader)))
    except yaml.YAMLError as error:
        raise _unreadable(error) from None
    for document in documents:
        require_plain(document)
    return documents


def plain_value(text: str) -> Any:
    """What an unquoted word of YAML stands for. Raises ValueError with the reason as a `Text`."""
    if text in KNOWN:
        return KNOWN[text]
    if NUMBER.fullmatch(text):
        return whole_number(text)
    if UNCLEAR.fullmatch(text):
        raise ValueError(QUOTE)
    if BROKEN_NUMBER.fullmatch(text):
        raise ValueError(FRACTION)
    return text


def _documents(events: Iterator[Any]) -> Iterator[Any]:
    for event in events:
        if type(event).__name__ == "DocumentStartEvent":
            yield _value(next(events), events, 1)


def _value(event: Any, events: Iterator[Any], depth: int) -> Any:
    _require_harmless(event, depth)
    kind = type(event).__name__
    if kind == "ScalarEvent":
        return _scalar(event)
    if kind == "SequenceStartEvent":
        return list(_list(events, depth))
    return _object(events, depth)


def _require_harmless(event: Any, depth: int) -> None:
    if type(event).__name__ == "AliasEvent" or event.anchor:
        raise _at(TextNotAllowed, event, ALIAS)
    if event.tag:
        raise _at(TextNotAllowed, event, TAG)
    if depth > LARGEST_DEPTH:
        raise _at(TextNotAllowed, event, DEEP)


def _scalar(event: Any) -> Any:
    if event.style:
        return event.value
    try:
        return plain_value(event.value)
    except ValueError as error:
        raise _at(TextAmbiguous, event, error.args[0]) from None


def _list(events: Iterator[Any], depth: int) -> Iterator[Any]:
    for event in events:
        if type(event).__name__ == "SequenceEndEvent":
            return
        yield _value(event, events, depth + 1)


def _object(events: Iterator[Any], depth: int) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for event in events:
        if type(event).__name__ == "MappingEndEvent":
            break
        name = _key(event, depth)
        if name in members:
            raise _at(TextAmbiguous, event, twice(name))
        members[name] = _value(next(events), events, depth + 1)
    return members


def _key(event: Any, depth: int) -> str:
    _require_harmless(event, depth)
    name = _scalar(event) if type(event).__name__ == "ScalarEvent" else None
    if not isinstance(name, str):
        raise _at(TextNotAllowed, event, KEY)
    return name


def _at(kind: type[FileRefused], event: Any, detail: Text) -> FileRefused:
    line = event.start_mark.line + 1
    return kind(pointers=[Pointer("#", Text(f"第 {line} 行：{detail.zh}", f"Line {line}: {detail.en}"))])


def _unreadable(error: Any) -> TextUnreadable:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    problem = getattr(error, "problem", None) or "not YAML"
    return TextUnreadable(
        pointers=[Pointer("#", Text(f"第 {line} 行附近", f"Near line {line}: {problem}"))], format="YAML"
    )
