"""Looking into a workbook before it is read: its archive, its parts, its XML, its cells.

What comes out is an archive made anew of the parts that were looked at, so that the reader behind it sees exactly
those bytes and no other ones.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NoReturn
from xml.parsers import expat

from chalicelib.catalogue.files.archive import Archive
from chalicelib.catalogue.files.errors import (
    FileHasMacros,
    WorkbookBroken,
    WorkbookDefinesEntities,
    WorkbookTooBig,
)

UNPACKED_MIB = 64
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 20_000, 120, 500_000
"""A cell far away makes the reader reserve everything before it."""
CONTENT_TYPES, WORKBOOK, RELATIONS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
XML = (".xml", ".rels")
VALUES = {"v", "is", "f"}
Attributes = dict[str, str]


@dataclass
class Looked:
    """A workbook that may be read: its XML parts, and the cells (`A1`) of each sheet that hold no plain value."""

    data: bytes
    formulas: dict[str, set[str]] = field(default_factory=dict)
    """By the sheet's name."""


def look_into(data: bytes) -> Looked:
    """Raises a `FileRefused` that says what is wrong with the workbook."""
    archive = Archive(data, limit_mib=UNPACKED_MIB)
    _require_workbook(archive)
    parts = {name: archive.read(name) for name in archive.names if name.lower().endswith(XML)}
    _require_no_macros(archive.names, parts)
    for name, part in parts.items():
        if not name.startswith("xl/worksheets/"):
            _parsed(name, part, None)
    scan = CellScan()
    formulas = {title: scan.formulas_in(title, part, parts) for title, part in _sheets(parts).items()}
    return Looked(_packed(parts), formulas)


def _require_workbook(archive: Archive) -> None:
    for part in (CONTENT_TYPES, WORKBOOK, RELATIONS):
        if part not in archive.names:
            raise WorkbookBroken(part=part)


def _require_no_macros(names: Iterable[str], parts: dict[str, bytes]) -> None:
    programs = any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name.lower() for name in names)
    if programs or b"macroEnabled" in parts[CONTENT_TYPES]:
        raise FileHasMacros


def _sheets(parts: dict[str, bytes]) -> dict[str, str]:
    """Sheet name → name of its part. Raises `WorkbookBroken` for a sheet without a part."""
    titles: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            titles[attributes.get("name", "")] = next(
                (attributes[key] for key in attributes if key.endswith(":id")), ""
            )

    def relation(name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _parsed(WORKBOOK, parts[WORKBOOK], sheet)
    _parsed(RELATIONS, parts[RELATIONS], relation)
    return {title: _part(targets.get(relation_id, ""), title, parts) for title, relation_id in titles.items()}


def _part(target: str, title: str, parts: dict[str, bytes]) -> str:
    name = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
    if name not in parts:
        raise WorkbookBroken(part=title[:60] or WORKBOOK)
    return name


class CellScan:
    """Walks through the cells of all sheets and counts them."""

    def __init__(self) -> None:
        self._cells = 0
        self._sheet = ""
        self._row = self._column = 0
        self._address = ""
        self._formulas: set[str] = set()

    def formulas_in(self, sheet: str, name: str, parts: dict[str, bytes]) -> set[str]:
        """The addresses of the cells that hold a formula or an error. Raises `WorkbookTooBig`."""
        self._sheet, self._row, self._column, self._address, self._formulas = sheet, 0, 0, "", set()
        _parsed(name, parts[name], self._element)
        return self._formulas

    def _element(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._cell(attributes)
        elif name == "row":
            self._row, self._column = self._number(attributes.get("r", ""), self._row + 1), 0
        elif name in VALUES:
            self._value(name)

    def _cell(self, attributes: Attributes) -> None:
        found = ADDRESS.fullmatch(attributes.get("r", ""))
        if found:
            self._column, self._row = column_number(found[1]), int(found[2])
        else:
            self._column += 1
        self._address = f"{column_letters(self._column)}{self._row}"
        if attributes.get("t") == "e":
            self._formulas.add(self._address)

    def _value(self, name: str) -> None:
        self._cells += 1
        if self._row > MOST_ROWS or self._column > MOST_COLUMNS or self._cells > MOST_CELLS:
            raise WorkbookTooBig(
                sheet=self._sheet[:60], cell=self._address, rows=MOST_ROWS, columns=MOST_COLUMNS, cells=MOST_CELLS
            )
        if name == "f":
            self._formulas.add(self._address)

    @staticmethod
    def _number(text: str, otherwise: int) -> int:
        return int(text) if re.fullmatch(r"[0-9]{1,7}", text) else otherwise


def column_number(letters: str) -> int:
    """A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """1 is A."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _parsed(name: str, part: bytes, on_element: Callable[[str, Attributes], None] | None) -> None:
    """Read a part as XML, telling of each element by its local name. Raises `WorkbookBroken` when it is none, and
    `WorkbookDefinesEntities` before any entity is looked at.
    """

    def refuse(*_: object) -> NoReturn:
        raise WorkbookDefinesEntities(part=name[:60])

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    if on_element is not None:
        told = on_element
        parser.StartElementHandler = lambda element, attributes: told(element.rpartition(":")[2], attributes)
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise WorkbookBroken(part=name[:60]) from error


def _packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()
