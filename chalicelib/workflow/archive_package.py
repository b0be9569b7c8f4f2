"""Making the bag of a case that its archive lacks next: one pass over everything, through a file on disk.

One bag is made at a time, and the state machine asks again until none is missing: so a case of any size is packed by a
function that has five minutes, and what was packed is not packed again after an interruption. Whatever step it is cut
off at, a repetition ends with one bag: the first that is stored stays, and its hash is taken from what is stored. It
lies in the bucket where nothing can be deleted (object lock), encrypted by the data key.
"""

import datetime as dt
import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from chalicelib.archiving.bag import Bag
from chalicelib.archiving.keeping import Keeping
from chalicelib.aws.platform import Platform
from chalicelib.cases import service as cases
from chalicelib.cases.model import Case
from chalicelib.cases.packages import ArchivePackage, bag_after, sequels_in
from chalicelib.kernel.events import RecordedEvent
from chalicelib.kernel.instants import midnight, shanghai_date
from chalicelib.workflow.archive_contents import Contents
from chalicelib.workflow.archive_editions import editions_of
from chalicelib.workflow.archive_files import (
    LARGEST_PART,
    StoredFile,
    documents_of,
    in_parts,
    reissues_among,
    uploads_of,
)
from chalicelib.workflow.archive_metadata import Place, bag_info, contents_list, metadata
from chalicelib.workflow.archive_words import as_json

ZIP = "application/zip"


class FileDiffers(Exception):
    """A file is not the one that the case rests on; the message says which. Nothing is packed until it is found."""


class PartsChanged(Exception):
    """The case has other files than when its first part was made: that never happens to a case that is over."""


@dataclass(frozen=True)
class _Plan:
    """The bag that is to be made."""

    case: Case
    history: list[RecordedEvent]
    place: Place
    keeping: Keeping
    contents: Contents
    parts: list[list[StoredFile]]


def next_package(cloud: Platform, case_id: str, at: dt.datetime, *, largest: int = LARGEST_PART) -> ArchivePackage:
    """The bag that the case lacks next, stored: made now, or by an earlier attempt. `largest` is how many bytes of
    uploads a part may hold. Raises `FileDiffers`.
    """
    plan = _planned(cloud, case_id, at, largest)
    key = f"archives/{case_id}/{plan.place.version}-{plan.place.part}.zip"
    sha256, size, sequels = _made(cloud, plan, key, at) or (*_stored(cloud, key), _told_before(plan.case))
    lock = plan.keeping.locked_until
    return ArchivePackage(
        object_key=key,
        sha256=sha256,
        size=size,
        version=plan.place.version,
        part=plan.place.part,
        parts=plan.place.parts,
        sequels=sequels,
        kept_until=lock.isoformat() if lock else "",
    )


def _planned(cloud: Platform, case_id: str, at: dt.datetime, largest: int) -> _Plan:
    case, history = cases.load_history(cloud.table, case_id)
    version, part = bag_after(case.packages)
    editions = editions_of(cloud, case)
    if version == 1:
        files = [*documents_of(cloud, case, editions), *uploads_of(cloud, case)]
    else:
        files = reissues_among(cloud, editions)
    parts = in_parts(files, largest)
    if part > 1 and len(parts) != case.packages[-1].parts:
        raise PartsChanged(case_id)
    return _Plan(
        case,
        history,
        Place(version, part, len(parts)),
        Keeping(cases.item_of(cloud, case).archive_period, shanghai_date(at)),
        Contents(cloud, case, history, editions, at),
        parts,
    )


def _made(cloud: Platform, plan: _Plan, key: str, at: dt.datetime) -> tuple[str, int, int] | None:
    """Hash and size of the bag, and what it covers; None where one is stored already."""
    if cloud.documents.exists(key):
        return None
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "package.zip"
        _pack(plan, at, path)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        last = plan.keeping.locked_until
        lock = midnight(last) if last else None
        if not cloud.documents.write_file_once(key, path, media_type=ZIP, sha256=sha256, locked_until=lock):
            return None
        return sha256, path.stat().st_size, _told_by(plan)


def _pack(plan: _Plan, at: dt.datetime, path: Path) -> None:
    place = plan.place
    bag = Bag(path, plan.case.number if place.version == place.parts == 1 else _name(plan.case, place))
    bag.add("metadata.json", [as_json(metadata(plan.case, plan.history, place, plan.keeping, at))])
    if place.part == 1:
        bag.add("contents.json", [as_json(contents_list(plan.parts))])
        written = plan.contents.written_again() if place.is_supplement else plan.contents.written()
        for name, body in written:
            bag.add(name, [body])
    for stored in plan.parts[place.part - 1]:
        _add(bag, stored)
    bag.close(bag_info(plan.case, place, plan.keeping, at))


def _name(case: Case, place: Place) -> str:
    return f"{case.number}-{place.version}-{place.part}"


def _add(bag: Bag, stored: StoredFile) -> None:
    if bag.add(stored.path, stored.objects.pieces(stored.key), compress=False) != stored.sha256:
        raise FileDiffers(stored.path)


def _stored(cloud: Platform, key: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for piece in cloud.documents.pieces(key):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _told_by(plan: _Plan) -> int:
    """What a bag that is made now covers: histories and chains lie in the first part alone, and a later one adds no
    more than files to it.
    """
    return plan.case.sequels if plan.place.part == 1 else _told_before(plan.case)


def _told_before(case: Case) -> int:
    """What a bag of an earlier attempt covers for certain: no more than the one before it."""
    return sequels_in(case.packages)
