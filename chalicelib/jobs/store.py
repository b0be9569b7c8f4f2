"""How jobs are kept: `JOB#<id>` holds `SNAPSHOT`, `EVENT#<seq>` and a `LINE#<number>` for each row of the report."""

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import SNAPSHOT, Key, Page, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.jobs.errors import JobUnknown
from chalicelib.jobs.model import Job, Line, Lines

LAST_LINE = 999_999


def job_pk(job_id: str) -> str:
    """The partition of a job."""
    return f"JOB#{job_id}"


def load(table: Table, job_id: str) -> Job:
    """The job. Raises `JobUnknown`. One round trip."""
    row = table.row(Key(job_pk(job_id), SNAPSHOT))
    if row is None:
        raise JobUnknown
    return to_aggregate(Job, row)


def save(uow: UnitOfWork, job: Job) -> None:
    """Put the job's snapshot and events into the unit of work."""
    uow.save(job_pk(job.id), job)


def line_row(job_id: str, line: Line) -> Row:
    """One row of the report."""
    return {"pk": job_pk(job_id), "sk": line_sk(line.number), "body": line.model_dump_json()}


def lines_behind(table: Table, job_id: str, number: int) -> Lines:
    """The lines with a higher number. One round trip a megabyte."""
    rows = table.partition(job_pk(job_id), first=line_sk(number + 1), last=line_sk(LAST_LINE))
    return {line.number: line for line in map(line_of, rows)}


def lines(table: Table, job_id: str, *, limit: int, after: Row | None) -> Page:
    """The report, page by page. One round trip."""
    return table.stretch(job_pk(job_id), limit=limit, first=line_sk(0), last=line_sk(LAST_LINE), after=after)


def line_at(table: Table, job_id: str, number: int) -> Line | None:
    """The line of that number. One round trip."""
    row = table.row(Key(job_pk(job_id), line_sk(number)))
    return line_of(row) if row else None


def line_of(row: Row) -> Line:
    """The line that `row` holds."""
    return Line.model_validate_json(str(row["body"]))


def line_sk(number: int) -> str:
    """The sort key of a line."""
    return f"LINE#{number:06d}"
