"""Asking for an import or an export. Both are jobs; what they do is `chalicelib.workflow.catalogue_jobs`."""

from chalicelib.aws.objects import Materials, UploadPermission
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue.files.errors import ExportNotReady
from chalicelib.catalogue.files.kinds import MEDIA_TYPES, Kind, kind_of, require_size
from chalicelib.jobs.model import Job, JobStatus
from chalicelib.jobs.service import open_job
from chalicelib.jobs.uploads import await_file, load_awaiting

IMPORT_ITEMS, EXPORT_ITEMS = "IMPORT_ITEMS", "EXPORT_ITEMS"
FORMATS = {"yaml-zip": Kind.ZIP, "json-zip": Kind.ZIP, "xlsx": Kind.WORKBOOK}
"""Format of an export → what kind of file it is."""


def begin_import(
    uow: UnitOfWork, objects: Materials, *, filename: str, size: int, sha256: str, dry_run: bool, department: str
) -> tuple[Job, UploadPermission]:
    """A job that waits for its file, and the permission to upload exactly that file.

    Raises `FileKindUnknown`, `FileOutdated`, `FileEmpty`, `FileTooLarge`: told by name and size, before any upload.
    """
    kind = kind_of(filename)
    require_size(kind, size)
    return await_file(
        uow,
        objects,
        kind=IMPORT_ITEMS,
        media_type=MEDIA_TYPES[kind],
        filename=filename,
        size=size,
        sha256=sha256,
        dry_run=dry_run,
        department=department,
    )


def load_import(table: Table, job_id: str) -> Job:
    """The job of an import. Raises `JobUnknown`, `NotAnImport`."""
    return load_awaiting(table, job_id, IMPORT_ITEMS)


def begin_export(
    uow: UnitOfWork, *, form: str, department: str, drafts: bool, template: bool, owner_department: str
) -> Job:
    """A job that writes the published items of a department (or of all) to a file; with `drafts` those in work, with
    `template` none: the empty workbook that offices fill in.
    """
    inputs: dict[str, str | int | bool] = {
        "format": form,
        "department": department,
        "drafts": drafts,
        "template": template,
    }
    return open_job(uow, kind=EXPORT_ITEMS, department=owner_department, title=form, inputs=inputs)


def exported_file(job: Job) -> tuple[str, str]:
    """Key and name of the file that the job made. Raises `ExportNotReady`."""
    if job.kind != EXPORT_ITEMS or job.status is not JobStatus.DONE:
        raise ExportNotReady
    return job.result["object_key"], job.result["filename"]
