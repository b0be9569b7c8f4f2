"""The job that carries the retention schedule out, and what begins it every day.

Its report has a line for every kind of data, which says how long it is kept and what sees to its end, and a line for
everything that the run itself removed. What table, buckets and logs remove by themselves is not counted here: they
are told once, for good, how long to keep it.
"""

from functools import partial

from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.cases.retention import service
from chalicelib.cases.retention.schedule import SCHEDULE
from chalicelib.jobs.service import Progress
from chalicelib.kernel.instants import shanghai_date
from chalicelib.materials.holdings import service as holdings
from chalicelib.workflow.acts import system_act

BEGUN = "workflow.retention.begun"
FORGOTTEN, KEPT = "FORGOTTEN", "KEPT"


def retain(progress: Progress) -> None:
    """Report the schedule, and forget each draft and each file whose time is over in a transaction of its own."""
    for number, kind in enumerate(SCHEDULE, start=1):
        facts = {"days": str(kind.days or ""), "basis": kind.basis.zh, "remains": kind.remains.zh}
        progress.line(number, kind.name.zh, kind.carrier, {"kind": kind.code, **facts})
    seen = progress.labels()
    number = max(len(SCHEDULE), progress.last_number)
    cloud, now = progress.platform, progress.platform.clock.now()
    for case_id in service.drafts_over(cloud.table, now):
        if case_id not in seen:
            number += 1
            progress.write(number, case_id, partial(_forget, case_id), {"kind": "DRAFTS"})
    for sha256 in holdings.loose_files(cloud.table, now):
        if sha256 not in seen:
            seen.add(sha256)
            number += 1
            progress.write(number, sha256, partial(_forget_file, progress, sha256), {"kind": "FILES"})


def begin_daily(cloud: Platform) -> bool:
    """Begin the run of the day unless that was done; asked again, this process knows. One transaction a day and
    process.
    """
    day = shanghai_date(cloud.clock.now())
    if cloud.warm.get(BEGUN) == day:
        return False
    uow = UnitOfWork(cloud.table, system_act(cloud, "retention"))
    service.begin(uow, dry_run=False, on=day)
    try:
        uow.commit()
    except service.BegunAlready:
        return False
    finally:
        cloud.warm[BEGUN] = day
    return True


def _forget(case_id: str, uow: UnitOfWork) -> str:
    return FORGOTTEN if service.forget_draft(uow, case_id) else KEPT


def _forget_file(progress: Progress, sha256: str, uow: UnitOfWork) -> str:
    versions, dry_run = progress.platform.material_versions, progress.job.dry_run
    return FORGOTTEN if holdings.forget(uow, versions, sha256, dry_run=dry_run) else KEPT
