"""The text of a cell of a table, without what means nothing, and refused when a program could take it for a formula."""

import re
import unicodedata

from chalicelib.kernel.text import Text

EDGES = " \t\r\n\u00a0\u3000\u200b\ufeff"
"""White space that nobody sees at the ends of a cell, the ideographic space among it."""
FORMULA_SIGNS = "=+-@\t\r＝＋－＠"
"""With these a spreadsheet program begins a formula (OWASP, CSV injection)."""
PHONE = re.compile(r"\+[0-9][0-9 -]{4,24}")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Control characters, halves of characters and non-characters: no program shows them, and XML cannot hold them."""

FORMULA_LIKE = Text(
    '以 = + - @ 或制表符开头，可能被当作公式；请改写，或写成带英文双引号的文字（"…"）',
    'Begins with = + - @ or a tab and could be taken for a formula; reword it, or put it in quotes ("…")',
)
STRANGE = Text("含有不可见的控制字符", "Holds invisible control characters")


class CellRefused(ValueError):
    """What is wrong with a cell; `args[0]` is a `Text`."""


def harmless(raw: str) -> str:
    """The text without invisible edges. Raises `CellRefused` for what could be taken for a formula."""
    inner = raw.strip(EDGES)
    if UNWRITABLE.search(raw):
        raise CellRefused(STRANGE)
    if inner and (inner[0] in FORMULA_SIGNS or raw.strip(" \n\u00a0\u3000\u200b\ufeff")[0] in FORMULA_SIGNS):
        raise CellRefused(FORMULA_LIKE)
    return inner


def harmless_phone(raw: str) -> str:
    """The same, but a telephone number may begin with a country code."""
    inner = raw.strip(EDGES)
    return inner if PHONE.fullmatch(inner) else harmless(raw)


def half_width(raw: str) -> str:
    """Codes, numbers and choices mean the same in full width (全角)."""
    return unicodedata.normalize("NFKC", harmless(raw)).strip()
