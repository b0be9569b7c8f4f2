"""Members of staff: who they are, in which department (a code such as `GA`) and region (GB/T 2260)."""

from typing import ClassVar, Self

from chalicelib.http.access import Role
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act, Event
from chalicelib.kernel.value import Value
from chalicelib.parties.model import Level
from chalicelib.parties.principals import Principal


class StaffEntry(Value):
    """A line of the staff list that the operator maintains."""

    id: str
    name: str
    mobile: str
    role: Role
    department: str = ""
    region: str


class StaffProvisioned(Event):
    """Somebody joined the service."""

    type = "party.StaffProvisioned"
    role: Role
    department: str
    region: str


class StaffAmended(Event):
    """The staff list says something else about somebody; in force with their next refresh."""

    type = "party.StaffAmended"
    role: Role
    department: str
    region: str


class StaffMember(Aggregate):
    """One member of staff, identified at a window (L4) when they joined."""

    personal: ClassVar[bool] = True

    entry: StaffEntry

    @classmethod
    def provision(cls, entry: StaffEntry, act: Act) -> Self:
        """Somebody new on the list."""
        member = cls(id=entry.id, entry=entry)
        member._record(StaffProvisioned(role=entry.role, department=entry.department, region=entry.region), act)
        return member

    def amend(self, entry: StaffEntry, act: Act) -> None:
        """Bring the member in line with the list; nothing happens when they already are."""
        if entry != self.entry:
            self.entry = entry
            self._record(StaffAmended(role=entry.role, department=entry.department, region=entry.region), act)

    @property
    def principal(self) -> Principal:
        """Whom their tokens stand for."""
        return Principal(
            id=self.id,
            role=self.entry.role,
            level=Level.WINDOW,
            department=self.entry.department,
            region=self.entry.region,
        )
