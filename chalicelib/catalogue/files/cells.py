"""The text of a workbook's cell, without what means nothing, and refused when a program could take it for a formula."""

import math
import re
import unicodedata

from chalicelib.catalogue.files.values import UNWRITABLE
from chalicelib.kernel.canonical import LARGEST_INTEGER
from chalicelib.kernel.text import Text

EDGES = " \t\r\n\u00a0\u3000\u200b\ufeff"
"""White space that nobody sees at the ends of a cell, the ideographic space among it."""
FORMULA_SIGNS = "=+-@\t\r＝＋－＠"
"""With these a spreadsheet program begins a formula (OWASP, CSV injection)."""
PHONE = re.compile(r"\+[0-9][0-9 -]{4,24}")

FORMULA_LIKE = Text(
    '以 = + - @ 或制表符开头，可能被当作公式；请改写，或写成带英文双引号的文字（"…"）',
    'Begins with = + - @ or a tab and could be taken for a formula; reword it, or put it in quotes ("…")',
)
STRANGE = Text("含有不可见的控制字符", "Holds invisible control characters")
FRACTION = Text("只接受整数", "Only whole numbers")
HUGE = Text("数字过大，请将单元格设为“文本”后重新填写", "The number is too large: format the cell as text")


class CellRefused(ValueError):
    """What is wrong with a cell; `args[0]` is a `Text`."""


def cell_text(value: str | bool | float | Text) -> str:
    """A cell's value as text; numbers and yes-or-no of a spreadsheet in our spelling. Raises `CellRefused`."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Text):
        raise CellRefused(value)
    return value if isinstance(value, str) else _number_text(value)


def _number_text(value: float) -> str:
    if not math.isfinite(value) or value != int(value):
        raise CellRefused(FRACTION)
    if abs(value) > LARGEST_INTEGER:
        raise CellRefused(HUGE)
    return str(int(value))


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
