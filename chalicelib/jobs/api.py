"""Following a job over HTTP."""

from typing import Self

from pydantic import AwareDatetime, ConfigDict

from chalicelib.http.access_refusals import OutOfReach
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, approver, manager, operator
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.http.routes import Area
from chalicelib.http.shapes import Shape
from chalicelib.jobs import service, store
from chalicelib.jobs.errors import JobUnknown, NotRunning
from chalicelib.jobs.model import Job, JobStatus, Line, Refusal
from chalicelib.kernel.text import Language, Text

jobs_area = Area(Text("后台任务", "Jobs"))

FOLLOWERS = allow(manager(), approver(), operator())


class PlaceView(Shape):
    """Where something is wrong, and what."""

    pointer: str
    detail: str


class RefusalView(Shape):
    """Why it was refused, and what to do next."""

    code: str
    title: str
    next_step: str
    errors: list[PlaceView]

    @classmethod
    def of(cls, refusal: Refusal | None, language: Language) -> "RefusalView | None":
        """In the reader's language."""
        if refusal is None:
            return None
        places = [PlaceView(pointer=at.pointer, detail=at.detail.in_language(language)) for at in refusal.places]
        return cls(
            code=refusal.code,
            title=refusal.title.in_language(language),
            next_step=refusal.next_step.in_language(language),
            errors=places,
        )


class JobView(Shape):
    """How far a job has come."""

    model_config = ConfigDict(json_schema_extra={"title": "Job"})

    job_id: str
    kind: str
    title: str
    dry_run: bool
    status: JobStatus
    counts: dict[str, int]
    result: dict[str, str]
    refusal: RefusalView | None
    opened_at: AwareDatetime
    ended_at: AwareDatetime | None

    @classmethod
    def of(cls, job: Job, language: Language) -> Self:
        """In the reader's language."""
        return cls(
            job_id=job.id,
            kind=job.kind,
            title=job.title,
            dry_run=job.dry_run,
            status=job.status,
            counts=job.counts,
            result=job.result,
            refusal=RefusalView.of(job.refusal, language),
            opened_at=job.opened_at,
            ended_at=job.ended_at,
        )


class LineView(Shape):
    """What became of one row."""

    number: int
    label: str
    outcome: str
    refusal: RefusalView | None
    facts: dict[str, str]

    @classmethod
    def of(cls, line: Line, language: Language) -> Self:
        """In the reader's language."""
        refusal = RefusalView.of(line.refusal, language)
        return cls(number=line.number, label=line.label, outcome=line.outcome, refusal=refusal, facts=line.facts)


@jobs_area.get(
    "/v1/jobs/{job_id}",
    access=FOLLOWERS,
    summary=Text("查看任务进度", "Follow a job"),
    refusals=(JobUnknown,),
)
def read_job(call: Call, job_id: str) -> Reply[JobView]:
    """How far it has come; `counts` are brought up to date when a job ends or is handed on."""
    job = _reached(call, job_id)
    return Reply(JobView.of(job, call.language), version=job.version)


@jobs_area.post(
    "/v1/jobs/{job_id}/continuation",
    access=FOLLOWERS,
    changes=True,
    status=202,
    summary=Text("继续停滞的任务", "Let a job go on that stands still"),
    refusals=(JobUnknown, NotRunning),
)
def continue_job(call: Call, job_id: str) -> Reply[JobView]:
    """When its functions have failed five times nobody takes it up by itself. No row of it is done twice."""
    job = _reached(call, job_id)
    call.require_version(job.version)
    service.go_on(call.uow, job)
    return Reply(JobView.of(job, call.language), version=job.version)


@jobs_area.get(
    "/v1/jobs/{job_id}/lines",
    access=FOLLOWERS,
    summary=Text("任务逐行报告", "The report of a job, row by row"),
    refusals=(JobUnknown,),
)
def read_lines(call: Call, job_id: str, query: PageQuery) -> Reply[ListOf[LineView]]:
    """In the order of the rows; what is there while the job runs, everything when it has ended."""
    _reached(call, job_id)
    after = query.after_in(store.job_pk(job_id))
    page = store.lines(call.uow.table, job_id, limit=query.limit, after=after)
    lines = [LineView.of(store.line_of(row), call.language) for row in page.rows]
    return one_page(lines, page.next)


def _reached(call: Call, job_id: str) -> Job:
    """The job, for those whom it concerns. Raises `OutOfReach`."""
    job = store.load(call.uow.table, job_id)
    if job.only_for and job.only_for != call.caller.role:
        raise OutOfReach
    call.require_reach(job)
    return job
