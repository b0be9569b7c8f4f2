"""Reading a file of any kind that offices use, row by row."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from chalicelib.catalogue.files.archive import LARGEST_COUNT, Archive
from chalicelib.catalogue.files.encoding import text_of
from chalicelib.catalogue.files.errors import FileKindUnknown, TooManyDocuments
from chalicelib.catalogue.files.json_text import read_json
from chalicelib.catalogue.files.kinds import Kind, kind_of, require_kind, require_size
from chalicelib.catalogue.files.rows import FileRow, refused_row, row_of, with_each_code_once
from chalicelib.catalogue.files.yaml_text import read_yaml
from chalicelib.jobs.errors import FileEmpty, FileRefused

ARCHIVE_UNPACKED_MIB = 256
"""All entries together; they are unpacked one at a time."""
TEXTS = {Kind.JSON, Kind.YAML}
"""What may lie in an archive: no archive within an archive."""


def rows_of(data: bytes, filename: str) -> Iterator[FileRow]:
    """The documents of a file, one by one. What of it cannot be read is a row with faults.

    Raises a `FileRefused` when none of it is read; the file is looked at before the first row is given out.
    """
    kind = kind_of(filename)
    require_size(kind, len(data))
    require_kind(kind, data)
    return with_each_code_once(_rows(kind, data, filename))


def _rows(kind: Kind, data: bytes, filename: str) -> Iterator[FileRow]:
    if kind is Kind.ZIP:
        return _rows_of_archive(Archive(data, limit_mib=ARCHIVE_UNPACKED_MIB))
    if kind is Kind.WORKBOOK:
        from chalicelib.catalogue.files.workbook_reading import rows_of_workbook  # noqa: PLC0415 - heavy

        return rows_of_workbook(data)
    return iter(_rows_of_text(kind, data, filename))


def _rows_of_text(kind: Kind, data: bytes, label: str) -> list[FileRow]:
    values = _documents(kind, text_of(data))
    if not values:
        raise FileEmpty
    if len(values) > LARGEST_COUNT:
        raise TooManyDocuments(limit=LARGEST_COUNT)
    if len(values) == 1:
        return [row_of(label, values[0])]
    return [row_of(f"{label}#{number}", value) for number, value in enumerate(values, 1)]


def _documents(kind: Kind, text: str) -> list[Any]:
    """A list stands for its members."""
    written = read_yaml(text) if kind is Kind.YAML else [read_json(text)]
    return [value for document in written for value in (document if isinstance(document, list) else [document])]


def _rows_of_archive(archive: Archive) -> Iterator[FileRow]:
    names = [name for name in archive.names if not _is_of_the_system(name)]
    if not names:
        raise FileEmpty
    return (row for name in names for row in _rows_of_entry(archive, name))


def _rows_of_entry(archive: Archive, name: str) -> list[FileRow]:
    try:
        kind = kind_of(name)
        if kind not in TEXTS:
            raise FileKindUnknown
        require_size(kind, archive.size(name))
        data = archive.read(name)
        require_kind(kind, data)
        return _rows_of_text(kind, data, name)
    except FileRefused as refusal:
        return [refused_row(name, refusal)]


def _is_of_the_system(name: str) -> bool:
    """What file managers put into archives by themselves."""
    path = PurePosixPath(name)
    return path.parts[:1] == ("__MACOSX",) or path.name.startswith(".") or path.name == "Thumbs.db"
