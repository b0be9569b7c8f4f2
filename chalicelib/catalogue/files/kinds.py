"""What a file is: by its name, by its size, and by what its first bytes really say."""

from enum import StrEnum
from pathlib import PurePath

from chalicelib.catalogue.files.errors import (
    FileEncrypted,
    FileKindUnknown,
    FileNotWhatItSays,
    FileOutdated,
    FileTooLarge,
)
from chalicelib.jobs.errors import FileEmpty

MIB = 1024 * 1024
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""Compound files: workbooks of before 2007, and workbooks under a password."""
ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
ZIP_SIGNS = (b"PK\x03\x04", b"PK\x05\x06")


class Kind(StrEnum):
    """The kinds of file that are read, by extension."""

    JSON = ".json"
    YAML = ".yaml"
    ZIP = ".zip"
    WORKBOOK = ".xlsx"


EXTENSIONS = {**{kind.value: kind for kind in Kind}, ".yml": Kind.YAML}
MEDIA_TYPES = {
    Kind.JSON: "application/json",
    Kind.YAML: "application/yaml",
    Kind.ZIP: "application/zip",
    Kind.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LIMITS_MIB = {Kind.JSON: 10, Kind.YAML: 10, Kind.WORKBOOK: 10, Kind.ZIP: 50}
"""What a file may weigh as it comes; what may become of it unpacked is limited where it is unpacked."""


def kind_of(filename: str) -> Kind:
    """What the name says. Raises `FileKindUnknown`."""
    extension = PurePath(filename).suffix.lower()
    if extension == ".xls":
        raise FileOutdated
    if extension not in EXTENSIONS:
        raise FileKindUnknown
    return EXTENSIONS[extension]


def require_size(kind: Kind, size: int) -> None:
    """Raise `FileTooLarge` or `FileEmpty`, told by nothing but the size in bytes."""
    if size > LIMITS_MIB[kind] * MIB:
        raise FileTooLarge(limit_mib=LIMITS_MIB[kind])
    if size == 0:
        raise FileEmpty


def require_kind(kind: Kind, data: bytes) -> None:
    """Raise a refusal when the first bytes are not those of `kind`."""
    if data.startswith(OLE):
        raise FileEncrypted if ENCRYPTED_PART in data else FileOutdated
    is_zip = data.startswith(ZIP_SIGNS)
    if is_zip is not (kind in {Kind.ZIP, Kind.WORKBOOK}):
        raise FileNotWhatItSays(extension=kind.value)
