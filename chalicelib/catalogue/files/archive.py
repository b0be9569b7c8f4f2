"""Opening a ZIP that somebody sent: nothing is extracted to a disk, and nothing is unpacked beyond its limits.

The declared sizes are looked at before anything is unpacked. They may lie, so no more than the declared size is asked
for: asked for everything, `zipfile` unpacks it all and cuts it off afterwards.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from struct import error as StructError

from chalicelib.catalogue.files.errors import ArchiveBroken, ArchiveExpands, FileEncrypted, TooManyDocuments
from chalicelib.catalogue.files.kinds import MIB

LARGEST_COUNT = 20_000
"""Documents in one file: the whole catalogue, one an item."""
DIRECTORY_SIGN = b"PK\x01\x02"
CREDIBLE_RATIO = 200
"""XML of office programs shrinks to a fiftieth, catalogues to a twentieth; bombs begin at a thousandth."""
ENCRYPTED_FLAG = 0x1
COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, StructError, NotImplementedError, RuntimeError, ValueError, OSError)
"""What `zipfile` raises for damaged files, depending on where the damage is."""


class Archive:
    """The entries of an archive whose declared sizes are credible."""

    def __init__(self, data: bytes, *, limit_mib: int) -> None:
        """Raises `ArchiveBroken`, `TooManyDocuments`, `ArchiveExpands`, `FileEncrypted`; unpacks nothing."""
        if data.count(DIRECTORY_SIGN) > LARGEST_COUNT:
            raise TooManyDocuments(limit=LARGEST_COUNT)
        self._limit_mib = limit_mib
        self._zip = _opened(data)
        self._entries = {entry.filename: entry for entry in self._zip.infolist() if not entry.is_dir()}
        self._require_credible()

    @property
    def names(self) -> list[str]:
        """Of all entries that are files, in the order of the archive."""
        return list(self._entries)

    def size(self, name: str) -> int:
        """The declared size of an entry in bytes; no more than that is ever unpacked of it."""
        return self._entries[name].file_size

    def read(self, name: str) -> bytes:
        """The entry's bytes. Raises `ArchiveBroken`."""
        with _damage_told(), self._zip.open(name) as entry:
            return entry.read(self.size(name) + 1)

    def _require_credible(self) -> None:
        everything = self._zip.infolist()
        if len({entry.filename for entry in everything}) < len(everything):
            raise ArchiveBroken
        for entry in everything:
            if entry.flag_bits & ENCRYPTED_FLAG:
                raise FileEncrypted
            if entry.compress_type not in COMPRESSIONS:
                raise ArchiveBroken
        sizes = sum(entry.file_size for entry in everything)
        if sizes > self._limit_mib * MIB or any(map(_is_incredible, everything)):
            raise ArchiveExpands(limit_mib=self._limit_mib)


def _is_incredible(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > MIB and entry.file_size > CREDIBLE_RATIO * max(1, entry.compress_size)


def _opened(data: bytes) -> zipfile.ZipFile:
    """Names that are not marked as UTF-8 are read as Chinese Windows writes them."""
    with _damage_told():
        try:
            return zipfile.ZipFile(io.BytesIO(data), metadata_encoding="gb18030")
        except UnicodeDecodeError:
            return zipfile.ZipFile(io.BytesIO(data))


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except DAMAGE as error:
        raise ArchiveBroken from error
