"""Use cases of retention: begin a run, list the runs, find the drafts whose time is over and forget one.

A run is a job; what it does is `workflow/retention_run`. `RETENTION-RUNS`/`<day>` is the run of that day, and lists it;
`RETENTION-RUNS`/`<instant>#<job>` one that an operator asked for.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from chalicelib.aws.rows import Page, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.cases import store as cases
from chalicelib.cases.retention.schedule import DRAFT_DAYS, YEAR
from chalicelib.http.access import Role
from chalicelib.jobs.model import Job
from chalicelib.jobs.service import open_job
from chalicelib.kernel.instants import to_text

RETAIN = "RETAIN"
RUNS = "RETENTION-RUNS"
REPORT_KEPT_FOR = timedelta(days=3 * YEAR)
AT_ONCE = 100


class BegunAlready(Exception):
    """Another process began the run of that day."""


def begin(uow: UnitOfWork, *, dry_run: bool, on: date | None = None) -> Job:
    """Begin a run; with a day, the one of that day: `BegunAlready` on commit if there is one."""
    job = open_job(
        uow, kind=RETAIN, department="", title="保存期限", inputs={}, dry_run=dry_run, only_for=Role.OPERATOR
    )
    row: Row = {
        "pk": RUNS,
        "sk": on.isoformat() if on else f"{to_text(uow.act.at)}#{job.id}",
        "job": job.id,
        "dry_run": dry_run,
        "expires_at": int((uow.act.at + REPORT_KEPT_FOR).timestamp()),
    }
    uow.put(row, new=True, refusal=lambda _: BegunAlready())
    return job


def runs(table: Table, *, limit: int, after: Row | None) -> Page:
    """A page of the runs, the oldest first. One round trip."""
    return table.stretch(RUNS, limit=limit, first="0", last="9999", after=after)


def drafts_over(table: Table, now: datetime) -> Iterator[str]:
    """Ids of drafts that were begun longer ago than drafts are kept. One round trip for a hundred of a shard."""
    before = now - timedelta(days=DRAFT_DAYS)
    for shard in range(cases.DUE_SHARDS):
        after: Row | None = None
        while True:
            ids, after = cases.drafts_before(table, shard, before, limit=AT_ONCE, after=after)
            yield from ids
            if after is None:
                break


def forget_draft(uow: UnitOfWork, case_id: str) -> bool:
    """Forget what a draft holds of its applicant. False for one that was submitted or given up meanwhile, or is not
    that old. One round trip.
    """
    case = cases.load(uow.table, case_id)
    if not case.forget_draft(uow.act, begun_before=uow.act.at - timedelta(days=DRAFT_DAYS)):
        return False
    cases.save(uow, case)
    return True
