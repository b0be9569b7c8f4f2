"""What the cells of a workbook refer to: its texts, and the formats that show dates."""

import re

from chalicelib.catalogue.files.xml_parts import Attributes, Listener

ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How a workbook writes characters that XML cannot hold (ECMA-376, ST_Xstring)."""
DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Built-in number formats that show dates and times, those of Chinese programs among them (ECMA-376 §18.8.30)."""
NO_DATE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
"""What of a number format's code says nothing of dates: quoted texts, fill characters, colours, conditions."""


class SharedStrings(Listener):
    """The texts of a workbook. What is said about their pronunciation (`rPh`) is none of the text."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._within_text = self._phonetic = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._phonetic = True
        elif name == "t":
            self._within_text = not self._phonetic

    def text(self, text: str) -> None:
        if self._within_text:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        if name == "si":
            self.texts.append(unescaped("".join(self._pieces)))
        elif name == "rPh":
            self._phonetic = False
        elif name == "t":
            self._within_text = False


class Styles(Listener):
    """Which cell formats show dates."""

    def __init__(self) -> None:
        self.dates: set[str] = set()
        self._codes: set[str] = set()
        self._count = 0
        self._within = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt" and is_date_code(attributes.get("formatCode", "")):
            self._codes.add(attributes.get("numFmtId", ""))
        elif name == "cellXfs":
            self._within = True
        elif name == "xf" and self._within:
            self._note(attributes.get("numFmtId", ""))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._within = False

    def _note(self, number: str) -> None:
        if number in self._codes or (number.isascii() and number.isdigit() and int(number[:6]) in DATE_FORMATS):
            self.dates.add(str(self._count))
        self._count += 1


def unescaped(text: str) -> str:
    """The characters that `_xHHHH_` stands for in their places."""
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def is_date_code(code: str) -> bool:
    """Whether a number format shows a date or a time."""
    return bool(re.search("[dmyhs]", NO_DATE.sub("", code.partition(";")[0]), re.IGNORECASE))
