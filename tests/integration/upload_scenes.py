"""Scenes of uploads in parts."""

from dataclasses import replace

from chalicelib.http.access import Caller, Role
from chalicelib.materials.model import DeclaredFile
from chalicelib.materials.parts import PART_BYTES, part_sizes
from chalicelib.materials.service import open_upload
from tests.integration.staging import Asked, Scene, Stage

OWNER = Caller("account-1", Role.APPLICANT, 3, "session-1")
TWO_PARTS = DeclaredFile(filename="plan.pdf", media_type="application/pdf", size=2 * PART_BYTES, sha256="0" * 64)


def sent_whole(stage: Stage) -> Asked:
    """All parts have arrived."""
    uow, quarantine = stage.unit_of_work(), stage.cloud.quarantine
    mine = {"reference": "case-1", "slot": "plan", "owner_id": OWNER.id, "item_code": "GA-JG-0102"}
    upload, _ = open_upload(uow, quarantine, file=TWO_PARTS, **mine)
    uow.commit()
    where = {"Bucket": quarantine.bucket, "Key": upload.object_key, "UploadId": upload.storage_id}
    tags = []
    for number, size in part_sizes(TWO_PARTS.size).items():
        part = quarantine._client.upload_part(**where, PartNumber=number, Body=bytes(size))
        tags.append({"number": number, "etag": part["ETag"]})
    return Asked(by=OWNER, path={"upload_id": upload.id}, body={"parts": tags})


UPLOAD_SCENES: dict[str, Scene] = {
    "GET /v1/uploads/{upload_id}": lambda stage: replace(sent_whole(stage), body=None),
    "POST /v1/uploads/{upload_id}/completion": sent_whole,
}
