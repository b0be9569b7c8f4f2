"""The applicant's commands."""

from pydantic import Field

from chalicelib.aws.objects import UPLOAD_SECONDS
from chalicelib.cases import errors, service
from chalicelib.cases.api import cases_area, changed, changed_as_item_says, reached, shown
from chalicelib.cases.applicant import Applicant
from chalicelib.cases.requests import DeclareUpload, OpenCase, SaveForm, SignPromise, Withdraw
from chalicelib.cases.uploads import begin_upload
from chalicelib.cases.views import CaseView, ReceiptView
from chalicelib.catalogue.errors import ItemUnknown
from chalicelib.catalogue.service import catalogue_of
from chalicelib.http.access_refusals import ItemNotCovered
from chalicelib.http.authority import Power
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, applicant
from chalicelib.http.shapes import Shape
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Text
from chalicelib.materials.service import parts_of
from chalicelib.materials.views import PartView, UploadProgressView
from chalicelib.parties.applicants.errors import OrganisationUnknown
from chalicelib.parties.applicants.service import applicant_details
from chalicelib.parties.errors import AccountUnknown


class UploadView(Shape):
    """Where and how to upload: PUT the file's bytes to `url` with exactly these headers. A file of more than 16 MiB
    comes in parts: PUT each to its own address, in any order, and complete the upload with the tags (ETag) answered.
    """

    upload_id: str
    url: str | None = None
    headers: dict[str, str] = {}
    parts: list[PartView] = []
    expires_in: int = Field(UPLOAD_SECONDS, description="Seconds; `GET /v1/uploads/…` gives new addresses.")


@cases_area.post(
    "/v1/cases",
    access=allow(applicant(level=2, power=Power.SUBMIT)),
    status=201,
    summary=Text("开始申请", "Begin an application"),
    refusals=(
        ItemUnknown,
        ItemNotCovered,
        AccountUnknown,
        OrganisationUnknown,
        errors.SubjectNotServed,
        errors.LevelBelowItem,
        errors.RegionNotServed,
        errors.OpenCaseExists,
    ),
)
def open_case(call: Call, body: OpenCase) -> Reply[CaseView]:
    """A draft for an item in a region, for oneself or for whom one acts. What the state may already hold is looked up
    at once.
    """
    call.own()
    call.require_item(body.item_code)
    item = catalogue_of(call.platform).current(body.item_code, shanghai_date(call.act.at))
    who = Applicant(**applicant_details(call.uow.table, call.caller).model_dump())
    case = service.open_case(call.uow, item=item, applicant=who, region=body.region)
    reply = shown(call, case, item)
    return Reply(reply.body, version=reply.version, location=f"/v1/cases/{case.id}")


@cases_area.put(
    "/v1/cases/{case_id}/form",
    access=allow(applicant(power=Power.SUBMIT)),
    summary=Text("保存申请表", "Save the form"),
    refusals=(errors.NotNow, errors.FormInvalid, errors.FieldIsVerified, errors.FieldNotOpen),
)
def save_form(call: Call, case_id: str, body: SaveForm) -> Reply[CaseView]:
    """Replace the form of a draft, or the fields that a correction request lists."""
    return changed_as_item_says(call, case_id, lambda case, item: case.save_form(body.form, item, call.act))


@cases_area.post(
    "/v1/cases/{case_id}/materials/{code}/uploads",
    access=allow(applicant(power=Power.SUBMIT)),
    status=201,
    changes=True,
    summary=Text("申请上传材料", "Ask to upload a material"),
    refusals=(errors.MaterialUnknown, errors.MaterialNotOpen, errors.MaterialTooLarge, errors.MaterialTypeRefused),
)
def ask_to_upload(call: Call, case_id: str, code: str, body: DeclareUpload) -> Reply[UploadView]:
    """Permission for exactly the declared file, straight to storage; it counts once it has been examined. What may
    follow later is brought in the same way after acceptance.
    """
    case = reached(call, case_id, changing=True)
    upload, permission = begin_upload(call, case, code, body)
    parts = UploadProgressView.of(upload, parts_of(call.platform.quarantine, upload, fresh=True)).parts
    view = UploadView(upload_id=upload.id, parts=parts)
    if permission is not None:
        view = UploadView(upload_id=upload.id, url=permission.url, headers=permission.headers)
    return Reply(view, version=case.version, location=f"/v1/uploads/{upload.id}")


@cases_area.post(
    "/v1/cases/{case_id}/promise",
    access=allow(applicant(level=2, power=Power.SUBMIT)),
    changes=True,
    summary=Text("签署真实性承诺", "Accept the truthfulness promise"),
    refusals=(errors.PromiseDiffers, errors.LevelBelowItem, errors.NotNow),
)
def sign_promise(call: Call, case_id: str, body: SignPromise) -> Reply[CaseView]:
    """Accept exactly the text that the item shows, by its version and hash; text, hash, level and time are kept."""
    level = call.caller.level
    return changed_as_item_says(
        call,
        case_id,
        lambda case, item: case.sign_promise(
            version=body.version, sha256=body.sha256, item=item, level=level, act=call.act
        ),
    )


@cases_area.post(
    "/v1/cases/{case_id}/submission",
    access=allow(applicant(level=2, power=Power.SUBMIT)),
    changes=True,
    summary=Text("提交申请", "Submit the application"),
    refusals=(
        errors.AlreadySubmitted,
        errors.CorrectionOver,
        errors.FormInvalid,
        errors.MaterialsMissing,
        errors.MaterialsBeingAsked,
        errors.PromiseMissing,
        errors.LevelBelowItem,
        errors.NumberTaken,
    ),
)
def submit(call: Call, case_id: str) -> Reply[ReceiptView]:
    """Hand the application in, or hand it in again corrected. What may follow later is there, or was promised. The
    reply is the receipt.
    """
    case = reached(call, case_id, changing=True)
    password = service.submit(call.uow, call.platform, case, level=call.caller.level)
    receipt = ReceiptView(
        case_id=case.id,
        number=case.number,
        query_password=password,
        submitted_at=call.act.at,
        accepted_or_answered_by=case.clock.promised if case.clock else "",
    )
    return Reply(receipt, version=case.version)


@cases_area.post(
    "/v1/cases/{case_id}/withdrawal",
    access=allow(applicant(level=2, power=Power.SUBMIT)),
    changes=True,
    summary=Text("撤回申请", "Withdraw the application"),
    refusals=(errors.NotNow, errors.AlreadyDecided),
)
def withdraw(call: Call, case_id: str, body: Withdraw) -> Reply[CaseView]:
    """Take the application back before it is decided; a fee already paid is refunded by itself."""
    return changed(call, case_id, lambda case: case.withdraw(body.reason, call.act))
