"""Which characters a font can print, and what to print for the others.

PDF/A refuses a character without a glyph, and names do hold rare ones (生僻字). Such a character is printed as 〓
with its code point, which a reader can look up; nothing fails and nothing disappears silently.
"""

import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path

MISSING_GLYPH = "〓"
SEGMENTED_COVERAGE = 12
LINE_SEPARATORS = frozenset({"Zl", "Zp"})


class Coverage:
    """The code points that at least one of some OpenType fonts has a glyph for."""

    def __init__(self, fonts: Iterable[Path]) -> None:
        self._tables = [_ranges(path.read_bytes()) for path in fonts]

    def has(self, character: str) -> bool:
        """Whether the character can be printed."""
        return any(_contains(ranges, ord(character)) for ranges in self._tables)

    def printable(self, text: str) -> str:
        """The text in one line: composed, without control and format characters, missing ones written out."""
        return "".join(self._print(character) for character in unicodedata.normalize("NFC", text))

    def unprintable(self, text: str) -> frozenset[str]:
        """The characters that `printable` has to write out, so that somebody can be told."""
        composed = unicodedata.normalize("NFC", text)
        return frozenset(c for c in composed if not _is_control(c) and not self.has(c))

    def _print(self, character: str) -> str:
        if _is_control(character):
            return " " if character.isspace() else ""
        return character if self.has(character) else f"{MISSING_GLYPH}[U+{ord(character):04X}]"


def _is_control(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] == "C" or category in LINE_SEPARATORS


def _contains(ranges: list[tuple[int, int]], code: int) -> bool:
    index = bisect_right(ranges, (code, 0x7FFFFFFF)) - 1
    return index >= 0 and ranges[index][0] <= code <= ranges[index][1]


def _ranges(font: bytes) -> list[tuple[int, int]]:
    """The sorted (first, last) code points of the font's `cmap` subtable of format 12; ValueError without one."""
    cmap = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    for index in range(count):
        _, _, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * index)
        kind, _, _, _, groups = struct.unpack_from(">HHIII", font, cmap + offset)
        if kind == SEGMENTED_COVERAGE:
            start = cmap + offset + 16
            rows = struct.iter_unpack(">III", font[start : start + 12 * groups])
            return sorted((first, last) for first, last, _ in rows)
    raise ValueError("the font has no full character map")


def _table(font: bytes, tag: bytes) -> int:
    """Where a table of an OpenType file begins."""
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError("the font has no character map")
