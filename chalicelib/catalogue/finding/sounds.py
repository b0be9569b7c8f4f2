"""What somebody typed, by its sound: from the tables that the snapshot carries."""

from itertools import islice, product

from chalicelib.catalogue.finding.phonetics import FIRST_CODE, FIRST_SIGN, SILENT

MOST_SPELLINGS = 8
"""Readings of one word that are tried."""
LONGEST_SYLLABLE = 6
LONGEST_WORD = 60
_VOWELS = frozenset("aeiouv")


class Sounds:
    """Syllables and the readings of every sign; texts of sounds have one code a sign."""

    def __init__(self, syllables: list[str], readings: list[str]) -> None:
        self._codes = {
            syllable: chr(FIRST_CODE + at) for at, syllable in enumerate(syllables) if not _VOWELS.isdisjoint(syllable)
        }
        self._readings = readings

    def of_signs(self, word: str) -> list[str]:
        """How a Chinese `word` may sound; nothing where a sign has no known reading."""
        return ["".join(codes) for codes in islice(product(*map(self._of_sign, word)), MOST_SPELLINGS)]

    def of_letters(self, word: str) -> list[str]:
        """How `word` sounds if it is pinyin without tones: xian is one syllable or two."""
        return self._spelled(word) if word.isascii() and len(word) <= LONGEST_WORD else []

    def _of_sign(self, sign: str) -> list[str]:
        at = ord(sign) - FIRST_SIGN
        if not 0 <= at < len(self._readings[0]):
            return []
        return [column[at] for column in self._readings if column[at] != SILENT]

    def _spelled(self, letters: str) -> list[str]:
        """All spellings, the longest syllables first: from the end, so that nothing is spelled twice."""
        spellings: list[list[str]] = [[] for _ in letters] + [[""]]
        for start in range(len(letters) - 1, -1, -1):
            for end in range(min(len(letters), start + LONGEST_SYLLABLE), start, -1):
                code = self._codes.get(letters[start:end])
                if code and spellings[end]:
                    spellings[start] += [code + rest for rest in spellings[end]]
            del spellings[start][MOST_SPELLINGS:]
        return spellings[0]
