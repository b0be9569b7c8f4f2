"""Uploading a material of a case: only what the item asks for, only while the slot is open."""

from chalicelib.aws.objects import UploadPermission
from chalicelib.cases import errors, service
from chalicelib.cases.model import Case
from chalicelib.cases.requests import DeclareUpload
from chalicelib.http.call import Call
from chalicelib.materials.model import DeclaredFile, Upload
from chalicelib.materials.service import open_upload


def begin_upload(call: Call, case: Case, code: str, declared: DeclareUpload) -> tuple[Upload, UploadPermission | None]:
    """The upload and the permission for it; none for one in parts.

    Raises `MaterialUnknown`, `MaterialNotOpen`, `MaterialTooLarge`, `MaterialTypeRefused`.
    """
    case.open_slot(code, call.act.at)
    requirement = service.item_of(call.platform, case).material(code)
    if requirement is None:
        raise errors.MaterialUnknown
    if declared.size > requirement.max_bytes:
        raise errors.MaterialTooLarge(max_bytes=requirement.max_bytes)
    if declared.media_type not in requirement.media_types:
        raise errors.MaterialTypeRefused(accepted=", ".join(requirement.media_types))
    upload, permission = open_upload(
        call.uow,
        call.platform.quarantine,
        reference=case.id,
        slot=code,
        owner_id=case.owner_id,
        item_code=case.item_code,
        file=DeclaredFile(**declared.model_dump()),
    )
    service.change(
        call.uow, case, lambda it: it.expect_upload(code, upload_id=upload.id, sha256=declared.sha256, act=call.act)
    )
    return upload, permission
