"""Importing and exporting items over HTTP. Following such a job is the jobs' own affair."""

from typing import Literal, Self

from pydantic import Field, model_validator

from chalicelib.catalogue.api import catalogue_area
from chalicelib.catalogue.files import errors, service
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, approver, manager
from chalicelib.http.shapes import Request, Shape
from chalicelib.jobs.errors import FileEmpty, JobUnknown, NotAnImport, UploadMissing
from chalicelib.jobs.service import load_job
from chalicelib.jobs.uploads import (
    BeginImport,
    ImportView,
    OrderedJobView,
    ordered,
    permitted,
    start_with_file,
)
from chalicelib.kernel.text import Text


class BeginExport(Request):
    """What is to be exported."""

    format: Literal["yaml-zip", "json-zip", "xlsx"]
    department: str = Field("", pattern=r"^([A-Z0-9-]{2,20})?$", description="Empty for all that the caller reaches.")
    drafts: bool = Field(False, description="The versions in work in place of those in force.")
    template: bool = Field(False, description="An empty workbook to fill in.")

    @model_validator(mode="after")
    def _template_is_a_workbook(self) -> Self:
        if self.template and self.format != "xlsx":
            raise ValueError(Text("导入模板只有 xlsx 格式", "The template is an xlsx"))
        return self


class ExportedFileView(Shape):
    """Where the file is fetched, for five minutes."""

    url: str
    filename: str


class DepartmentLine:
    """A department line as the subject of access."""

    owner_id = region = ""

    def __init__(self, department: str) -> None:
        self.department = department


@catalogue_area.post(
    "/v1/catalogue/imports",
    access=allow(manager()),
    status=201,
    summary=Text("导入事项", "Import items"),
    refusals=(errors.FileKindUnknown, errors.FileOutdated, errors.FileTooLarge, FileEmpty),
)
def begin_import(call: Call, body: BeginImport) -> Reply[ImportView]:
    """Permission to upload exactly that file. What is too large or of no known kind is refused at once."""
    call.own()
    job, permission = service.begin_import(
        call.uow, call.platform.materials, **body.model_dump(), department=call.caller.department
    )
    return permitted(job, permission)


@catalogue_area.post(
    "/v1/catalogue/imports/{job_id}/start",
    access=allow(manager()),
    status=202,
    summary=Text("开始导入", "Start an import"),
    refusals=(JobUnknown, NotAnImport, UploadMissing),
)
def start_import(call: Call, job_id: str) -> Reply[OrderedJobView]:
    """Once the file has been uploaded. Started again, it is not done twice."""
    job = service.load_import(call.uow.table, job_id)
    call.require_reach(job)
    return ordered(start_with_file(call.uow, call.platform.materials, job))


@catalogue_area.post(
    "/v1/catalogue/exports",
    access=allow(manager(), approver()),
    status=202,
    summary=Text("导出事项", "Export items"),
)
def begin_export(call: Call, body: BeginExport) -> Reply[OrderedJobView]:
    """The items of a department or, for the province's catalogue office, of all; or the template for imports."""
    department = body.department or call.caller.department
    call.require_reach(DepartmentLine(department))
    job = service.begin_export(
        call.uow,
        form=body.format,
        department=department,
        drafts=body.drafts,
        template=body.template,
        owner_department=call.caller.department,
    )
    return ordered(job)


@catalogue_area.get(
    "/v1/catalogue/exports/{job_id}/file",
    access=allow(manager(), approver()),
    summary=Text("下载导出文件", "Fetch an exported file"),
    refusals=(JobUnknown, errors.ExportNotReady),
)
def fetch_export(call: Call, job_id: str) -> Reply[ExportedFileView]:
    """A download address, valid for five minutes."""
    job = load_job(call.uow.table, job_id)
    call.require_reach(job)
    key, filename = service.exported_file(job)
    return Reply(
        ExportedFileView(url=call.platform.materials.permit_download(key, filename=filename), filename=filename)
    )
