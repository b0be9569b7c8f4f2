"""How kept materials are kept: `KEPT#<id>`, listed by their owner (`VAULT#<owner>`), the latest first."""

from datetime import UTC, datetime, time, timedelta

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import BY_APPLICANT, SNAPSHOT, Key, Page, Row, Value
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.instants import to_text
from chalicelib.materials.vault.model import KeptMaterial

KEPT_AFTERWARDS = timedelta(days=30)
"""Beyond its last day; its events stay."""
FIRST_EVENT = "EVENT#000001"


def vault_pk(owner_id: str) -> str:
    """The index partition of what is kept for somebody."""
    return f"VAULT#{owner_id}"


def load(table: Table, kept_id: str) -> KeptMaterial | None:
    """One round trip."""
    row = table.row(Key(_pk(kept_id), SNAPSHOT))
    return kept_in(row) if row else None


def load_or_trace(table: Table, kept_id: str) -> tuple[KeptMaterial | None, bool]:
    """The same, and whether anything was ever kept under that id: its first event outlives it. One round trip."""
    rows = {row["sk"]: row for row in table.rows_at([Key(_pk(kept_id), SNAPSHOT), Key(_pk(kept_id), FIRST_EVENT)])}
    return kept_in(rows[SNAPSHOT]) if SNAPSHOT in rows else None, bool(rows)


def save(uow: UnitOfWork, kept: KeptMaterial) -> None:
    """Written only over the state it was made from."""
    over = datetime.combine(kept.valid_to, time.max, UTC)
    index: dict[str, Value] = {
        "applicant_pk": vault_pk(kept.owner_id),
        "applicant_sk": f"{to_text(kept.kept_at)}#{kept.id}",
        "expires_at": int((over + KEPT_AFTERWARDS).timestamp()),
    }
    uow.save(_pk(kept.id), kept, indexes=index)


def kept_for(table: Table, owner_id: str, *, limit: int, after: Row | None) -> Page:
    """What is kept for somebody, the latest first. One round trip; eventually consistent."""
    return table.page(BY_APPLICANT, vault_pk(owner_id), limit=limit, after=after, newest_first=True)


def kept_in(row: Row) -> KeptMaterial:
    """The kept material that a row holds."""
    return to_aggregate(KeptMaterial, row)


def _pk(kept_id: str) -> str:
    return f"KEPT#{kept_id}"
