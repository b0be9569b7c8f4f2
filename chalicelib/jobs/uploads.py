"""A job about a file: asked for with what the file is going to be, and started once exactly that file has arrived."""

import base64

from pydantic import Field

from chalicelib.aws.objects import UPLOAD_SECONDS, Materials, UploadPermission
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.call import Reply
from chalicelib.http.shapes import Request, Shape
from chalicelib.jobs.errors import FileDiffers, NotAnImport, UploadMissing
from chalicelib.jobs.model import Input, Job, JobStatus
from chalicelib.jobs.service import Progress, load_job, open_job, start_job
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.ids import new_ulid


class BeginImport(Request):
    """The file that is going to be uploaded."""

    filename: str = Field(min_length=5, max_length=120, description="Its ending says what it is.")
    size: int = Field(ge=0, description="Bytes.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    dry_run: bool = Field(False, description="Report what would be done, and do none of it.")


class ImportView(Shape):
    """Where and how to upload the file: PUT its bytes to `url` with exactly these headers, then start the job."""

    job_id: str
    url: str
    headers: dict[str, str]
    expires_in: int


class OrderedJobView(Shape):
    """The job that was asked for."""

    job_id: str
    job_status: JobStatus


def await_file(
    uow: UnitOfWork,
    objects: Materials,
    *,
    kind: str,
    media_type: str,
    filename: str,
    size: int,
    sha256: str,
    dry_run: bool,
    department: str = "",
    only_for: str = "",
    options: Input | None = None,
) -> tuple[Job, UploadPermission]:
    """A job that waits for its file, and the permission to upload exactly that file. `options` are what else its
    handler has to know.
    """
    key = f"imports/{new_ulid(uow.act.at)}"
    job = open_job(
        uow,
        kind=kind,
        department=department,
        only_for=only_for,
        title=filename,
        inputs={"object_key": key, "filename": filename, "size": size, "sha256": sha256, **(options or {})},
        dry_run=dry_run,
        start=False,
    )
    digest = base64.b64encode(bytes.fromhex(sha256)).decode()
    return job, objects.permit_upload(key, size=size, media_type=media_type, sha256_base64=digest)


def load_awaiting(table: Table, job_id: str, kind: str) -> Job:
    """The job, if it is of that kind. Raises `JobUnknown`, `NotAnImport`."""
    job = load_job(table, job_id)
    if job.kind != kind:
        raise NotAnImport
    return job


def start_with_file(uow: UnitOfWork, objects: Materials, job: Job) -> Job:
    """Let it be carried out. Raises `UploadMissing` as long as its file has not arrived."""
    if job.status is JobStatus.WAITING and not objects.exists(str(job.input["object_key"])):
        raise UploadMissing
    return start_job(uow, job)


def uploaded(progress: Progress) -> bytes:
    """The file, if it is the one that was announced. Raises `FileDiffers`."""
    data, _ = progress.platform.materials.read(str(progress.job.input["object_key"]))
    if sha256_hex(data) != progress.job.input["sha256"]:
        raise FileDiffers
    return data


def permitted(job: Job, permission: UploadPermission) -> Reply[ImportView]:
    """What is answered to whoever is going to upload."""
    view = ImportView(job_id=job.id, url=permission.url, headers=permission.headers, expires_in=UPLOAD_SECONDS)
    return Reply(view, location=f"/v1/jobs/{job.id}")


def ordered(job: Job) -> Reply[OrderedJobView]:
    """What is answered to whoever ordered it."""
    return Reply(OrderedJobView(job_id=job.id, job_status=job.status), location=f"/v1/jobs/{job.id}")
