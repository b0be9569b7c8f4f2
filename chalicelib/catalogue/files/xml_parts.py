"""XML within a workbook, told element by element by local name; no document type, hence no entities."""

from typing import NoReturn
from xml.parsers import expat

from chalicelib.catalogue.files.errors import WorkbookBroken, WorkbookDefinesEntities

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
    """Tell `listener` what the part holds. Raises `WorkbookBroken` when it is no XML in UTF-8, and
    `WorkbookDefinesEntities` before any entity is looked at.
    """
    shown = part_name[:LONGEST_NAME]

    def refuse(*_: object) -> NoReturn:
        raise WorkbookDefinesEntities(part=shown)

    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: listener.start(_local(name), attributes)
    parser.EndElementHandler = lambda name: listener.end(_local(name))
    parser.CharacterDataHandler = listener.text
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise WorkbookBroken(part=shown) from error


def _local(name: str) -> str:
    return name.rpartition(":")[2]
