"""Copies of one's own data over HTTP: nobody asks for one on somebody's behalf."""

from datetime import date, datetime
from typing import Self

from pydantic import Field

from chalicelib.aws.rows import Row
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, in_person
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.http.routes import Area
from chalicelib.http.shapes import Shape
from chalicelib.jobs.model import Job, JobStatus
from chalicelib.kernel.text import Text
from chalicelib.parties.subject_access import errors, service

exports_area = Area(Text("个人信息副本", "Copies of one's own data"))

OWNERS = in_person(level=2)


class ExportView(Shape):
    """How far a copy has come."""

    export_id: str
    job_status: JobStatus
    requested_at: datetime
    ready_at: datetime | None = None
    available_until: datetime | None = Field(None, description="Then the file is deleted.")

    @classmethod
    def of(cls, job: Job) -> Self:
        until = job.ended_at + service.KEPT_FOR if job.ended_at else None
        return cls(
            export_id=job.id,
            job_status=job.status,
            requested_at=job.opened_at,
            ready_at=job.ended_at,
            available_until=until,
        )


class ListedExport(Shape):
    """A copy that was asked for."""

    export_id: str
    requested_on: date

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(export_id=str(row["job"]), requested_on=date.fromisoformat(str(row["sk"])))


class PersonalFileView(Shape):
    """Where the file is fetched, for five minutes, by whoever has this address."""

    url: str
    filename: str
    sha256: str


@exports_area.post(
    "/v1/me/exports",
    access=allow(OWNERS),
    status=202,
    summary=Text("申请个人信息副本", "Ask for a copy of one's data"),
    refusals=(errors.ExportedToday,),
)
def request_export(call: Call) -> Reply[ExportView]:
    """What the service holds of the caller, as JSON in a ZIP that reads well in a browser. It is made in the background
    and kept for seven days; one a day.
    """
    job = service.request(call.uow, call.own())
    return Reply(ExportView.of(job), location=f"/v1/me/exports/{job.id}")


@exports_area.get(
    "/v1/me/exports",
    access=allow(OWNERS),
    summary=Text("我的个人信息副本", "Copies one asked for"),
)
def list_exports(call: Call, query: PageQuery) -> Reply[ListOf[ListedExport]]:
    """By the day on which they were asked for."""
    me = call.own()
    after = query.after_in(service.listed_in(me))
    page = service.requested_by(call.platform.table, me, limit=query.limit, after=after)
    return one_page([ListedExport.of(row) for row in page.rows], page.next)


@exports_area.get(
    "/v1/me/exports/{export_id}",
    access=allow(OWNERS),
    summary=Text("查看副本进度", "Follow a copy"),
    refusals=(errors.ExportUnknown,),
)
def read_export(call: Call, export_id: str) -> Reply[ExportView]:
    """Whether it is ready, and until when."""
    return Reply(ExportView.of(_reached(call, export_id)))


@exports_area.get(
    "/v1/me/exports/{export_id}/file",
    access=allow(OWNERS),
    summary=Text("下载副本", "Fetch a copy"),
    refusals=(errors.ExportUnknown, errors.ExportNotReady, errors.ExportOver),
)
def fetch_personal_export(call: Call, export_id: str) -> Reply[PersonalFileView]:
    """A download address, valid for five minutes."""
    job = _reached(call, export_id)
    key, filename = service.file_of(job, call.act.at)
    url = call.platform.materials.permit_download(key, filename=filename)
    return Reply(PersonalFileView(url=url, filename=filename, sha256=job.result["sha256"]))


def _reached(call: Call, export_id: str) -> Job:
    job = service.read(call.platform.table, export_id)
    call.require_reach(job)
    return job
