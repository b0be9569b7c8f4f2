"""How assistance is kept: `ASSISTANCE#<id>` with what was done under it (`ACT#…`), listed by its applicant, by when it
runs out while it runs, and by its dispute while that waits for an answer.
"""

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import BY_APPLICANT, BY_DESK, SNAPSHOT, Key, Page, Row, Value
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.assisted import KEPT_FOR, ActDone, act_in, is_act, partition_of
from chalicelib.parties.assistance.model import Assistance
from chalicelib.parties.due import due_indexes

DISPUTES = "ASSISTANCE-DISPUTES"


def received_pk(account_id: str) -> str:
    """The index partition of the assistance that somebody was given."""
    return f"ASSISTANCES#{account_id}"


def load(table: Table, assistance_id: str) -> Assistance | None:
    """One round trip."""
    row = table.row(Key(partition_of(assistance_id), SNAPSHOT))
    return assistance_in(row) if row else None


def load_whole(table: Table, assistance_id: str) -> tuple[Assistance | None, list[ActDone]]:
    """The assistance, and what was done under it. One round trip."""
    rows = table.partition(partition_of(assistance_id))
    found = [assistance_in(row) for row in rows if row["sk"] == SNAPSHOT]
    return (found[0] if found else None), [act_in(row) for row in rows if is_act(row)]


def save(uow: UnitOfWork, assistance: Assistance) -> None:
    """The assistance, where it has to be found now."""
    indexes: dict[str, Value] = {
        BY_APPLICANT.pk: received_pk(assistance.applicant_id),
        BY_APPLICANT.sk: assistance.id,
        "expires_at": int((assistance.valid_until + KEPT_FOR).timestamp()),
    }
    if assistance.ended is None:
        indexes |= due_indexes(assistance.id, assistance.valid_until)
    if assistance.is_to_be_answered:
        indexes |= {BY_DESK.pk: DISPUTES, BY_DESK.sk: assistance.id}
    uow.save(partition_of(assistance.id), assistance, indexes=indexes)


def received(table: Table, account_id: str, *, limit: int, after: Row | None) -> Page:
    """What somebody was given, the latest first. One round trip; eventually consistent."""
    return table.page(BY_APPLICANT, received_pk(account_id), limit=limit, after=after, newest_first=True)


def disputed(table: Table, *, limit: int, after: Row | None) -> Page:
    """Disputes that wait for an answer, the oldest first. One round trip; eventually consistent."""
    return table.page(BY_DESK, DISPUTES, limit=limit, after=after)


def assistance_in(row: Row) -> Assistance:
    """The assistance that a row holds."""
    return to_aggregate(Assistance, row)
