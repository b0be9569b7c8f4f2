"""A bag (BagIt, RFC 8493) written straight into a ZIP: one pass over each file, nothing held in memory.

The well-known `bagit` makes bags of directories, in place; that would need every file on disk twice before the
first byte of the ZIP. So the few lines of a bag are written here, and `bagit` judges them in the tests.

    <name>/bagit.txt · bag-info.txt · manifest-sha256.txt · tagmanifest-sha256.txt · data/…
"""

import hashlib
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

FIXED_DATE = (1980, 1, 1, 0, 0, 0)
"""The same content is always the same bytes; when things happened is told by the history within."""
READABLE = 0o644 << 16
"""Permissions of a file, for those who unpack it on Unix."""
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_PATH = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*\.[a-z0-9]+(\.[a-z0-9]+)?")


class Bag:
    """A bag that is being written: `add` its files, then `close` it, once."""

    def __init__(self, file: IO[bytes] | Path, name: str) -> None:
        """`file` is where the ZIP is written; `name` is that of the bag's one folder."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"no name of a bag: {name!r}")
        self._zip, self._name = zipfile.ZipFile(file, "w"), name
        self._payload: dict[str, str] = {}
        self._octets = 0

    def add(self, path: str, pieces: Iterable[bytes], *, compress: bool = True) -> str:
        """Put a file at `data/<path>`; its SHA-256 in hexadecimal. What is compressed already need not be again.

        Raises `ValueError` for a path that some file system could not hold or that is taken.
        """
        if not _PATH.fullmatch(path) or f"data/{path}" in self._payload:
            raise ValueError(f"no path in a bag, or taken: {path!r}")
        digest, octets = self._write(f"data/{path}", pieces, compress=compress)
        self._payload[f"data/{path}"] = digest
        self._octets += octets
        return digest

    def close(self, info: Sequence[tuple[str, str]]) -> None:
        """Write what describes the bag: `info` (label and value, in order, for `bag-info.txt`) and the manifests."""
        told = [*info, ("Payload-Oxum", f"{self._octets}.{len(self._payload)}")]
        tags = {
            "bagit.txt": DECLARATION,
            "bag-info.txt": "".join(f"{label}: {' '.join(value.split())}\n" for label, value in told),
            "manifest-sha256.txt": _manifest(self._payload),
        }
        digests = {name: self._write(name, [text.encode()])[0] for name, text in tags.items()}
        self._write("tagmanifest-sha256.txt", [_manifest(digests).encode()])
        self._zip.close()

    def _write(self, path: str, pieces: Iterable[bytes], *, compress: bool = True) -> tuple[str, int]:
        entry = zipfile.ZipInfo(f"{self._name}/{path}", FIXED_DATE)
        entry.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
        entry.create_system, entry.external_attr = 3, READABLE
        digest, octets = hashlib.sha256(), 0
        with self._zip.open(entry, "w", force_zip64=True) as file:
            for piece in pieces:
                digest.update(piece)
                octets += len(piece)
                file.write(piece)
        return digest.hexdigest(), octets


def _manifest(digests: dict[str, str]) -> str:
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests))
