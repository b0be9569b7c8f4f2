"""Rows of the one table, and the writes that make up a transaction.

A row is a flat mapping of text, whole numbers and booleans: an aggregate's state travels as one JSON text
(`body`), because parsing that is several times cheaper than DynamoDB's typed maps, and because what is not a
key is nobody's business but its owner's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Value = str | int | bool | bytes
Row = dict[str, Value]

SNAPSHOT = "SNAPSHOT"


@dataclass(frozen=True)
class Key:
    """Partition key and sort key of one row."""

    pk: str
    sk: str


@dataclass(frozen=True)
class Put:
    """Write `row` whole. The named conditions must hold for what is stored now.

    - `new`: there is no such row yet;
    - `equals`: each named attribute has the given value.

    When a condition fails, `refusal` is raised; it is given the row that stands in the way, if there is one. The
    `body` of a `personal` row is sealed before it is sent.
    """

    row: Row
    new: bool = False
    equals: Mapping[str, Value] = field(default_factory=dict)
    refusal: Any = None
    personal: bool = False

    @property
    def key(self) -> Key:
        """Where the row is written."""
        return Key(str(self.row["pk"]), str(self.row["sk"]))


@dataclass(frozen=True)
class Delete:
    """Remove the row at `key`, whether or not it exists."""

    key: Key


@dataclass(frozen=True)
class Check:
    """Nothing is written unless there is a row at `key`, or, with `present` false, unless there is none."""

    key: Key
    present: bool = True
    refusal: Any = None


Write = Put | Delete | Check


@dataclass(frozen=True)
class Page:
    """Some rows of an index and the sort position behind the last one (None at the end)."""

    rows: list[Row]
    next: Row | None


@dataclass(frozen=True)
class Index:
    """A sparse index: only rows that carry its attributes are in it, whole or only with their keys."""

    name: str
    pk: str
    sk: str
    keys_only: bool = False


BY_APPLICANT = Index("by-applicant", "applicant_pk", "applicant_sk")
BY_DESK = Index("by-desk", "desk_pk", "desk_sk")
BY_DUE = Index("by-due", "due_pk", "due_sk", keys_only=True)
BY_ITEM = Index("by-item", "item_pk", "item_sk", keys_only=True)


def to_attributes(row: Mapping[str, Value]) -> dict[str, dict[str, Any]]:
    """`row` as DynamoDB attribute values."""
    return {name: _attribute(value) for name, value in row.items()}


def from_attributes(item: Mapping[str, Mapping[str, Any]]) -> Row:
    """The inverse of `to_attributes`."""
    return {name: _value(attribute) for name, attribute in item.items()}


def _attribute(value: Value) -> dict[str, Any]:
    """Raises `TypeError` for what no row may hold: clients compare nothing with AWS's model."""
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int):
        return {"N": str(value)}
    if isinstance(value, bytes):
        return {"B": value}
    raise TypeError(f"a row holds no {type(value).__name__}")


def _value(attribute: Mapping[str, Any]) -> Value:
    ((kind, value),) = attribute.items()
    return int(value) if kind == "N" else value
