"""Canonical JSON: one byte string for one value, so that it can be hashed and compared.

RFC 8785 (JSON Canonicalization Scheme) for what this system writes: objects with string keys, arrays, strings,
integers that every reader of JSON keeps exactly, booleans and null. Floats are refused: money is fen, and no law
counts in floats.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_SORTING = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
_AS_ORDERED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
LARGEST_INTEGER = 2**53 - 1
"""Beyond it a reader that keeps numbers as IEEE 754 doubles (RFC 8785 §3.2.2.3) would see another one."""


class NotCanonical(ValueError):
    """The value holds something that has no single canonical form, such as a float or a key that is no string."""


def canonical_json(value: Any) -> bytes:
    """UTF-8 bytes of `value`: sorted keys, no white space, no escapes but the necessary ones. Raises `NotCanonical`."""
    try:
        text = _SORTING.encode(value) if _sorts_plainly(value) else _AS_ORDERED.encode(_ordered(value))
        return text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("a text holds half of a surrogate pair") from error


def sha256_hex(data: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def _sorts_plainly(value: Any) -> bool:
    """Whether the JSON encoder's own order is canonical: all keys are ASCII, and nothing needs a closer look."""
    kind = type(value)
    if kind is dict:
        return all(type(key) is str and key.isascii() for key in value) and all(map(_sorts_plainly, value.values()))
    if kind is list or kind is tuple:
        return all(map(_sorts_plainly, value))
    return kind is str or kind is bool or value is None or (kind is int and abs(value) <= LARGEST_INTEGER)


def _ordered(value: Any) -> Any:
    """`value` with every object's members in the order of RFC 8785."""
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in sorted(value, key=_code_units)}
    if isinstance(value, list | tuple):
        return [_ordered(member) for member in value]
    if value is None or isinstance(value, str) or (isinstance(value, int) and abs(value) <= LARGEST_INTEGER):
        return value
    raise NotCanonical(f"a {type(value).__name__} has no canonical form here")


def _code_units(key: Any) -> bytes:
    if not isinstance(key, str):
        raise NotCanonical("an object's keys are strings")
    return key.encode("utf-16-be")
