"""Chinese texts by their signs and pairs of signs: what holds a word, its signs scattered, or all but one of them."""

from collections.abc import Iterator
from functools import reduce
from itertools import pairwise
from operator import and_

from chalicelib.catalogue.finding.bits import Bits, bits_of, rows_of
from chalicelib.catalogue.finding.postings import Postings

TYPO_FROM = 3
"""Signs a word needs before one of them may be wrong."""


def grams_of(text: str) -> set[str]:
    """Signs and pairs of neighbours in a text whose words are separated by spaces."""
    return {gram for gram in (*text, *map("".join, pairwise(text))) if " " not in gram}


class Grams:
    """One text a row, its words separated by spaces."""

    def __init__(self, texts: list[str], postings: Postings) -> None:
        self._texts = texts
        self._postings = postings

    def holding(self, word: str) -> Bits:
        """Rows whose text holds `word` as it stands."""
        if len(word) <= 2:  # noqa: PLR2004 - a sign or a pair has a list of its own
            return self._postings.of(word)
        likely = _all(self._pairs(word))
        return bits_of([row for row in rows_of(likely) if word in self._texts[row]])

    def scattered(self, word: str) -> Bits:
        """Rows whose text holds every sign of `word`, wherever: 换驾驶证 means 驾驶证期满换证. Of two signs, which are
        found apart by chance, those with one sign between: 驾证 means 驾驶证.
        """
        if len(word) == TYPO_FROM - 1:
            return self._around(word[0], word[1])
        return _all(self._signs(word)) if len(set(word)) >= TYPO_FROM else 0

    def nearly(self, word: str) -> Bits:
        """Rows whose text holds all of `word` but what touches one of its signs: that one is wrong, or too many, or
        beside it one is missing.
        """
        if len(word) < TYPO_FROM:
            return 0
        if len(word) == TYPO_FROM:
            first, last = word[:2], word[1:]
            return self._postings.of(first) | self._postings.of(last) | self._around(word[0], word[2])
        return self._all_but_one(word)

    def resembling(self, word: str, within: Bits) -> Bits:
        """Those rows of `within` that share most pairs with `word`, two at least: what a whole question is about."""
        known = [bits & within for bits in map(self._postings.of, {*map("".join, pairwise(word))}) if bits & within]
        planes, most = _counted(known), within
        for plane in reversed(planes):
            most = most & plane or most
        return most if any(most & plane for plane in planes[1:]) else 0

    def _all_but_one(self, word: str) -> Bits:
        pairs, signs = self._pairs(word), self._signs(word)
        found, before = 0, -1  # -1 is the set of all rows
        after = _suffixes(pairs, signs)
        for at in range(len(word)):
            found |= before & after[at + 1]
            before &= signs[at]
            if at:
                before &= pairs[at - 1]
        return found

    def _around(self, first: str, last: str) -> Bits:
        """Rows where the two stand side by side or with one other between."""
        both = self._postings.of(first) & self._postings.of(last)
        return bits_of([row for row in rows_of(both) if _are_close(self._texts[row], first, last)])

    def _pairs(self, word: str) -> list[Bits]:
        return [self._postings.of(word[at : at + 2]) for at in range(len(word) - 1)]

    def _signs(self, word: str) -> list[Bits]:
        return [self._postings.of(sign) for sign in word]


def _suffixes(pairs: list[Bits], signs: list[Bits]) -> list[Bits]:
    """For each place: the rows that hold everything of the word from there on."""
    whole = list(_suffixes_backwards(pairs, signs))
    return whole[::-1]


def _suffixes_backwards(pairs: list[Bits], signs: list[Bits]) -> Iterator[Bits]:
    rest = -1
    yield rest
    for at in range(len(signs) - 1, -1, -1):
        rest &= signs[at]
        if at < len(pairs):
            rest &= pairs[at]
        yield rest


def _all(sets: list[Bits]) -> Bits:
    return reduce(and_, sets)


def _counted(sets: list[Bits]) -> list[Bits]:
    """How many of `sets` hold each row, as binary digits: the lowest digit of all rows first."""
    planes: list[Bits] = []
    for carry in sets:
        for at, plane in enumerate(planes):
            planes[at], carry = plane ^ carry, plane & carry  # noqa: PLW2901 - it is carried on
        if carry:
            planes.append(carry)
    return planes


def _are_close(text: str, first: str, last: str) -> bool:
    at = text.find(first)
    while at >= 0:
        if last in text[at + 1 : at + 3]:
            return True
        at = text.find(first, at + 1)
    return False
