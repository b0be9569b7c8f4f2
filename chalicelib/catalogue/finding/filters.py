"""Sets of rows by what items are chosen and counted by: department, region, life event, subject, level, no visit."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cached_property

from chalicelib.catalogue.finding.bits import Bits, bits_of, either
from chalicelib.catalogue.finding.summary import Summary
from chalicelib.kernel.regions import PROVINCE, parent_of


class By(StrEnum):
    """What can be filtered by."""

    DEPARTMENT = "department"
    REGION = "region"
    LIFE_EVENT = "life-event"
    SUBJECT = "subject"
    LEVEL = "level"
    NO_VISIT = "no-visit"
    INSTANT = "instant"
    PROVINCE_WIDE = "province-wide"
    VALIDITY = "validity"


YES = "yes"


class Filters:
    """The sets by filter and value."""

    def __init__(self, sets: dict[tuple[str, str], Bits]) -> None:
        self._sets = sets

    def of(self, by: By, value: str = YES) -> Bits:
        """The rows with that value."""
        return self._sets.get((by, value), 0)

    def values(self, by: By) -> list[str]:
        """Every value that a row has."""
        return [value for kind, value in self._sets if kind == by]

    def in_force(self, on: dt.date) -> Bits:
        """The rows that count on that day."""
        return either(bits for first, last, bits in self._validities if first <= on and (last is None or on <= last))

    def serving(self, region: str) -> Bits:
        """The rows for those in `region`: it is served itself, or what it lies in is, or wherever they live does not
        matter (全省通办).
        """
        return self._serving.get(region) or self._found_serving(region)

    @cached_property
    def _serving(self) -> dict[str, Bits]:
        """Only of regions that rows name: strangers may ask for any code they make up."""
        return {region: self._found_serving(region) for region in self.values(By.REGION)}

    def _found_serving(self, region: str) -> Bits:
        return either((self.of(By.PROVINCE_WIDE), *(self.of(By.REGION, it) for it in _with_what_it_lies_in(region))))

    @cached_property
    def _validities(self) -> list[tuple[dt.date, dt.date | None, Bits]]:
        spans = [(value.split("/"), self.of(By.VALIDITY, value)) for value in self.values(By.VALIDITY)]
        return [(_day(first), _day(last) if last else None, bits) for (first, last), bits in spans]


def pack_filters(rows: Iterable[Summary]) -> dict[str, bytes]:
    """The sections that hold the sets."""
    found: dict[tuple[str, str], list[int]] = {}
    for row, summary in enumerate(rows):
        for by, value in _values_of(summary):
            found.setdefault((by, value), []).append(row)
    sets = [(key, bits_of(found[key])) for key in sorted(found)]
    octets = [(key, bits.to_bytes((bits.bit_length() + 7) // 8, "little")) for key, bits in sets]
    directory = [[*key, len(body)] for key, body in octets]
    return {"filters": json.dumps(directory).encode(), "filters.sets": b"".join(body for _, body in octets)}


def unpack_filters(sections: dict[str, bytes]) -> Filters:
    """The inverse of `pack_filters`."""
    sets, start = {}, 0
    for by, value, size in json.loads(sections["filters"]):
        sets[by, value] = int.from_bytes(sections["filters.sets"][start : start + size], "little")
        start += size
    return Filters(sets)


def _values_of(summary: Summary) -> Iterator[tuple[By, str]]:
    yield By.DEPARTMENT, summary.department_code
    yield By.LEVEL, summary.level
    yield By.VALIDITY, f"{summary.valid_from}/{summary.valid_to or ''}"
    yield from ((By.REGION, region) for region in summary.regions)
    yield from ((By.LIFE_EVENT, event) for event in summary.life_events)
    yield from ((By.SUBJECT, subject) for subject in summary.subjects)
    flags = {
        By.NO_VISIT: summary.no_visit,
        By.INSTANT: summary.is_instant,
        By.PROVINCE_WIDE: summary.province_wide,
    }
    yield from ((flag, YES) for flag, is_so in flags.items() if is_so)


def _with_what_it_lies_in(region: str) -> Iterator[str]:
    yield region
    while region != PROVINCE:
        region = parent_of(region)
        yield region


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
