"""How Chinese sounds: asked of pypinyin when an edition is built, so that whoever answers searches needs no such thing.

Tones are left out: nobody types them.
"""

from functools import cache, lru_cache
from itertools import chain
from typing import Any

from chalicelib.catalogue.finding.words import is_han

FIRST_SIGN, LAST_SIGN = 0x4E00, 0x9FFF
"""CJK Unified Ideographs: what people type, traditional characters included."""
READINGS = 2
"""Of a sign with several readings the two most common ones count."""
FIRST_CODE = 0x100
SILENT = "-"
"""Stands for what has no sound, such as a letter or a rare sign."""


@cache
def syllables() -> tuple[str, ...]:
    """Every syllable, without tones, in order; a syllable's place is what it is written as."""
    return tuple(sorted(set(chain.from_iterable(_readings()))))


@cache
def readings() -> tuple[str, ...]:
    """For each of the `READINGS` a text with the code of that reading of every sign from `FIRST_SIGN` on."""
    codes = _codes()
    columns = zip(*((*known, *[""] * READINGS)[:READINGS] for known in _readings()), strict=True)
    return tuple("".join(codes.get(syllable, SILENT) for syllable in column) for column in columns)


def sound_of(text: str) -> str:
    """`text` (words separated by spaces) with each Chinese sign replaced by its syllable's code: just as long.

    Which reading a sign has is told by its neighbours: 重新 is chongxin, 重量 zhongliang.
    """
    return " ".join(_word_sound(word) if is_han(word) else SILENT * len(word) for word in text.split(" "))


def initials_of(text: str) -> str:
    """`text` with each Chinese sign replaced by the first letter of its syllable: just as long."""
    return sound_of(text).translate(_letters())


@lru_cache(maxsize=100_000)
def _word_sound(word: str) -> str:
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - a second and thirty megabytes that no request pays for

    one_each: Any = lambda unknown: [SILENT] * len(unknown)  # noqa: E731 - its declared type forgets that lists may be
    spoken, codes = lazy_pinyin(word, style=Style.NORMAL, errors=one_each), _codes()
    known = "".join(codes.get(syllable, SILENT) for syllable in spoken)
    return known if len(known) == len(word) else SILENT * len(word)


@cache
def _codes() -> dict[str, str]:
    return {syllable: chr(FIRST_CODE + at) for at, syllable in enumerate(syllables())}


@cache
def _letters() -> dict[int, str]:
    return {ord(code): syllable[0] for syllable, code in _codes().items()}


@cache
def _readings() -> list[list[str]]:
    """The most common readings of every sign, the commonest first."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - see above

    def known(sign: str) -> list[str]:
        spoken: Any = pinyin(sign, style=Style.NORMAL, heteronym=True, errors="ignore")
        return [it for it in dict.fromkeys(spoken[0]) if it.isascii()][:READINGS] if spoken else []

    return [known(chr(sign)) for sign in range(FIRST_SIGN, LAST_SIGN + 1)]
