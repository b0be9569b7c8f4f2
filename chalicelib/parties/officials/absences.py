"""Absence (离岗): while somebody is away, a colleague of the same department works in their post too (代班)."""

from datetime import date, timedelta
from typing import Self

from pydantic import AwareDatetime

from chalicelib.http.access import Role
from chalicelib.http.authority import AuthorityKind
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act, Event
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.masking import mask_name
from chalicelib.parties.authorities.model import AuthorityRecord
from chalicelib.parties.officials.errors import SubstituteUnfit, TermInvalid
from chalicelib.parties.staff import StaffMember

LONGEST = timedelta(days=90)
POSTS = frozenset({Role.REVIEWER, Role.HEAD})
"""Whose work waits at a desk."""


class AbsenceDeclared(Event):
    """Somebody is away from the first to the last day, both included; the substitute stands in for them."""

    type = "party.AbsenceDeclared"
    absent: str
    substitute: str
    role: Role
    valid_from: date
    valid_to: date


class AbsenceEnded(Event):
    """They are back, or somebody else stands in: nothing is done as the substitute any more."""

    type = "party.AbsenceEnded"


class Absence(Aggregate):
    """One absence and who stands in; its id is that of the authority which it gives."""

    absent_id: str
    substitute_id: str
    role: Role
    department: str
    region: str
    valid_from: date
    valid_to: date
    ended_at: AwareDatetime | None = None

    @classmethod
    def declare(
        cls, *, id: str, absent: StaffMember, substitute: StaffMember, valid_from: date, valid_to: date, act: Act
    ) -> Self:
        """Raises `SubstituteUnfit` unless both serve in one department and region, and `TermInvalid` for days that are
        over, in the wrong order or more than ninety.
        """
        _require_fit(absent, substitute)
        if not shanghai_date(act.at) <= valid_to or not valid_from <= valid_to < valid_from + LONGEST:
            raise TermInvalid.of(LONGEST.days)
        absence = cls(
            id=id,
            absent_id=absent.id,
            substitute_id=substitute.id,
            role=absent.entry.role,
            department=absent.department,
            region=absent.region,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        absence._record(
            AbsenceDeclared(
                absent=absent.id,
                substitute=substitute.id,
                role=absence.role,
                valid_from=valid_from,
                valid_to=valid_to,
            ),
            act,
        )
        return absence

    def end(self, act: Act) -> None:
        """At once; ended again, nothing happens."""
        if self.ended_at is None:
            self.ended_at = act.at
            self._record(AbsenceEnded(), act)

    @property
    def owner_id(self) -> str:
        """Whose absence it is, for access."""
        return self.absent_id

    def authority(self, absent: StaffMember) -> AuthorityRecord:
        """What the substitute may act as."""
        return AuthorityRecord(
            id=self.id,
            kind=AuthorityKind.SUBSTITUTION,
            holder_id=self.substitute_id,
            principal_id=self.absent_id,
            principal_name=mask_name(absent.entry.name),
            role=self.role,
            department=self.department,
            region=self.region,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )


def _require_fit(absent: StaffMember, substitute: StaffMember) -> None:
    here = (absent.department, absent.region) == (substitute.department, substitute.region)
    serving = absent.left_at is None and substitute.left_at is None
    if not (here and serving and absent.id != substitute.id and absent.entry.role in POSTS):
        raise SubstituteUnfit
