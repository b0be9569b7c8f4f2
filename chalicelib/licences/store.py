"""How licences are kept: one partition a licence, `LICENCE#<id>`, found by its id or by its verification code."""

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import SNAPSHOT, Key
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.licences.model import Licence


def licence_pk(licence_id: str) -> str:
    """The partition of a licence."""
    return f"LICENCE#{licence_id}"


def load(table: Table, licence_id: str) -> Licence | None:
    """The licence. One round trip."""
    row = table.row(Key(licence_pk(licence_id), SNAPSHOT))
    return to_aggregate(Licence, row) if row else None


def save(uow: UnitOfWork, licence: Licence) -> None:
    """Put the licence's snapshot and events into the unit of work."""
    uow.save(licence_pk(licence.id), licence)
