"""Declaring an upload, and concluding it once the file has been inspected."""

import base64

from chalicelib.aws.objects import Objects, UploadPermission
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.ids import new_ulid
from chalicelib.materials import store
from chalicelib.materials.errors import NotDeclared
from chalicelib.materials.model import DeclaredFile, Upload, Verdict


def open_upload(
    uow: UnitOfWork, objects: Objects, *, reference: str, slot: str, owner_id: str, file: DeclaredFile
) -> tuple[Upload, UploadPermission]:
    """Declare `file` and permit its upload, and that of no other file."""
    upload = Upload.declare(
        upload_id=new_ulid(uow.act.at), reference=reference, slot=slot, owner_id=owner_id, file=file, act=uow.act
    )
    store.save(uow, upload)
    permission = objects.permit_upload(
        upload.object_key,
        size=file.size,
        media_type=file.media_type,
        sha256_base64=base64.b64encode(bytes.fromhex(file.sha256)).decode(),
    )
    return upload, permission


def declared_under(table: Table, object_key: str) -> Upload:
    """The upload whose object lies under exactly that key. Raises `NotDeclared`. One round trip."""
    upload = store.load(table, object_key.rpartition("/")[2])
    if upload is None or upload.object_key != object_key:
        raise NotDeclared
    return upload


def conclude(uow: UnitOfWork, upload: Upload, verdict: Verdict) -> None:
    """Take the verdict of an inspection. Concluded before, nothing changes."""
    upload.conclude(verdict, uow.act)
    store.save(uow, upload)
