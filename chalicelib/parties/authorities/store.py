"""How authority is kept: one row, `AUTHORITY#<id>`/`LIVE`, that exists while it stands, listed by its holder."""

from datetime import datetime, timedelta

from chalicelib.aws.rows import BY_APPLICANT, Page, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.liveness import authority_key, note_revocation
from chalicelib.kernel.instants import midnight
from chalicelib.parties.authorities.model import AuthorityRecord

KEPT_AFTERWARDS = timedelta(days=30)
"""After its last day an authority is nobody's any more, and its row goes."""


def holder_pk(person_id: str) -> str:
    """The index partition of what somebody may act as."""
    return f"CAPACITIES#{person_id}"


def load(table: Table, authority_id: str) -> AuthorityRecord | None:
    """The authority, if it stands. One round trip."""
    row = table.row(authority_key(authority_id))
    return record_in(row) if row else None


def put(uow: UnitOfWork, record: AuthorityRecord) -> None:
    """Let it stand from the moment of writing; written again, the new terms hold."""
    key = authority_key(record.id)
    row: Row = {
        "pk": key.pk,
        "sk": key.sk,
        "applicant_pk": holder_pk(record.holder_id),
        "applicant_sk": record.id,
        "body": record.model_dump_json(),
    }
    if record.expires_at is not None:
        row["expires_at"] = int(record.expires_at.timestamp())
    elif record.valid_to is not None:
        row["expires_at"] = int((midnight(record.valid_to) + KEPT_AFTERWARDS).timestamp())
    uow.put(row, personal=True)


def remove(uow: UnitOfWork, authority_id: str, now: datetime) -> None:
    """Let it end with the moment of writing (`now`: machine time)."""
    uow.delete(authority_key(authority_id))
    note_revocation(uow, authority_id, now)


def held_by(table: Table, person_id: str, *, limit: int, after: Row | None) -> Page:
    """What somebody may act as, the oldest first. One round trip; eventually consistent."""
    return table.page(BY_APPLICANT, holder_pk(person_id), limit=limit, after=after)


def record_in(row: Row) -> AuthorityRecord:
    """The authority that a row holds."""
    return AuthorityRecord.model_validate_json(str(row["body"]))
