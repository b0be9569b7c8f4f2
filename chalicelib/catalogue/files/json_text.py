"""JSON as RFC 8259 has it, and only what means one thing to everybody: no member twice, no fractions, no NaN."""

import json
from typing import Any

from chalicelib.catalogue.files.errors import TextAmbiguous, TextUnreadable
from chalicelib.catalogue.files.values import DEEP, FRACTION, Unfit, refused, require_plain, whole_number
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text


def read_json(text: str) -> Any:
    """The value that `text` writes down.

    Raises `TextUnreadable`, `TextAmbiguous` (a member twice), `TextNotAllowed` (too deep, fractions, huge numbers).
    """
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise _unreadable(error) from None
    except RecursionError:
        raise refused(DEEP) from None
    require_plain(value)
    return value


def _unreadable(error: json.JSONDecodeError) -> TextUnreadable:
    where = Text(f"第 {error.lineno} 行第 {error.colno} 列", f"Line {error.lineno}, column {error.colno}: {error.msg}")
    return TextUnreadable(pointers=[Pointer("#", where)], format="JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise TextAmbiguous(pointers=[Pointer("#", twice(name))])
        members[name] = value
    return members


def twice(name: str) -> Text:
    """What is said of a member that stands in an object twice."""
    shown = name[:60]
    return Text(f"同一处“{shown}”写了两次", f"“{shown}” stands twice in one place")


def _fraction(_: str) -> Unfit:
    return Unfit(FRACTION)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=whole_number, parse_float=_fraction, parse_constant=_fraction
)
