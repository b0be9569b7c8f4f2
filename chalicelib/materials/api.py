"""Uploads over HTTP: how far one has come, what is still missing, and that it is complete."""

from chalicelib.http.authority import Power
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, applicant
from chalicelib.http.routes import Area
from chalicelib.kernel.text import Text
from chalicelib.materials import errors, service
from chalicelib.materials.views import CompleteUpload, UploadProgressView

materials_area = Area(Text("材料上传", "Uploads"))


@materials_area.get(
    "/v1/uploads/{upload_id}",
    access=allow(applicant(power=Power.SUBMIT)),
    summary=Text("上传进度", "How far an upload has come"),
    refusals=(errors.UploadUnknown,),
)
def read_upload(call: Call, upload_id: str) -> Reply[UploadProgressView]:
    """To go on after an interruption, within two days: the parts that have arrived, and where the missing ones go."""
    upload = service.read(call.platform.table, upload_id)
    call.require_reach(upload)
    return Reply(UploadProgressView.of(upload, service.parts_of(call.platform.quarantine, upload)))


@materials_area.post(
    "/v1/uploads/{upload_id}/completion",
    access=allow(applicant(power=Power.SUBMIT)),
    status=202,
    not_repeatable="it changes nothing here, and storage puts the parts together once",
    summary=Text("完成分片上传", "Put the parts together"),
    refusals=(errors.UploadUnknown, errors.PartsMissing, errors.PartsRefused, errors.UploadOver),
)
def complete_upload(call: Call, upload_id: str, body: CompleteUpload) -> Reply[UploadProgressView]:
    """All parts by their tags. The whole file is examined afterwards, as any other; repeated, nothing happens."""
    upload = service.read(call.platform.table, upload_id)
    call.require_reach(upload)
    service.put_together(call.platform.quarantine, upload, body.tags, call.act.at)
    return Reply(UploadProgressView.of(upload, []))
