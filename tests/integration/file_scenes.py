"""Scenes of importing items from files and exporting them."""

from chalicelib.catalogue.files.service import EXPORT_ITEMS, begin_export, begin_import, load_import
from chalicelib.catalogue.files.workbook_writing import to_workbook
from chalicelib.http.access import Caller, Role
from chalicelib.jobs.service import run
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.workflow.catalogue_jobs import export_items
from tests.integration.staging import Asked, Scene, Stage

OFFICE = Caller("manager-1", Role.CATALOGUE_MANAGER, 4, "session-6", "", "460000")
TEMPLATE = to_workbook([])


def uploaded(stage: Stage) -> Asked:
    """An import that waits to be started; its file has arrived."""
    uow = stage.unit_of_work()
    job, _ = begin_import(
        uow,
        stage.cloud.materials,
        filename="items.xlsx",
        size=len(TEMPLATE),
        sha256=sha256_hex(TEMPLATE),
        dry_run=True,
        department="",
    )
    uow.commit()
    key = str(load_import(stage.cloud.table, job.id).input["object_key"])
    stage.cloud.materials.write(key, TEMPLATE, media_type="application/octet-stream")
    return Asked(by=OFFICE, path={"job_id": job.id})


def exported(stage: Stage) -> Asked:
    """An export that is done: the template."""
    uow = stage.unit_of_work()
    job = begin_export(uow, form="xlsx", department="", drafts=False, template=True, owner_department="")
    uow.commit()
    run(stage.cloud, job.id, {EXPORT_ITEMS: export_items}, lambda: 10**9)
    return Asked(by=OFFICE, path={"job_id": job.id})


FILE_SCENES: dict[str, Scene] = {
    "POST /v1/catalogue/imports": lambda stage: Asked(by=OFFICE),
    "POST /v1/catalogue/imports/{job_id}/start": uploaded,
    "POST /v1/catalogue/exports": lambda stage: Asked(by=OFFICE),
    "GET /v1/catalogue/exports/{job_id}/file": exported,
}
