"""Imports of staff lists from the order to the report."""

from typing import Any

from chalicelib.jobs import store
from chalicelib.jobs.model import Job, Line
from chalicelib.jobs.service import load_job, run
from chalicelib.jobs.uploads import start_with_file
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.events import Actor, Party
from chalicelib.parties.provisioning import service
from chalicelib.workflow.carry_out_jobs import HANDLERS
from tests.support.platform import FakePlatform

OPERATOR = Actor(id="staff-operator", party=Party.OFFICIAL, role="operator")
PLENTY = 10**9


def started(cloud: FakePlatform, data: bytes, **options: Any) -> str:
    """The id of an import that runs, its list uploaded."""
    asked = {"dry_run": False, "complete": False, "confirm_departures": False, **options}
    uow = cloud.unit_of_work(OPERATOR)
    job, _ = service.begin_import(
        uow, cloud.materials, filename="staff.csv", size=len(data), sha256=sha256_hex(data), **asked
    )
    uow.commit()
    cloud.materials.write(str(job.input["object_key"]), data, media_type="text/csv")
    uow = cloud.unit_of_work(OPERATOR)
    start_with_file(uow, cloud.materials, service.load_import(cloud.table, job.id))
    uow.commit()
    return job.id


def imported(cloud: FakePlatform, data: bytes, **options: Any) -> Job:
    """An import that has ended."""
    job_id = started(cloud, data, **options)
    run(cloud, job_id, HANDLERS, lambda: PLENTY)
    return load_job(cloud.table, job_id)


def report(cloud: FakePlatform, job_id: str) -> list[Line]:
    """Its lines in order."""
    lines = store.lines_behind(cloud.table, job_id, 0)
    return [lines[number] for number in sorted(lines)]


def outcomes(cloud: FakePlatform, job: Job) -> dict[str, str]:
    """What became of whom."""
    return {line.label: line.outcome for line in report(cloud, job.id)}
