"""How status lists are kept.

`STATUS-PLACE#<list>#<index>` says whose a place is. In `STATUS-LIST#<list>` stands a row for each place that is not
valid, written in the transaction that changes the licence, and `TOKEN`, the list as it was last signed.
"""

from chalicelib.aws.rows import Key, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import Overtaken, Refusal, UnitOfWork
from chalicelib.licences.status.model import Place, Status

TAKEN, TOKEN = "TAKEN", "TOKEN"
FIRST, LAST = "000000", "999999"


class PlaceTaken(Exception):
    """By another licence."""


def list_pk(list_id: str) -> str:
    """The partition of a list."""
    return f"STATUS-LIST#{list_id}"


def take(uow: UnitOfWork, place: Place, licence_id: str) -> None:
    """The place is that licence's. `PlaceTaken` when it is committed and another one's already."""

    def refused(standing: Row | None) -> Exception:
        return TakenAlready() if standing and standing["licence_id"] == licence_id else PlaceTaken()

    row: Row = {"pk": f"STATUS-PLACE#{place.list_id}#{place.index}", "sk": TAKEN, "licence_id": licence_id}
    uow.put(row, new=True, refusal=refused)


class TakenAlready(Exception):
    """By the same licence, in an earlier attempt."""


def mark(uow: UnitOfWork, place: Place, status: Status) -> None:
    """From now on the list says that of the place."""
    key = Key(list_pk(place.list_id), f"{place.index:06d}")
    if status is Status.VALID:
        uow.delete(key)
    else:
        uow.put({"pk": key.pk, "sk": key.sk, "status": int(status)})


def require_valid(uow: UnitOfWork, place: Place, refusal: Refusal) -> None:
    """Write nothing unless the list says nothing against the place at the moment of writing."""
    uow.require(Key(list_pk(place.list_id), f"{place.index:06d}"), present=False, refusal=refusal)


def statuses(table: Table, list_id: str) -> dict[int, int]:
    """All places that are not valid, strongly consistent."""
    rows = table.partition(list_pk(list_id), first=FIRST, last=LAST)
    return {int(str(row["sk"])): int(row["status"]) for row in rows}


def token_row(table: Table, list_id: str) -> Row | None:
    """The list as it was last signed: `body` and `version`. One round trip."""
    return table.row(Key(list_pk(list_id), TOKEN))


def save_token(uow: UnitOfWork, list_id: str, token: str, standing: Row | None) -> None:
    """Over the version that was read: a list that was read earlier never covers a newer one. Raises `Overtaken`."""
    version = int(standing["version"]) if standing else 0
    row: Row = {"pk": list_pk(list_id), "sk": TOKEN, "body": token, "version": version + 1}
    if standing:
        uow.put(row, equals={"version": version}, refusal=lambda _: Overtaken())
    else:
        uow.put(row, new=True, refusal=lambda _: Overtaken())
