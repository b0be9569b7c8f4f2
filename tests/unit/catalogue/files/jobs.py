"""Imports and exports from the order to the report, on a platform without AWS."""

from typing import Any

from chalicelib.catalogue.editing import service as editing
from chalicelib.catalogue.files.service import (
    EXPORT_ITEMS,
    IMPORT_ITEMS,
    begin_export,
    begin_import,
    load_import,
)
from chalicelib.jobs import store
from chalicelib.jobs.model import Job, Line
from chalicelib.jobs.service import Handler, load_job, run
from chalicelib.jobs.uploads import start_with_file
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.workflow.catalogue_jobs import export_items, import_items
from tests.support.catalogue import MANAGER
from tests.support.objects import FakeObjects
from tests.support.platform import FakePlatform

HANDLERS: dict[str, Handler] = {IMPORT_ITEMS: import_items, EXPORT_ITEMS: export_items}
PLENTY = 10**9


def a_platform() -> FakePlatform:
    """With empty buckets."""
    cloud = FakePlatform()
    cloud.materials, cloud.documents = FakeObjects("materials"), FakeObjects("documents")
    return cloud


def uploaded(cloud: FakePlatform, data: bytes, filename: str, **options: Any) -> str:
    """The id of an import whose file has arrived."""
    asked = {"department": "", "dry_run": False, **options}
    uow = cloud.unit_of_work(MANAGER)
    job, _ = begin_import(
        uow, cloud.materials, filename=filename, size=len(data), sha256=sha256_hex(data), **asked
    )  # fmt: skip
    uow.commit()
    cloud.materials.write(str(job.input["object_key"]), data, media_type="")
    return job.id


def started(cloud: FakePlatform, job_id: str) -> str:
    """The same import, running."""
    uow = cloud.unit_of_work(MANAGER)
    start_with_file(uow, cloud.materials, load_import(cloud.table, job_id))
    uow.commit()
    return job_id


def imported(cloud: FakePlatform, data: bytes, filename: str, **options: Any) -> Job:
    """An import that has ended."""
    job_id = started(cloud, uploaded(cloud, data, filename, **options))
    run(cloud, job_id, HANDLERS, lambda: PLENTY)
    return load_job(cloud.table, job_id)


def exported(cloud: FakePlatform, form: str = "yaml-zip", **options: Any) -> tuple[bytes, Job]:
    """An export's file and its job."""
    asked = {"department": "", "drafts": False, "template": False, "owner_department": "", **options}
    uow = cloud.unit_of_work(MANAGER)
    job = begin_export(uow, form=form, **asked)
    uow.commit()
    run(cloud, job.id, HANDLERS, lambda: PLENTY)
    job = load_job(cloud.table, job.id)
    return cloud.materials.contents[job.result["object_key"]][0], job


def report(cloud: FakePlatform, job: Job) -> list[Line]:
    """Its lines in order."""
    lines = store.lines_behind(cloud.table, job.id, 0)
    return [lines[number] for number in sorted(lines)]


def codes(cloud: FakePlatform, department: str = "GA") -> list[str]:
    """The items that the department has described."""
    return [item.code for item in editing.list_of(cloud.table, department)]
