"""How uploads are kept: one partition an upload, `UPLOAD#<id>`, for a month. Its case keeps what counts of it."""

from datetime import timedelta

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import SNAPSHOT, Key
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.materials.model import Upload

KEPT_FOR = timedelta(days=30)
"""From when it was declared; its events stay."""


def upload_pk(upload_id: str) -> str:
    """The partition of an upload."""
    return f"UPLOAD#{upload_id}"


def load(table: Table, upload_id: str) -> Upload | None:
    """The upload. One round trip."""
    row = table.row(Key(upload_pk(upload_id), SNAPSHOT))
    return to_aggregate(Upload, row) if row else None


def save(uow: UnitOfWork, upload: Upload) -> None:
    """Put the upload's snapshot and events into the unit of work."""
    until = int((upload.declared_at + KEPT_FOR).timestamp())
    uow.save(upload_pk(upload.id), upload, indexes={"expires_at": until})
