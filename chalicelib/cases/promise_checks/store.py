"""How checks of promises are kept.

`PROMISE-CHECK#<id>` is the check, listed by its subject, and by its department while something waits. `PROMISE#<case>`
has a row for each promise that cannot be checked anew. `BREACHES#<account>` holds what is on record against somebody
(`RECORDS`), and while any of that is not repaired a row (`UNREPAIRED`) that keeps pledges from being taken.
"""

from pydantic import TypeAdapter

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import BY_APPLICANT, BY_DESK, SNAPSHOT, Key, Page, Row, Value
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import Refusal, UnitOfWork
from chalicelib.cases.promise_checks.model import BreachRecord, PromiseCheck, Promised
from chalicelib.kernel.instants import to_text

RECORDS: TypeAdapter[tuple[BreachRecord, ...]] = TypeAdapter(tuple[BreachRecord, ...])


def owner_pk(owner_id: str) -> str:
    """The index partition of what was checked of somebody's promises."""
    return f"PROMISE-CHECKS#{owner_id}"


def desk_pk(department: str, region: str) -> str:
    """The index partition of what waits in a department."""
    return f"PROMISE-CHECKS#{department}#{region}"


def load(table: Table, check_id: str) -> PromiseCheck | None:
    """One round trip."""
    row = table.row(Key(_pk(check_id), SNAPSHOT))
    return check_in(row) if row else None


def save(uow: UnitOfWork, check: PromiseCheck) -> None:
    """Written only over the state it was made from."""
    index: dict[str, Value] = {"applicant_pk": owner_pk(check.owner_id), "applicant_sk": check.id}
    if check.waits:
        first = to_text(check.found[0].at)
        index |= {"desk_pk": desk_pk(check.department, check.region), "desk_sk": f"{first}#{check.id}"}
    uow.save(_pk(check.id), check, indexes=index)


def take_up(uow: UnitOfWork, check: PromiseCheck, refusal: Refusal) -> None:
    """Let nobody else check the same promise, unless somebody does already."""
    key = _promise_key(check.promised)
    uow.put({"pk": key.pk, "sk": key.sk, "check": check.id}, new=True, refusal=refusal)


def require_free(uow: UnitOfWork, promised: Promised, refusal: Refusal) -> None:
    """Write nothing where that promise is being checked, or was found broken."""
    uow.require(_promise_key(promised), present=False, refusal=refusal)


def set_free(uow: UnitOfWork, promised: Promised) -> None:
    """It may be checked anew."""
    uow.delete(_promise_key(promised))


def of_owner(table: Table, owner_id: str, *, limit: int, after: Row | None) -> Page:
    """The newest first. One round trip; eventually consistent."""
    return table.page(BY_APPLICANT, owner_pk(owner_id), limit=limit, after=after, newest_first=True)


def waiting(table: Table, department: str, region: str, *, limit: int, after: Row | None) -> Page:
    """The oldest first. One round trip; eventually consistent."""
    return table.page(BY_DESK, desk_pk(department, region), limit=limit, after=after)


def check_in(row: Row) -> PromiseCheck:
    """The check that a row holds."""
    return to_aggregate(PromiseCheck, row)


def load_records(table: Table, owner_id: str) -> tuple[tuple[BreachRecord, ...], int]:
    """What stands on record against somebody, and the version of that; 0 where nothing ever did. One round trip."""
    row = table.row(_records_key(owner_id))
    return (RECORDS.validate_json(str(row["body"])), int(row["version"])) if row else ((), 0)


def save_records(uow: UnitOfWork, owner_id: str, records: tuple[BreachRecord, ...], version: int) -> None:
    """Write it over `version`; whether any of it bars from pledging is written with it."""
    key, barring = _records_key(owner_id), unrepaired_key(owner_id)
    row: Row = {"pk": key.pk, "sk": key.sk, "version": version + 1, "body": RECORDS.dump_json(records).decode()}
    uow.put(row, new=version == 0, equals={"version": version} if version else {}, personal=True)
    if any(record.repaired_at is None for record in records):
        uow.put({"pk": barring.pk, "sk": barring.sk})
    else:
        uow.delete(barring)


def unrepaired_key(owner_id: str) -> Key:
    """There is a row while a breach of somebody's stands unrepaired."""
    return Key(f"BREACHES#{owner_id}", "UNREPAIRED")


def _records_key(owner_id: str) -> Key:
    return Key(f"BREACHES#{owner_id}", "RECORDS")


def _promise_key(promised: Promised) -> Key:
    return Key(f"PROMISE#{promised.case_id}", f"{promised.kind}#{promised.material}")


def _pk(check_id: str) -> str:
    return f"PROMISE-CHECK#{check_id}"
