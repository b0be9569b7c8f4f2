"""Use cases of absence: name who stands in, and end it."""

from datetime import date, datetime

from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.ids import new_ulid
from chalicelib.parties import store as people
from chalicelib.parties.authorities import service as authorities
from chalicelib.parties.officials import store
from chalicelib.parties.officials.absences import Absence
from chalicelib.parties.officials.errors import AbsenceUnknown, StaffUnknown, SubstituteUnfit
from chalicelib.parties.staff import StaffMember


def both(table: Table, absent_id: str, substitute_id: str) -> tuple[StaffMember, StaffMember]:
    """The two members of staff. Raises `StaffUnknown`, or `SubstituteUnfit` for one and the same. One round trip."""
    if absent_id == substitute_id:
        raise SubstituteUnfit
    found = {member.id: member for member in people.load_staff_of(table, absent_id, substitute_id)}
    if len(found) < len((absent_id, substitute_id)):
        raise StaffUnknown
    return found[absent_id], found[substitute_id]


def declare(
    uow: UnitOfWork, *, absent: StaffMember, substitute: StaffMember, valid_from: date, valid_to: date
) -> Absence:
    """The substitute may act in the post of the absent on those days. Raises as `Absence.declare` does."""
    absence = Absence.declare(
        id=new_ulid(uow.act.at),
        absent=absent,
        substitute=substitute,
        valid_from=valid_from,
        valid_to=valid_to,
        act=uow.act,
    )
    store.save_absence(uow, absence)
    authorities.grant(uow, absence.authority(absent))
    return absence


def read(table: Table, absence_id: str) -> Absence:
    """The absence. Raises `AbsenceUnknown`. One round trip."""
    absence = store.load_absence(table, absence_id)
    if absence is None:
        raise AbsenceUnknown
    return absence


def end(uow: UnitOfWork, absence: Absence, now: datetime) -> None:
    """From the moment of writing nothing is done as the substitute (`now`: machine time); repeated, nothing happens."""
    if absence.ended_at is None:
        absence.end(uow.act)
        store.save_absence(uow, absence)
        authorities.end(uow, absence.id, now)
