"""Use cases of copies of one's own data (个人信息保护法, arts. 45 and 50): ask for one, follow it, fetch it.

A copy is a job; what goes into it is `workflow/subject_export`. `EXPORTS#<account>`/`<day>` says which was asked for
when.
"""

from datetime import datetime, timedelta

from chalicelib.aws.rows import Page, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Role
from chalicelib.jobs.errors import JobUnknown
from chalicelib.jobs.model import Job, JobStatus
from chalicelib.jobs.service import load_job, open_job
from chalicelib.kernel.instants import midnight, shanghai_date
from chalicelib.parties.subject_access.errors import ExportedToday, ExportNotReady, ExportOver, ExportUnknown

EXPORT_SUBJECT = "EXPORT_SUBJECT"
KEPT_FOR = timedelta(days=7)
"""The file; the bucket forgets it by itself."""
LISTED_FOR = timedelta(days=366)


def request(uow: UnitOfWork, account_id: str) -> Job:
    """Have a copy made. `ExportedToday` on commit where one was asked for today. Reads nothing."""
    job = open_job(
        uow,
        kind=EXPORT_SUBJECT,
        department="",
        title="个人信息副本",
        inputs={"account_id": account_id},
        only_for=Role.APPLICANT,
    )
    now = uow.act.at
    row: Row = {
        "pk": listed_in(account_id),
        "sk": shanghai_date(now).isoformat(),
        "job": job.id,
        "expires_at": int((now + LISTED_FOR).timestamp()),
    }
    uow.put(row, new=True, refusal=lambda standing: _asked_today(standing, now))
    return job


def requested_by(table: Table, account_id: str, *, limit: int, after: Row | None) -> Page:
    """A page of what somebody asked for, by day. One round trip."""
    return table.stretch(listed_in(account_id), limit=limit, first="0", last="9999", after=after)


def listed_in(account_id: str) -> str:
    """The partition of that list: what its cursors are bound to."""
    return f"EXPORTS#{account_id}"


def read(table: Table, export_id: str) -> Job:
    """The copy as a job. Raises `ExportUnknown`. One round trip."""
    try:
        job = load_job(table, export_id)
    except JobUnknown:
        raise ExportUnknown from None
    if job.kind != EXPORT_SUBJECT:
        raise ExportUnknown
    return job


def file_of(job: Job, now: datetime) -> tuple[str, str]:
    """Key and name of the file. Raises `ExportNotReady` or `ExportOver`."""
    if job.status is not JobStatus.DONE or job.ended_at is None:
        raise ExportNotReady(export_id=job.id)
    if now >= job.ended_at + KEPT_FOR:
        raise ExportOver
    return job.result["object_key"], job.result["filename"]


def _asked_today(standing: Row | None, now: datetime) -> ExportedToday:
    tomorrow = midnight(shanghai_date(now) + timedelta(days=1))
    export_id = str(standing["job"]) if standing else ""
    return ExportedToday(export_id=export_id, retry_after=int((tomorrow - now).total_seconds()) + 1)
