"""The value of a workbook's cell as text, in our spelling."""

import math

from chalicelib.kernel.canonical import LARGEST_INTEGER
from chalicelib.kernel.cells import CellRefused
from chalicelib.kernel.text import Text

FRACTION = Text("只接受整数", "Only whole numbers")
HUGE = Text("数字过大，请将单元格设为“文本”后重新填写", "The number is too large: format the cell as text")


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
