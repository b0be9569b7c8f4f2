"""Which rows a key occurs in: made when an edition is built, and turned into sets of rows as they are asked for."""

from array import array
from collections.abc import Iterable
from itertools import accumulate

from chalicelib.catalogue.finding.bits import Bits, bits_of
from chalicelib.catalogue.finding.sections import pack_numbers, unpack_numbers

WORTH_KEEPING = 200
"""Rows from which on making the set again costs more than remembering it is worth."""


class Postings:
    """Rows by key. Keys hold no line breaks."""

    def __init__(self, keys: list[str], starts: "array[int]", rows: "array[int]") -> None:
        self.keys = keys
        """Sorted."""
        self._numbers = dict(zip(keys, range(len(keys)), strict=True))
        self._starts = starts
        self._rows = rows
        self._kept: dict[str, Bits] = {}

    def of(self, key: str) -> Bits:
        """The rows of `key`; none where nobody knows it."""
        number = self._numbers.get(key)
        if number is None:
            return 0
        kept = self._kept.get(key)
        if kept is not None:
            return kept
        rows = self._rows[self._starts[number] : self._starts[number + 1]]
        bits = bits_of(rows)
        if len(rows) >= WORTH_KEEPING:
            self._kept[key] = bits
        return bits


def pack_postings(name: str, keyed: Iterable[tuple[str, int]]) -> dict[str, bytes]:
    """The sections that hold (key, row) pairs, which may come in any order and more than once."""
    found: dict[str, set[int]] = {}
    for key, row in keyed:
        found.setdefault(key, set()).add(row)
    keys = sorted(found)
    return {
        f"{name}.keys": "\n".join(keys).encode(),
        f"{name}.sizes": pack_numbers(len(found[key]) for key in keys),
        f"{name}.rows": pack_numbers(row for key in keys for row in sorted(found[key])),
    }


def unpack_postings(name: str, sections: dict[str, bytes]) -> Postings:
    """The inverse of `pack_postings`."""
    text = sections[f"{name}.keys"].decode()
    starts = array("I", accumulate(unpack_numbers(sections[f"{name}.sizes"]), initial=0))
    return Postings(text.split("\n") if text else [], starts, unpack_numbers(sections[f"{name}.rows"]))
