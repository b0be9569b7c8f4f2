"""How well rows answer words: ranks, from what holds the words in its name down to what merely resembles them."""

from collections.abc import Iterable, Sequence
from functools import cache, reduce
from itertools import accumulate
from operator import and_, or_

from chalicelib.catalogue.finding.bits import Bits, either
from chalicelib.catalogue.finding.snapshot import KEYWORD, NAME, PLACES, Snapshot
from chalicelib.catalogue.finding.words import is_han, readings_of

ENOUGH = 10
"""Rows that hold a word as it was typed, from which on nobody is offered what only sounds or looks like it."""
ALIKE = 3
"""Ranks below those of what holds a word."""
NOTHING: Bits = 0


class Ranking:
    """Ranks over one snapshot. A rank is the set of rows that answer that well or better: each holds the one before."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._columns = snapshot.columns
        self._terms = snapshot.terms
        self._sounds = snapshot.sounds

    def of(self, words: Sequence[str], allowed: Bits) -> list[Bits]:
        """The ranks of `words` among `allowed`; a row has to answer every word, and ranks as its worst answer does.

        Where no row answers all of them, words that nothing answers are left out.
        """
        ranks_of = cache(self._ranks)
        for meant in readings_of(words):
            ranks = _together(map(ranks_of, meant), allowed)
            if ranks[-1]:
                return ranks
        known = [ranks for ranks in map(ranks_of, words) if ranks[-1] & allowed]
        ranks = _together(known, allowed) if 0 < len(known) < len(words) else [NOTHING]
        return ranks if ranks[-1] else [self._resembling(words, allowed)]

    def _ranks(self, word: str) -> list[Bits]:
        held = self._held(word)
        if held[-1].bit_count() >= ENOUGH:
            return [*held, *ALIKE * [held[-1]]]
        return held + self._alike(word, held[-1])

    def _held(self, word: str) -> list[Bits]:
        """In the name, or in a keyword as well, or in the department's name as well."""
        places = [
            self._columns[field].holding(word) if is_han(word) else self._terms[field].holding(word) for field in PLACES
        ]
        return list(accumulate(places, or_))

    def _alike(self, word: str, held: Bits) -> list[Bits]:
        """What has its signs elsewhere; what sounds like it; what has one sign wrong."""
        places = self._alike_signs(word) if is_han(word) else self._alike_letters(word)
        return list(accumulate(places, or_, initial=held))[1:]

    def _alike_signs(self, word: str) -> tuple[Bits, Bits, Bits]:
        sounds = self._sounds.of_signs(word) if len(word) > 1 else []
        telling = [self._columns[NAME], self._columns[KEYWORD]]
        return (
            either(column.scattered(word) for column in telling),
            either(column.sounding(sounds) for column in self._columns.values()),
            either(column.nearly(word) for column in telling),
        )

    def _alike_letters(self, word: str) -> tuple[Bits, Bits, Bits]:
        columns, terms = list(self._columns.values()), list(self._terms.values())
        if len(word) == 1:
            return NOTHING, either(it.beginning(word) for it in terms), NOTHING
        sounds, abbreviated = self._sounds.of_letters(word), [it.abbreviated(word) for it in columns]
        sounding = (it.sounding(sounds) for it in columns)
        return (
            NOTHING,
            either((*sounding, *(likely for likely, _ in abbreviated), *(it.beginning(word) for it in terms))),
            either((*(others for _, others in abbreviated), *(it.nearly(word) for it in terms))),
        )

    def _resembling(self, words: Sequence[str], allowed: Bits) -> Bits:
        """What shares most with the longest word, where nothing answers all of them."""
        longest = max(words, key=len)
        return self._columns[NAME].resembling(longest, allowed) if is_han(longest) else NOTHING


def _together(ranks: Iterable[list[Bits]], allowed: Bits) -> list[Bits]:
    """The ranks of several words as one: a row has to be in the rank of each of them."""
    return [reduce(and_, of_words, allowed) for of_words in zip(*ranks, strict=True)]
