"""What assistance looks like over HTTP."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, StringConstraints

from chalicelib.http.assisted import ActDone
from chalicelib.http.authority import Power
from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.masking import MaskedName
from chalicelib.kernel.text import Language
from chalicelib.parties.assistance.model import Assistance, Ending, ProofKind
from chalicelib.parties.assistance.service import Extent
from chalicelib.parties.views import ChallengeView, Mobile
from chalicelib.parties.windows.documents import DocumentKind

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=500)]
ItemCode = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class ExtentBody(Request):
    """How far the assistance goes."""

    items: tuple[ItemCode, ...] = Field((), max_length=20, description="Codes of the items it is for; empty: all.")
    powers: tuple[Power, ...] = Field((), max_length=len(Power), description="What it allows; empty: everything.")

    @property
    def extent(self) -> Extent:
        return Extent(self.items, self.powers)


class AssistAtWindow(ExtentBody):
    """The person at the window, by the document that the clerk has seen."""

    id_number: str = Field(max_length=32, description="As on the document.")
    document: DocumentKind
    is_present: bool = Field(description="That the person themselves stands there; true, or it is no assistance.")


class AskForCode(Request):
    """The mobile of the person on the phone."""

    mobile: Mobile


class AssistanceCodeView(ChallengeView):
    """A code is on its way to the person on the phone; the same whether or not the mobile is known."""


class AssistOnThePhone(ExtentBody):
    """What the person on the phone read out."""

    challenge_id: str = Field(max_length=64)
    code: str = Field(pattern=r"^[0-9]{6}$")
    call_id: str = Field(pattern=r"^[A-Za-z0-9_-]{4,64}$", description="By which the recording is found.")


class DisputeBody(Request):
    """What was not as it should have been."""

    reason: Words


class DisputeAnswer(Request):
    """What the operator found."""

    answer: Words


class ActView(Shape):
    """One thing that was done."""

    what: str
    path: str = Field(description="The resource.")
    at: datetime


class AssistanceView(Shape):
    """One assistance. The helper is named by desk: role, region and channel."""

    assistance_id: str = Field(description="Also the capacity in which the helper acts.")
    applicant_name: MaskedName
    helper_role: str
    region: str
    channel: str
    proof: ProofKind
    document: DocumentKind | None = None
    call_id: str | None = None
    level: int
    items: tuple[str, ...]
    powers: tuple[str, ...]
    opened_at: datetime
    expires_at: datetime
    ended: Ending | None = None
    disputed_at: datetime | None = None
    dispute_reason: str | None = None
    dispute_answer: str | None = None

    @classmethod
    def of(cls, assistance: Assistance) -> Self:
        return cls(**_members(assistance))


class WholeAssistanceView(AssistanceView):
    """One assistance, and what was done under it."""

    acts: list[ActView]

    @classmethod
    def with_acts(cls, assistance: Assistance, acts: Sequence[ActDone], language: Language) -> Self:
        shown = [ActView(what=act.what.in_language(language), path=act.path, at=act.at) for act in acts]
        return cls(**_members(assistance), acts=shown)


def _members(assistance: Assistance) -> dict[str, object]:
    helper, proof, dispute = assistance.helper, assistance.proof, assistance.dispute
    return {
        "assistance_id": assistance.id,
        "applicant_name": assistance.applicant_name,
        "helper_role": helper.role,
        "region": helper.region,
        "channel": helper.channel,
        "proof": proof.kind,
        "document": proof.document,
        "call_id": proof.call_id or None,
        "level": assistance.level,
        "items": assistance.items,
        "powers": tuple(assistance.powers),
        "opened_at": assistance.opened_at,
        "expires_at": assistance.valid_until,
        "ended": assistance.ended,
        "disputed_at": dispute.at if dispute else None,
        "dispute_reason": dispute.reason if dispute else None,
        "dispute_answer": dispute.answer or None if dispute else None,
    }
