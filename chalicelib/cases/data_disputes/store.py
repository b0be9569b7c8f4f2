"""How disputes are kept: `DISPUTE#<id>`, listed by their owner, and while they wait for an answer in one list."""

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import BY_APPLICANT, BY_DESK, SNAPSHOT, Key, Page, Row, Value
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.cases.data_disputes.model import DataDispute
from chalicelib.kernel.instants import to_text

WAITING = "DATA-DISPUTES"


def owner_pk(owner_id: str) -> str:
    """The index partition of what somebody disputes."""
    return f"DATA-DISPUTES#{owner_id}"


def load(table: Table, dispute_id: str) -> DataDispute | None:
    """One round trip."""
    row = table.row(Key(f"DISPUTE#{dispute_id}", SNAPSHOT))
    return dispute_in(row) if row else None


def save(uow: UnitOfWork, dispute: DataDispute) -> None:
    """Written only over the state it was made from."""
    index: dict[str, Value] = {"applicant_pk": owner_pk(dispute.owner_id), "applicant_sk": dispute.id}
    if dispute.answered_at is None:
        index |= {"desk_pk": WAITING, "desk_sk": f"{to_text(dispute.opened_at)}#{dispute.id}"}
    uow.save(f"DISPUTE#{dispute.id}", dispute, indexes=index)


def of_owner(table: Table, owner_id: str, *, limit: int, after: Row | None) -> Page:
    """The newest first. One round trip; eventually consistent."""
    return table.page(BY_APPLICANT, owner_pk(owner_id), limit=limit, after=after, newest_first=True)


def waiting(table: Table, *, limit: int, after: Row | None) -> Page:
    """The oldest first. One round trip; eventually consistent."""
    return table.page(BY_DESK, WAITING, limit=limit, after=after)


def dispute_in(row: Row) -> DataDispute:
    """The dispute that a row holds."""
    return to_aggregate(DataDispute, row)
