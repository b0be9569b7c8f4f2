"""Making the archive package of a case: one pass over everything, through a file on disk, never through memory.

Whatever step it is cut off at, a repetition ends with one package: the first that is stored stays, and its hash is
taken from what is stored. It lies in the bucket where nothing can be deleted (object lock), encrypted by the data key.
"""

import hashlib
import tempfile
from datetime import datetime
from pathlib import Path

from chalicelib.archiving.bag import Bag
from chalicelib.aws.platform import Platform
from chalicelib.cases import service as cases
from chalicelib.cases.model import Case
from chalicelib.cases.parts import ArchivePackage
from chalicelib.kernel.events import RecordedEvent
from chalicelib.workflow.archive_contents import StoredFile, bag_info, stored_files, written_files

ZIP = "application/zip"


class FileDiffers(Exception):
    """A file is not the one that the case rests on; the message says which. Nothing is packed until it is found."""


def package_of(cloud: Platform, case_id: str, at: datetime) -> ArchivePackage:
    """The case's package, stored: made now, or by an earlier attempt. Raises `FileDiffers`."""
    key = f"archives/{case_id}.zip"
    if not cloud.documents.exists(key):
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "package.zip"
            case, history = cases.load_history(cloud.table, case_id)
            _pack(cloud, case, history, at, path)
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            if cloud.documents.write_file_once(key, path, media_type=ZIP, sha256=sha256):
                return ArchivePackage(object_key=key, sha256=sha256, size=path.stat().st_size)
    return _stored(cloud, key)


def _pack(cloud: Platform, case: Case, history: list[RecordedEvent], at: datetime, path: Path) -> None:
    bag = Bag(path, case.number)
    for name, body in written_files(cloud, case, history, at):
        bag.add(name, [body])
    for stored in stored_files(cloud, case):
        _add(bag, stored)
    bag.close(bag_info(case, at))


def _add(bag: Bag, stored: StoredFile) -> None:
    if bag.add(stored.path, stored.objects.pieces(stored.key), compress=False) != stored.sha256:
        raise FileDiffers(stored.path)


def _stored(cloud: Platform, key: str) -> ArchivePackage:
    digest, size = hashlib.sha256(), 0
    for piece in cloud.documents.pieces(key):
        digest.update(piece)
        size += len(piece)
    return ArchivePackage(object_key=key, sha256=digest.hexdigest(), size=size)
