"""How interests are kept: whole in their member's sealed snapshot; here only `INTEREST#<staff id>`/`<keyed hash>`,
whose being there is what keeps somebody from a case. `ABSENCE#<id>` holds an absence, listed by department and region.
"""

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import BY_APPLICANT, SNAPSHOT, Key, Page, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.parties.officials.absences import Absence


def interest_key(staff_id: str, number_key: str) -> Key:
    """The row that is there while an interest counts."""
    return Key(f"INTEREST#{staff_id}", number_key)


def put_interest(uow: UnitOfWork, staff_id: str, number_key: str) -> None:
    """Let it count from the moment of writing."""
    key = interest_key(staff_id, number_key)
    uow.put({"pk": key.pk, "sk": key.sk})


def remove_interest(uow: UnitOfWork, staff_id: str, number_key: str) -> None:
    """Let it count no more."""
    uow.delete(interest_key(staff_id, number_key))


def absences_pk(department: str, region: str) -> str:
    """The index partition of a department's absences."""
    return f"ABSENCES#{department}#{region}"


def load_absence(table: Table, absence_id: str) -> Absence | None:
    """One round trip."""
    row = table.row(Key(f"ABSENCE#{absence_id}", SNAPSHOT))
    return absence_in(row) if row else None


def save_absence(uow: UnitOfWork, absence: Absence) -> None:
    """With its place among the department's."""
    pk = absences_pk(absence.department, absence.region)
    uow.save(f"ABSENCE#{absence.id}", absence, indexes={"applicant_pk": pk, "applicant_sk": absence.id})


def absences_of(table: Table, pk: str, *, limit: int, after: Row | None) -> Page:
    """A page of a department's absences, the newest first. One round trip; eventually consistent."""
    return table.page(BY_APPLICANT, pk, limit=limit, after=after, newest_first=True)


def absence_in(row: Row) -> Absence:
    """The absence that a row holds."""
    return to_aggregate(Absence, row)
