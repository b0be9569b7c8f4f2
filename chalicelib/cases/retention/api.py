"""Retention over HTTP: for operators, who read the schedule's runs and may try one out."""

from typing import Self

from pydantic import Field

from chalicelib.aws.rows import Row
from chalicelib.cases.retention import service
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, operator
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.http.routes import Area
from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.text import Text

retention_area = Area(Text("保存期限", "Retention"))


class BeginRun(Request):
    """Whether anything is to be removed."""

    dry_run: bool = Field(True, description="Report what would be removed, and remove nothing.")


class RunView(Shape):
    """One run; its report is at `/v1/jobs/{job_id}/lines`."""

    job_id: str
    begun: str = Field(description="The day, for the run of that day; the instant, for one that was asked for.")
    dry_run: bool

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(job_id=str(row["job"]), begun=str(row["sk"]).partition("#")[0], dry_run=bool(row["dry_run"]))


class BegunRunView(Shape):
    """The run that was asked for."""

    job_id: str
    dry_run: bool


class Everything:
    """What concerns all data, as the subject of access."""

    owner_id = department = region = ""


@retention_area.post(
    "/v1/retention-runs",
    access=allow(operator()),
    status=202,
    summary=Text("执行保存期限", "Carry the retention schedule out"),
)
def begin_retention_run(call: Call, body: BeginRun) -> Reply[BegunRunView]:
    """One run is begun every day by itself. The report says of every kind of data what sees to its end, and of
    everything removed that it was.
    """
    call.require_reach(Everything())
    job = service.begin(call.uow, dry_run=body.dry_run)
    return Reply(BegunRunView(job_id=job.id, dry_run=job.dry_run), location=f"/v1/jobs/{job.id}")


@retention_area.get(
    "/v1/retention-runs",
    access=allow(operator()),
    summary=Text("保存期限执行记录", "Runs of the retention schedule"),
)
def list_retention_runs(call: Call, query: PageQuery) -> Reply[ListOf[RunView]]:
    """The oldest first, for three years."""
    call.require_reach(Everything())
    page = service.runs(call.platform.table, limit=query.limit, after=query.after_in(service.RUNS))
    return one_page([RunView.of(row) for row in page.rows], page.next)
