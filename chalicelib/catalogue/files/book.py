"""A workbook under construction. Every cell is a constant text or number, so no cell of ours is a formula, a link or a
date; and the same cells are always the same bytes.
"""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

FIXED_DATE = dt.datetime(2017, 1, 1)  # noqa: DTZ001 - a workbook's dates have no time zone
CONSTANTS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
LONGEST_LIST = 255
"""Characters of a list to choose from, as the format limits them."""
ROWS_WITH_LISTS = 5_000
A4, A3 = 9, 8
"""As the format counts paper sizes."""
WIDEST_A4, WIDEST_A3 = 200, 400
"""Characters side by side that can still be read on a page; wider sheets are printed over several."""


@dataclass(frozen=True)
class Heading:
    """How a column looks: its width in characters, and what a cell of it may be chosen from."""

    width: int
    choices: tuple[str, ...] = ()


class Sheet:
    """One sheet, filled from the top."""

    def __init__(self, sheet: Any, plain: Any, bold: Any, headings: Sequence[Heading]) -> None:
        self._sheet, self._plain, self._bold, self._headings = sheet, plain, bold, headings
        self._row = 0
        sheet.set_landscape()
        width = sum(heading.width for heading in headings)
        sheet.set_paper(A4 if width <= WIDEST_A4 else A3)
        if width <= WIDEST_A3:
            sheet.fit_to_pages(1, 0)
        for index, heading in enumerate(headings):
            sheet.set_column(index, index, heading.width, plain)

    def head(self, texts: Sequence[str]) -> None:
        """One line of headers; it stays in sight, and is printed on every page with what is above it."""
        for column, text in enumerate(texts):
            self._sheet.write_string(self._row, column, text, self._bold)
        self._row += 1
        self._sheet.freeze_panes(self._row, 1)
        self._sheet.repeat_rows(0, self._row - 1)

    def line(self, values: Sequence[str | int]) -> None:
        """One line of values; an empty text leaves its cell empty."""
        for column, value in enumerate(values):
            if isinstance(value, int):
                self._sheet.write_number(self._row, column, value)
            elif value:
                self._sheet.write_string(self._row, column, value, self._plain)
        self._row += 1

    def offer_choices(self) -> None:
        """Let the cells below the headers be chosen from lists, where lists are short enough."""
        for column, heading in enumerate(self._headings):
            if heading.choices and len(",".join(heading.choices)) <= LONGEST_LIST:
                allowed = {"validate": "list", "source": list(heading.choices), "error_type": "warning"}
                self._sheet.data_validation(2, column, ROWS_WITH_LISTS, column, allowed)


class Book:
    """A workbook, sheet by sheet."""

    def __init__(self) -> None:
        import xlsxwriter  # noqa: PLC0415 - only the function that writes files needs it

        self._buffer = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._buffer, CONSTANTS)
        self._book.set_properties({"created": FIXED_DATE})
        self._plain = self._book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self._bold = self._book.add_format(
            {"num_format": "@", "bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True, "valign": "top"}
        )

    def sheet(self, name: str, headings: Sequence[Heading]) -> Sheet:
        """A new sheet behind the others."""
        sheet = Sheet(self._book.add_worksheet(name), self._plain, self._bold, headings)
        sheet.offer_choices()
        return sheet

    def finish(self) -> bytes:
        """The file."""
        self._book.close()
        return self._buffer.getvalue()
