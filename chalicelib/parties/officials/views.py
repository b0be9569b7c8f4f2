"""What members of staff declare, over HTTP."""

from datetime import date, datetime
from typing import Self

from pydantic import Field

from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.masking import MaskedIdNumber
from chalicelib.parties.officials.absences import Absence
from chalicelib.parties.officials.interests import Interest, InterestKind
from chalicelib.parties.staff import StaffMember


class DeclareInterest(Request):
    """Whose cases to keep away from."""

    kind: InterestKind
    number: str = Field(max_length=32, description="An ID number (GB 11643), or a company's credit code (GB 32100).")


class InterestView(Shape):
    """One declaration."""

    interest_id: str
    kind: InterestKind
    number: MaskedIdNumber = Field(description="Masked.")
    declared_at: datetime

    @classmethod
    def of(cls, interest: Interest) -> Self:
        return cls(
            interest_id=interest.id,
            kind=interest.kind,
            number=interest.number,
            declared_at=interest.declared_at,
        )


class InterestsView(Shape):
    """What a member of staff has declared, the oldest first."""

    interests: tuple[InterestView, ...]

    @classmethod
    def of(cls, member: StaffMember) -> Self:
        return cls(interests=tuple(InterestView.of(interest) for interest in member.interests))


class DepartureView(Shape):
    """Somebody has left the service."""

    staff_id: str
    left_at: datetime
    sessions_ended: int = Field(description="In how many places they were signed in at this moment.")


class DeclareAbsence(Request):
    """Who is away, who stands in, and on which days in Hainan."""

    absent_id: str = Field(min_length=1, max_length=64)
    substitute_id: str = Field(min_length=1, max_length=64)
    valid_from: date = Field(description="The first day.")
    valid_to: date = Field(description="The last day, at most ninety days in all.")


class AbsenceView(Shape):
    """One absence."""

    absence_id: str
    absent_id: str
    substitute_id: str
    role: str
    valid_from: date
    valid_to: date
    ended_at: datetime | None = Field(None, description="When it was ended before its last day.")

    @classmethod
    def of(cls, absence: Absence) -> Self:
        return cls(
            absence_id=absence.id,
            absent_id=absence.absent_id,
            substitute_id=absence.substitute_id,
            role=absence.role,
            valid_from=absence.valid_from,
            valid_to=absence.valid_to,
            ended_at=absence.ended_at,
        )
