"""Lines of Chinese beside how they sound and which initials their syllables have: three texts, sign for sign alike."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

SHARE_OF_LIKELY = 4
"""What occurs this many times less than the commonest reading of some initials is unlikely meant."""

MOST_OTHERS = 12
"""Unlikely meanings that are offered as well."""


class Spoken:
    """`text`, `sounds` and `initials` hold the same lines, separated by line breaks, and the n-th sign of each belongs
    to the n-th sign of the others.
    """

    def __init__(self, lines: list[str], text: str, sounds: str, initials: str) -> None:
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        self._text = f"{text}\n"  # so that what is before the first sign, at -1, and after the last one is a line break
        self._sounds = sounds
        self._initials = initials

    def sounding(self, sound: str) -> list[int]:
        """Lines in which something sounds so."""
        return self._lines(_places(self._sounds, sound))

    def meanings_of(self, letters: str) -> tuple[list[str], list[str]]:
        """What these initials likely mean, and what else they may mean, the more frequent first.

        jsz may stand for many things. 驾驶证 is in a hundred names and goes on in many ways, so it is a word and likely
        meant; 教师资 only ever goes on to 教师资格, and what happens to stand side by side is in few. A line of its own
        is always meant.
        """
        meanings: dict[str, list[int]] = {}
        for place in _places(self._initials, letters):
            meanings.setdefault(self._text[place : place + len(letters)], []).append(place)
        words = {meaning: places for meaning, places in meanings.items() if self._is_word(places, len(letters))}
        enough = max(map(len, words.values()), default=0) / SHARE_OF_LIKELY
        likely = [
            word for word, places in words.items() if len(places) >= enough or self._is_line(places, len(letters))
        ]
        others = sorted(meanings.keys() - set(likely), key=lambda meaning: (-len(meanings[meaning]), meaning))
        return likely, others[:MOST_OTHERS]

    def _is_word(self, places: list[int], length: int) -> bool:
        """Whether what stands there ends a line, or goes on in more than one way."""
        following = {self._text[place + length] for place in places}
        return len(following) > 1 or "\n" in following

    def _is_line(self, places: list[int], length: int) -> bool:
        return any(self._text[place + length] == self._text[place - 1] == "\n" for place in places)

    def _lines(self, places: Iterable[int]) -> list[int]:
        return [bisect_right(self._starts, place) - 1 for place in places]


def _places(text: str, part: str) -> Iterator[int]:
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + 1)
