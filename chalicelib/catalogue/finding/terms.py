"""Words of alphabets: whole, by their beginning, or with one letter wrong."""

from bisect import bisect_left
from collections.abc import Iterator

from chalicelib.catalogue.finding.bits import Bits, either
from chalicelib.catalogue.finding.grams import TYPO_FROM
from chalicelib.catalogue.finding.postings import Postings

TELLING = 4
"""Letters from which on the beginning of a word says which word is meant; three are more often initials of pinyin."""


class Terms:
    """Rows by word."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._letters_only = [key for key in postings.keys if key.isalpha()]

    def holding(self, word: str) -> Bits:
        """Rows with exactly that word, or, where it is long enough to tell something, with one that goes on from it."""
        return self.beginning(word) if len(word) >= TELLING else self._postings.of(word)

    def beginning(self, word: str) -> Bits:
        """Rows with a word that is `word` or goes on from it."""
        return either(self._postings.of(key) for key in self._from(word))

    def nearly(self, word: str) -> Bits:
        """Rows with a word that differs from `word` in one letter: another, one more, or one less.

        Only words of letters: a number or a code with another digit is another one.
        """
        if len(word) < TYPO_FROM or not word.isalpha():
            return 0
        return either(self._postings.of(key) for key in self._alike(word) if is_one_off(key, word))

    def _from(self, beginning: str) -> Iterator[str]:
        return _beginning(self._postings.keys, beginning)

    def _alike(self, word: str) -> Iterator[str]:
        """One difference leaves one half of the word as it is."""
        first, second = word[: len(word) // 2], word[len(word) // 2 :]
        yield from _beginning(self._letters_only, first)
        yield from (key for key in self._letters_only if key.endswith(second))


def _beginning(keys: list[str], beginning: str) -> Iterator[str]:
    """Those of the sorted `keys` that begin so."""
    for at in range(bisect_left(keys, beginning), len(keys)):
        if not keys[at].startswith(beginning):
            return
        yield keys[at]


def is_one_off(one: str, other: str) -> bool:
    """Whether one letter put in, left out or exchanged makes the two the same; equal ones are not one off."""
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    if len(longer) - len(shorter) > 1 or one == other:
        return False
    same = next((at for at, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter))
    rest = shorter[same:] if len(longer) > len(shorter) else shorter[same + 1 :]
    return longer[same + 1 :] == rest
