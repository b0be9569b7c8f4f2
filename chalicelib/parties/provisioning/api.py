"""Importing a staff list over HTTP. Following such a job is the jobs' own affair."""

from pydantic import Field

from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, operator
from chalicelib.http.routes import Area
from chalicelib.jobs.errors import FileEmpty, JobUnknown, NotAnImport, UploadMissing
from chalicelib.jobs.uploads import BeginImport, ImportView, OrderedJobView, ordered, permitted, start_with_file
from chalicelib.kernel.text import Text
from chalicelib.parties.provisioning import errors, service

provisioning_area = Area(Text("人员名册", "The staff list"))


class BeginStaffImport(BeginImport):
    """The list that is going to be uploaded."""

    complete: bool = Field(False, description="Everybody who is not on it leaves the service.")
    confirm_departures: bool = Field(False, description="Also if more than a fifth of all would leave.")


@provisioning_area.post(
    "/v1/staff/imports",
    access=allow(operator()),
    status=201,
    summary=Text("导入人员名册", "Import a staff list"),
    refusals=(errors.StaffListOfAnotherKind, errors.StaffListTooLarge, FileEmpty),
)
def begin_staff_import(call: Call, body: BeginStaffImport) -> Reply[ImportView]:
    """Permission to upload exactly that file, a .csv of id, name, mobile, role, department, region and posts."""
    return permitted(*service.begin_import(call.uow, call.platform.materials, **body.model_dump()))


@provisioning_area.post(
    "/v1/staff/imports/{job_id}/start",
    access=allow(operator()),
    status=202,
    summary=Text("开始导入人员名册", "Start importing a staff list"),
    refusals=(JobUnknown, NotAnImport, UploadMissing),
)
def start_staff_import(call: Call, job_id: str) -> Reply[OrderedJobView]:
    """Once the file has been uploaded. Started again, it is not done twice."""
    job = service.load_import(call.uow.table, job_id)
    call.require_reach(job)
    return ordered(start_with_file(call.uow, call.platform.materials, job))
