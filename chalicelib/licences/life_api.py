"""What happens to a licence after it was issued: the head of the issuing department suspends, resumes or revokes it, or
has it issued again.
"""

from pydantic import Field

from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, head, signatory
from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.text import Text
from chalicelib.licences import errors, service
from chalicelib.licences.api import licences_area
from chalicelib.licences.events import RevocationGround
from chalicelib.licences.model import Licence
from chalicelib.licences.object_keys import credential_key
from chalicelib.licences.views import LicenceView

ISSUERS = allow(head())
CONCERNED = allow(head(), signatory(level=2))
FINAL = (errors.AlreadyRevoked, errors.AlreadyReplaced)


class LicenceReason(Request):
    """Why, as the holder is told (Licensing Law art. 69, 70)."""

    reason: str = Field(min_length=2, max_length=500, description="Why; the holder is told.")


class RevokeLicence(LicenceReason):
    """By which of the law's ways, and why."""

    ground: RevocationGround = Field(
        description="撤回 (Licensing Law art. 8), 撤销 (art. 69), 吊销 (a penalty) or 注销 (art. 70)."
    )


class LicenceFile(Shape):
    """Where a licence's PDF and its machine-readable copy are downloaded."""

    url: str
    credential_url: str | None = Field(None, description="Absent for what grants nothing.")


@licences_area.get(
    "/v1/licences/{licence_id}",
    access=CONCERNED,
    summary=Text("查看证照", "Read a licence"),
    refusals=(errors.LicenceUnknown,),
)
def read_licence(call: Call, licence_id: str) -> Reply[LicenceView]:
    """As it stands now."""
    return _shown(call, _reached(call, licence_id))


@licences_area.get(
    "/v1/licences/{licence_id}/file",
    access=CONCERNED,
    summary=Text("下载证照", "Download a licence"),
    refusals=(errors.LicenceUnknown, errors.StillWithheld),
)
def open_licence(call: Call, licence_id: str) -> Reply[LicenceFile]:
    """Download addresses, valid for five minutes, of any version, once nothing is owed for it."""
    licence = _reached(call, licence_id)
    if licence.is_withheld:
        raise errors.StillWithheld
    request = licence.request
    documents, key = call.platform.documents, request.object_key
    name = f"{request.serial}-{request.edition}"
    copy = documents.permit_download(credential_key(key), filename=f"{name}.sd-jwt") if request.grants else None
    return Reply(LicenceFile(url=documents.permit_download(key, filename=f"{name}.pdf"), credential_url=copy))


@licences_area.post(
    "/v1/licences/{licence_id}/suspension",
    access=ISSUERS,
    changes=True,
    summary=Text("暂停证照", "Suspend a licence"),
    refusals=(errors.LicenceUnknown, *FINAL, errors.AlreadySuspended, errors.GrantsNothing),
)
def suspend_licence(call: Call, licence_id: str, body: LicenceReason) -> Reply[LicenceView]:
    """It does not count until it is resumed; its holder is told."""
    licence = _to_change(call, licence_id)
    service.change(call.platform, call.uow, licence, lambda it: it.suspend(body.reason, call.act))
    return _shown(call, licence)


@licences_area.post(
    "/v1/licences/{licence_id}/resumption",
    access=ISSUERS,
    changes=True,
    summary=Text("恢复证照", "Resume a licence"),
    refusals=(errors.LicenceUnknown, errors.NotSuspended),
)
def resume_licence(call: Call, licence_id: str, body: LicenceReason) -> Reply[LicenceView]:
    """It counts again."""
    licence = _to_change(call, licence_id)
    service.change(call.platform, call.uow, licence, lambda it: it.resume(body.reason, call.act))
    return _shown(call, licence)


@licences_area.post(
    "/v1/licences/{licence_id}/revocation",
    access=ISSUERS,
    changes=True,
    summary=Text("撤销证照", "Revoke a licence"),
    refusals=(errors.LicenceUnknown, *FINAL),
)
def revoke_licence(call: Call, licence_id: str, body: RevokeLicence) -> Reply[LicenceView]:
    """For ever; its holder is told, and so are the systems that read it: of the ground, not of the reason."""
    licence = _to_change(call, licence_id)
    service.change(call.platform, call.uow, licence, lambda it: it.revoke(body.reason, call.act, body.ground))
    return _shown(call, licence)


@licences_area.post(
    "/v1/licences/{licence_id}/reissue",
    access=ISSUERS,
    changes=True,
    status=202,
    summary=Text("换发证照", "Issue a licence again"),
    refusals=(
        errors.LicenceUnknown,
        *FINAL,
        errors.AlreadySuspended,
        errors.GrantsNothing,
        errors.StillWithheld,
        errors.ReissueUnderWay,
        errors.NoFurtherEdition,
    ),
)
def reissue_licence(call: Call, licence_id: str, body: LicenceReason) -> Reply[LicenceView]:
    """Its next version is printed and signed in the background; until it is there this one counts."""
    licence = _to_change(call, licence_id)
    service.change(call.platform, call.uow, licence, lambda it: it.request_reissue(body.reason, call.act))
    return _shown(call, licence)


def _reached(call: Call, licence_id: str) -> Licence:
    licence = service.read(call.uow.table, licence_id)
    call.require_reach(licence)
    return licence


def _to_change(call: Call, licence_id: str) -> Licence:
    licence = _reached(call, licence_id)
    call.require_version(licence.version)
    return licence


def _shown(call: Call, licence: Licence) -> Reply[LicenceView]:
    return Reply(LicenceView.of(licence, call.act.at), version=licence.version)
