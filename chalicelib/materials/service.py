"""Declaring an upload, following it part by part, and concluding it once the file has been examined."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.aws.objects import PartsDiffer, PartsForgotten, Quarantine, UploadPermission
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.ids import new_ulid
from chalicelib.materials import store
from chalicelib.materials.errors import NotDeclared, PartsMissing, PartsRefused, UploadOver, UploadUnknown
from chalicelib.materials.model import DeclaredFile, Upload, Verdict
from chalicelib.materials.parts import is_sent_in_parts, part_sizes

FORGOTTEN_AFTER = timedelta(days=2)
"""So long the quarantine keeps what is not put together (infra/resources/buckets.yaml)."""


@dataclass(frozen=True)
class Part:
    """A part of an upload: `etag` once it has arrived whole, `url` while it is missing."""

    number: int
    size: int
    etag: str | None
    url: str | None


def open_upload(
    uow: UnitOfWork,
    objects: Quarantine,
    *,
    reference: str,
    slot: str,
    owner_id: str,
    item_code: str,
    file: DeclaredFile,
) -> tuple[Upload, UploadPermission | None]:
    """Declare `file` and permit its upload, and that of no other file. A large file comes in parts (`parts_of`), and
    storage is asked for a name for them.
    """
    upload = Upload.declare(
        upload_id=new_ulid(uow.act.at),
        reference=reference,
        slot=slot,
        owner_id=owner_id,
        item_code=item_code,
        file=file,
        act=uow.act,
    )
    if is_sent_in_parts(file.size):
        upload.storage_id = objects.begin_parts(upload.object_key, media_type=file.media_type)
    store.save(uow, upload)
    return upload, None if upload.storage_id else _permission(objects, upload)


def read(table: Table, upload_id: str) -> Upload:
    """The upload. Raises `UploadUnknown`. One round trip."""
    upload = store.load(table, upload_id)
    if upload is None:
        raise UploadUnknown
    return upload


def parts_of(objects: Quarantine, upload: Upload, *, fresh: bool = False) -> list[Part]:
    """The parts of an upload that still goes on, in order; none of one that is put together, given up or in one piece.
    One call of storage, unless it is `fresh` and nothing can have arrived.
    """
    if not (upload.storage_id and upload.awaited):
        return []
    try:
        arrived = {} if fresh else objects.arrived_parts(upload.object_key, upload.storage_id)
    except PartsForgotten:
        return []
    return [
        Part(number, size, arrived[number].etag, None)
        if number in arrived and arrived[number].size == size
        else Part(number, size, None, _part_url(objects, upload, number, size))
        for number, size in part_sizes(upload.file.size).items()
    ]


def put_together(objects: Quarantine, upload: Upload, tags: Mapping[int, str], now: datetime) -> None:
    """Have storage make the file of its parts. Raises `PartsMissing`, `PartsRefused` or, after two days, `UploadOver`;
    done before, nothing happens: sooner nobody but we ends an upload, by completing it.
    """
    if not upload.awaited:
        return
    if not upload.storage_id or set(tags) != set(part_sizes(upload.file.size)):
        raise PartsMissing
    try:
        objects.put_together(upload.object_key, upload.storage_id, tags)
    except PartsDiffer:
        raise PartsRefused from None
    except PartsForgotten:
        if now >= upload.declared_at + FORGOTTEN_AFTER:
            raise UploadOver from None


def declared_under(table: Table, object_key: str) -> Upload:
    """The upload whose object lies under exactly that key. Raises `NotDeclared`. One round trip."""
    upload = store.load(table, object_key.rpartition("/")[2])
    if upload is None or upload.object_key != object_key:
        raise NotDeclared
    return upload


def conclude(uow: UnitOfWork, upload: Upload, verdict: Verdict) -> None:
    """Take the verdict of an examination. Concluded before, nothing changes."""
    upload.conclude(verdict, uow.act)
    store.save(uow, upload)


def _permission(objects: Quarantine, upload: Upload) -> UploadPermission:
    file = upload.file
    return objects.permit_upload(
        upload.object_key,
        size=file.size,
        media_type=file.media_type,
        sha256_base64=base64.b64encode(bytes.fromhex(file.sha256)).decode(),
    )


def _part_url(objects: Quarantine, upload: Upload, number: int, size: int) -> str:
    return objects.permit_part(upload.object_key, upload.storage_id, number=number, size=size)
