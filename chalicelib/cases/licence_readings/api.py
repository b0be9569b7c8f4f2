"""Reading licences in the course of a case, over HTTP."""

from pydantic import Field

from chalicelib.aws.machine_time import machine_now
from chalicelib.cases import errors, service
from chalicelib.cases.api import cases_area, keep_away, reached
from chalicelib.cases.licence_readings import service as licence_readings
from chalicelib.cases.licence_readings.errors import NotRequiredHere
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, desk, head
from chalicelib.http.shapes import Request
from chalicelib.kernel.text import Text
from chalicelib.licences.sharing.api import NOT_NOW
from chalicelib.licences.sharing.views import LicencesRead
from chalicelib.parties.consents.views import Purpose


class ReadApplicantsLicences(Request):
    """Which type, and what for."""

    certificate_type: str = Field(pattern=r"^[A-Z0-9_-]{2,60}$", description="One that the item's materials name.")
    reason: Purpose = Field(description="What it is needed for; the applicant sees it.")


@cases_area.post(
    "/v1/cases/{case_id}/licence-readings",
    access=allow(desk(), head()),
    summary=Text("办件中读取申请人证照", "Read the applicant's licences in a case"),
    not_repeatable="every reading is recorded for the holder, and its answer is not kept",
    refusals=(errors.CaseUnknown, errors.NotNow, errors.OwnCase, NotRequiredHere, *NOT_NOW),
)
def read_applicants_licences(call: Call, case_id: str, body: ReadApplicantsLicences) -> Reply[LicencesRead]:
    """By the duty of the item, which has to name a material of that type, while the case is being handled: numbers and
    dates, without the holder. The applicant sees department, reason and law; how often an official reads is limited.
    """
    case = reached(call, case_id)
    keep_away(call, case)
    reading, licences = licence_readings.read(
        call.platform, call.uow, case, service.item_of(call.platform, case), by=call.caller, now=machine_now(),
        certificate_type=body.certificate_type, reason=body.reason,
    )  # fmt: skip
    return Reply(LicencesRead.of(reading, licences))
