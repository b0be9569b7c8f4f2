"""Whether a file is the one that was declared: its size, its SHA-256, and its type as the bytes themselves tell it."""

import hashlib
from pathlib import Path

from chalicelib.materials.inspection.findings import Objection, WhyRefused
from chalicelib.materials.model import DeclaredFile

HEAD = 4096
"""Signatures stand at the beginning."""


def require_declared(path: Path, declared: DeclaredFile) -> None:
    """Raise `Objection` with the first thing in which the file differs from its declaration."""
    if path.stat().st_size != declared.size:
        raise Objection(WhyRefused.SIZE)
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != declared.sha256:
            raise Objection(WhyRefused.SHA256)
        file.seek(0)
        if media_type_of(file.read(HEAD)) != declared.media_type:
            raise Objection(WhyRefused.TYPE)


def media_type_of(head: bytes) -> str:
    """The media type that the content itself shows; empty when it shows none."""
    import puremagic  # noqa: PLC0415 - its tables of signatures would slow the start of every other function

    try:
        return str(puremagic.from_string(head, mime=True))
    except (puremagic.PureError, ValueError):
        return ""
