"""What a value in a file may be, however it was written down: texts, whole numbers, yes or no, lists and objects."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chalicelib.catalogue.files.errors import TextNotAllowed
from chalicelib.kernel.canonical import LARGEST_INTEGER
from chalicelib.kernel.cells import UNWRITABLE
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text

LARGEST_DEPTH = 40
"""Levels within levels; a form of an item needs about ten."""
LONGEST_NAME = 200
DIGITS_OF_LARGEST = len(str(LARGEST_INTEGER))

DEEP = Text(f"层级过深，上限为 {LARGEST_DEPTH} 层", f"Nested too deeply: at most {LARGEST_DEPTH} levels")
STRANGE = Text("含有不可见的控制字符，请删除", "Holds invisible control characters: remove them")
NO_NAME = Text(
    f"键过长（超过 {LONGEST_NAME} 字）或含有控制字符",
    f"A name is too long (beyond {LONGEST_NAME} characters) or holds control characters",
)
FRACTION = Text("只接受整数；小数请写成带引号的文字", "Only whole numbers; put any other number in quotes, as a text")
HUGE = Text(
    f"数字过大（超过 {LARGEST_INTEGER}），请写成带引号的文字",
    f"The number is too large (beyond {LARGEST_INTEGER}): put it in quotes, as a text",
)


def refused(detail: Text, place: str = "#") -> TextNotAllowed:
    """The refusal of a file for what stands at `place`."""
    return TextNotAllowed(pointers=[Pointer(place, detail)])


@dataclass(frozen=True)
class Unfit:
    """Stands where a file has a value that is not allowed, until it is known where that is."""

    detail: Text


def whole_number(digits: str) -> "int | Unfit":
    """The number that `digits` write, if every reader of JSON keeps it exactly."""
    if len(digits) > DIGITS_OF_LARGEST + 1 or abs(int(digits)) > LARGEST_INTEGER:
        return Unfit(HUGE)
    return int(digits)


def require_plain(value: Any) -> None:
    """Raise `TextNotAllowed` for what is nested too deeply, for unfit numbers, and for characters that cannot be
    written down.
    """
    waiting: list[tuple[Any, str, int]] = [(value, "#", 0)]
    while waiting:
        here, place, depth = waiting.pop()
        if depth > LARGEST_DEPTH:
            raise refused(DEEP, place)
        if isinstance(here, Unfit):
            raise refused(here.detail, place)
        if isinstance(here, str) and UNWRITABLE.search(here):
            raise refused(STRANGE, place)
        if isinstance(here, dict) and any(_is_no_name(key) for key in here):
            raise refused(NO_NAME, place)
        waiting.extend((member, f"{place}/{step}", depth + 1) for step, member in _members(here))


def _is_no_name(key: str) -> bool:
    return len(key) > LONGEST_NAME or UNWRITABLE.search(key) is not None


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from ((key.replace("~", "~0").replace("/", "~1"), member) for key, member in value.items())
    elif isinstance(value, list):
        yield from ((str(index), member) for index, member in enumerate(value))
