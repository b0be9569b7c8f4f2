"""Summaries as lines of JSON: what of a snapshot outlives every change of the program.

A program whose summaries have a field more, with a default, or one less still reads those that another one wrote.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from chalicelib.catalogue.finding.sections import SnapshotUnreadable
from chalicelib.catalogue.finding.summary import Summary, Words
from chalicelib.catalogue.vocabulary import AdministrativeLevel, DeliveryWay, LifeEvent, SubjectKind
from chalicelib.kernel.working_time import Limit, Unit

FIELDS = list(Summary.__slots__)


def to_record(summary: Summary) -> bytes:
    """One line of JSON, without line breaks."""
    values = [_plain(getattr(summary, name)) for name in FIELDS]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def from_record(record: bytes) -> Summary:
    """The inverse of `to_record`, of this program's own records."""
    values = json.loads(record)
    for at, read in _READ:
        values[at] = read(values[at])
    return Summary(*values)


def read_records(records: Iterable[bytes], fields: list[str]) -> list[Summary]:
    """Records whose values are those of `fields`, in that order. Raises `SnapshotUnreadable`."""
    if fields == FIELDS:
        return [from_record(record) for record in records]
    try:
        return [_from_another(dict(zip(fields, json.loads(record), strict=True))) for record in records]
    except (ValueError, TypeError, KeyError) as error:
        raise SnapshotUnreadable("its records lack what a summary has to have") from error


def _from_another(values: dict[str, Any]) -> Summary:
    known = {name: value for name, value in values.items() if name in FIELDS}
    return Summary(**{name: _READ_BY_NAME.get(name, _as_it_is)(value) for name, value in known.items()})


def _as_it_is(value: Any) -> Any:
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Words):
        return [value.zh, value.en]
    if isinstance(value, Limit):
        return [value.amount, value.unit]
    return value.isoformat() if isinstance(value, dt.date) else value


@lru_cache(maxsize=4096)
def _words_read(zh: str, en: str) -> Words:
    return Words(zh, en)


@lru_cache(maxsize=1024)
def _limit(amount: int, unit: str) -> Limit:
    return Limit(amount=amount, unit=Unit(unit))


@lru_cache(maxsize=1024)
def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _members(kind: Any) -> Any:
    known = {member.value: member for member in kind}
    return lambda values: tuple(known[value] for value in values)


_READ_BY_NAME: dict[str, Callable[[Any], Any]] = {
    "name": lambda pair: Words(*pair),
    "department": lambda pair: _words_read(*pair),
    "level": AdministrativeLevel,
    "regions": tuple,
    "subjects": _members(SubjectKind),
    "life_events": _members(LifeEvent),
    "keywords": tuple,
    "statutory": lambda pair: _limit(*pair),
    "promised": lambda pair: _limit(*pair),
    "delivery": _members(DeliveryWay),
    "valid_from": _day,
    "valid_to": lambda text: _day(text) if text else None,
}
_READ = [(FIELDS.index(name), read) for name, read in _READ_BY_NAME.items()]
