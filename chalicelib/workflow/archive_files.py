"""The files of a case in storage, and in which part of its archive package each lies."""

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.aws.objects import Documents, Materials
from chalicelib.aws.platform import Platform
from chalicelib.cases.late.model import Returned
from chalicelib.cases.model import Case
from chalicelib.cases.slots import MaterialSlot
from chalicelib.workflow.archive_editions import Edition

LARGEST_PART = 2**30
"""Bytes of uploads in one part: a third of what a function reads, hashes and stores again within its five minutes, and
half of its disk. The largest single upload is a fifth of it.
"""


@dataclass(frozen=True)
class StoredFile:
    """A file that lies in a bucket: where in the package, where in storage, and the hash that it has to have."""

    path: str
    objects: Materials | Documents
    key: str
    sha256: str
    size: int = 0
    """In bytes; our own documents are small, and count as nothing."""


def uploads_of(cloud: Platform, case: Case) -> list[StoredFile]:
    """What was brought last of each material, also where something else was announced or refused since; and what a desk
    returned.
    """
    slots, returned = list(enumerate(case.materials.values(), start=1)), case.returned_files
    brought: list[tuple[str, MaterialSlot | Returned]] = [(path_of(number, slot), slot) for number, slot in slots]
    sent_back: list[tuple[str, MaterialSlot | Returned]] = [
        (returned_path_of(number, returned[slot.code]), returned[slot.code])
        for number, slot in slots
        if slot.code in returned
    ]
    return [
        StoredFile(path, cloud.materials, file.object_key, file.sha256, file.size)
        for path, file in (*brought, *sent_back)
        if file.object_key
    ]


def documents_of(cloud: Platform, case: Case, editions: Sequence[Edition]) -> list[StoredFile]:
    """What was issued, every edition of it."""
    first = {
        kind: StoredFile(f"documents/{kind}.pdf", cloud.documents, document.object_key, document.sha256)
        for kind, document in case.documents.items()
    }
    return list({**first, **{edition.name: _document_of(cloud, edition) for edition in editions}}.values())


def reissues_among(cloud: Platform, editions: Sequence[Edition]) -> list[StoredFile]:
    """What was issued after the first edition."""
    return [_document_of(cloud, edition) for edition in editions if edition.is_reissue]


def _document_of(cloud: Platform, edition: Edition) -> StoredFile:
    request = edition.licence.request
    return StoredFile(f"documents/{edition.name}.pdf", cloud.documents, request.object_key, request.sha256)


def in_parts(files: Sequence[StoredFile], largest: int) -> list[list[StoredFile]]:
    """The files in order, in as many parts as are needed for none to hold more than `largest` bytes; a file that alone
    is larger has a part of its own. At least one part.
    """
    parts: list[list[StoredFile]] = [[]]
    room = largest
    for file in files:
        if file.size > room and parts[-1]:
            parts.append([])
            room = largest
        parts[-1].append(file)
        room -= file.size
    return parts


def path_of(number: int, slot: MaterialSlot) -> str:
    """Codes of materials are free text to a file system; their number is not."""
    return f"materials/{number:03d}{_extension_of(slot.media_type)}"


def returned_path_of(number: int, returned: Returned) -> str:
    """Beside what was brought instead of it."""
    return f"materials/{number:03d}-returned{_extension_of(returned.media_type)}"


def _extension_of(media_type: str) -> str:
    return mimetypes.guess_extension(media_type) or ".bin"
