"""XML within a workbook, told element by element by local name; no document type, hence no entities."""

from typing import NoReturn
from xml.parsers import expat

from chalicelib.catalogue.files.errors import WorkbookBroken, WorkbookDefinesEntities

LARGEST_DEPTH = 100
"""Elements within elements; a workbook's cells are at about eight."""
Attributes = dict[str, str]
LONGEST_NAME = 60
"""Characters of a part's or a sheet's name that are repeated in a refusal."""


class Listener:
    """Hears of the elements of one part."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def text(self, text: str) -> None:
        """Characters within elements, in pieces."""

    def end(self, name: str) -> None:
        """An element ends."""


def listen(part_name: str, part: bytes, listener: Listener) -> None:
    """Tell `listener` what the part holds. Raises `WorkbookBroken` when it is no UTF-8 XML or nested without end, and
    `WorkbookDefinesEntities` before any entity is looked at.
    """
    shown = part_name[:LONGEST_NAME]
    open_elements = 0

    def refuse(*_: object) -> NoReturn:
        raise WorkbookDefinesEntities(part=shown)

    def start(name: str, attributes: Attributes) -> None:
        nonlocal open_elements
        open_elements += 1
        if open_elements > LARGEST_DEPTH:
            raise WorkbookBroken(part=shown)
        listener.start(_local(name), attributes)

    def end(name: str) -> None:
        nonlocal open_elements
        open_elements -= 1
        listener.end(_local(name))

    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = listener.text
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise WorkbookBroken(part=shown) from error


def _local(name: str) -> str:
    return name.rpartition(":")[2]
