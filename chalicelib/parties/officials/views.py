"""What members of staff declare, over HTTP."""

from datetime import datetime
from typing import Self

from pydantic import Field

from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.masking import mask_id
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
    number: str = Field(description="Masked.")
    declared_at: datetime

    @classmethod
    def of(cls, interest: Interest) -> Self:
        return cls(
            interest_id=interest.id,
            kind=interest.kind,
            number=mask_id(interest.number),
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
