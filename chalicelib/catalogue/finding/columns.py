"""One kind of Chinese text that items have: their names, their keywords, or the names of their departments.

A column holds each text once, as a line; what is found in lines is told as rows.
"""

import json
from array import array
from collections.abc import Iterable
from itertools import accumulate, pairwise

from chalicelib.catalogue.finding import phonetics
from chalicelib.catalogue.finding.bits import Bits, bits_of, either, rows_of
from chalicelib.catalogue.finding.grams import Grams, grams_of
from chalicelib.catalogue.finding.postings import pack_postings, unpack_postings
from chalicelib.catalogue.finding.sections import pack_numbers, unpack_numbers
from chalicelib.catalogue.finding.spoken import Spoken


class Column:
    """Lines with their grams and sounds, and the rows that each line belongs to.

    What two initials may mean is known beforehand: they stand in too many places to look at all of them.
    """

    def __init__(
        self, grams: Grams, spoken: Spoken, pairs: dict[str, list[list[str]]], rows: "array[int]", starts: "array[int]"
    ) -> None:
        self._grams = grams
        self._spoken = spoken
        self._pairs = pairs
        self._rows = rows
        self._starts = starts
        self._is_plain = len(starts) - 1 == len(rows) and all(row == line for line, row in enumerate(rows))

    def holding(self, word: str) -> Bits:
        """Rows with a line that holds `word`."""
        return self._rows_of(self._grams.holding(word))

    def scattered(self, word: str) -> Bits:
        """Rows with a line that holds all signs of `word`."""
        return self._rows_of(self._grams.scattered(word))

    def nearly(self, word: str) -> Bits:
        """Rows with a line that holds `word` but for one wrong sign."""
        return self._rows_of(self._grams.nearly(word))

    def resembling(self, word: str, within: Bits) -> Bits:
        """Those rows of `within` that share most with `word`; only for a column whose lines are its rows."""
        return self._grams.resembling(word, within) if self._is_plain else 0

    def sounding(self, sounds: Iterable[str]) -> Bits:
        """Rows with a line in which something has one of `sounds`."""
        return self._rows_of(bits_of([line for sound in sounds for line in self._spoken.sounding(sound)]))

    def abbreviated(self, letters: str) -> tuple[Bits, Bits]:
        """Rows with a line that holds what the initials `letters` likely mean, and with one of what else they may."""
        likely, others = self._pairs.get(letters) or self._spoken.meanings_of(letters)
        return self._holding_any(likely), self._holding_any(others)

    def _holding_any(self, words: Iterable[str]) -> Bits:
        return self._rows_of(either(map(self._grams.holding, words)))

    def _rows_of(self, lines: Bits) -> Bits:
        if self._is_plain or not lines:
            return lines
        starts, rows = self._starts, self._rows
        return bits_of([row for line in rows_of(lines) for row in rows[starts[line] : starts[line + 1]]])


def pack_column(name: str, owned: list[tuple[str, list[int]]]) -> dict[str, bytes]:
    """The sections of lines with their rows."""
    lines = [line for line, _ in owned]
    text, sounds, initials = ("\n".join(map(of, lines)) for of in (str, phonetics.sound_of, phonetics.initials_of))
    spoken = Spoken(lines, text, sounds, initials)
    pairs = {pair: spoken.meanings_of(pair) for pair in sorted(set(map("".join, pairwise(initials)))) if pair.isalpha()}
    return {
        f"{name}.lines": text.encode(),
        f"{name}.sounds": sounds.encode(),
        f"{name}.initials": initials.encode(),
        f"{name}.pairs": json.dumps(pairs, ensure_ascii=False).encode(),
        f"{name}.sizes": pack_numbers(len(rows) for _, rows in owned),
        f"{name}.owners": pack_numbers(row for _, rows in owned for row in rows),
        **pack_postings(f"{name}.grams", ((gram, at) for at, line in enumerate(lines) for gram in grams_of(line))),
    }


def unpack_column(name: str, sections: dict[str, bytes]) -> Column:
    """The inverse of `pack_column`."""
    text = sections[f"{name}.lines"].decode()
    lines = text.split("\n") if sections[f"{name}.sizes"] else []
    return Column(
        Grams(lines, unpack_postings(f"{name}.grams", sections)),
        Spoken(lines, text, sections[f"{name}.sounds"].decode(), sections[f"{name}.initials"].decode()),
        json.loads(sections[f"{name}.pairs"]),
        unpack_numbers(sections[f"{name}.owners"]),
        array("I", accumulate(unpack_numbers(sections[f"{name}.sizes"]), initial=0)),
    )
