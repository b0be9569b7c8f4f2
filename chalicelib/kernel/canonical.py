"""Canonical JSON: one byte string for one value, so that it can be hashed and compared.

The subset of RFC 8785 (JSON Canonicalization Scheme) that this system writes: objects with string keys,
arrays, strings, integers, booleans and null. Floats are refused: money is fen, and no law counts in floats.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any


class NotCanonical(ValueError):
    """The value holds something that has no single canonical form (a float, or a key that is no string)."""


def canonical_json(value: Any) -> bytes:
    """UTF-8 bytes of `value`: sorted keys, no white space, no escapes but the necessary ones."""
    _refuse_ambiguous(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256_hex(data: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def _refuse_ambiguous(value: Any) -> None:
    if isinstance(value, float):
        raise NotCanonical("a float has no canonical form here")
    if isinstance(value, Mapping):
        for key, member in value.items():
            if not isinstance(key, str):
                raise NotCanonical("an object's keys are strings")
            _refuse_ambiguous(member)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for member in value:
            _refuse_ambiguous(member)
