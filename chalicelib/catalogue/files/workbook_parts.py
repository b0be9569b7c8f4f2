"""A workbook as an archive of parts: which there are, which sheet is which, and nothing that runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from chalicelib.catalogue.files.archive import Archive
from chalicelib.catalogue.files.errors import FileHasMacros, WorkbookBroken
from chalicelib.catalogue.files.xml_parts import LONGEST_NAME, Attributes, Listener, listen

UNPACKED_MIB = 64
CONTENT_TYPES, WORKBOOK, RELATIONS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


@dataclass(frozen=True)
class SheetPart:
    """A sheet as the workbook lists it."""

    title: str
    relation: str
    hidden: bool


class Parts:
    """The parts of a workbook, each unpacked when it is asked for."""

    def __init__(self, data: bytes) -> None:
        """Raises `WorkbookBroken`, `FileHasMacros`, and what `Archive` raises."""
        self._archive = Archive(data, limit_mib=UNPACKED_MIB)
        for part in (CONTENT_TYPES, WORKBOOK, RELATIONS):
            if part not in self._archive.names:
                raise WorkbookBroken(part=part)
        _require_no_macros(self._archive.names, self._archive.read(CONTENT_TYPES))

    @cached_property
    def sheets(self) -> list[SheetPart]:
        """All sheets in their order."""
        listing = _SheetListing()
        listen(WORKBOOK, self._archive.read(WORKBOOK), listing)
        return listing.sheets

    def sheet(self, sheet: SheetPart) -> tuple[str, bytes]:
        """Name and bytes of the part that holds the sheet's cells. Raises `WorkbookBroken`."""
        target = self._relations.by_id.get(sheet.relation, "")
        return self._part(target, sheet.title[:LONGEST_NAME])

    def of_type(self, kind: str) -> tuple[str, bytes] | None:
        """Name and bytes of the part of that kind (`sharedStrings`, `styles`), if the workbook has one."""
        target = self._relations.by_type.get(kind)
        return self._part(target, kind) if target else None

    @cached_property
    def _relations(self) -> "_Relations":
        relations = _Relations()
        listen(RELATIONS, self._archive.read(RELATIONS), relations)
        return relations

    def _part(self, target: str, shown: str) -> tuple[str, bytes]:
        name = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        if name not in self._archive.names:
            raise WorkbookBroken(part=shown)
        return name, self._archive.read(name)


def _require_no_macros(names: Iterable[str], content_types: bytes) -> None:
    programs = any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name.lower() for name in names)
    if programs or b"macroEnabled" in content_types:
        raise FileHasMacros


class _SheetListing(Listener):
    def __init__(self) -> None:
        self.sheets: list[SheetPart] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            relation = next((attributes[key] for key in attributes if key.endswith(":id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append(SheetPart(attributes.get("name", ""), relation, hidden))


class _Relations(Listener):
    def __init__(self) -> None:
        self.by_id: dict[str, str] = {}
        self.by_type: dict[str, str] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            self.by_id[attributes.get("Id", "")] = target
            self.by_type[attributes.get("Type", "").rpartition("/")[2]] = target
