"""The machine-readable copy of what a case granted, for its holder."""

from chalicelib.cases import errors
from chalicelib.cases.api import Download, cases_area, reached
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, applicant
from chalicelib.kernel.text import Text
from chalicelib.licences.object_keys import credential_key


@cases_area.get(
    "/v1/cases/{case_id}/documents/{kind}/credential",
    access=allow(applicant(level=2)),
    summary=Text("下载可验证电子证照", "Download the machine-readable licence"),
    refusals=(errors.CaseUnknown, errors.DocumentNotReady),
)
def open_credential(call: Call, case_id: str, kind: str) -> Reply[Download]:
    """A download address for the SD-JWT credential of a `decision` that grants something, once nothing is owed."""
    case = reached(call, case_id)
    document = case.documents.get(kind)
    if document is None or kind != "decision" or not (case.is_granted and case.is_released):
        raise errors.DocumentNotReady
    key = credential_key(document.object_key)
    return Reply(Download(url=call.platform.documents.permit_download(key, filename=f"{case.number}.sd-jwt")))
