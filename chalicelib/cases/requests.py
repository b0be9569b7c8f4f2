"""What is asked of a case over HTTP."""

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator

from chalicelib.cases.parts import CorrectionPoint
from chalicelib.cases.vocabulary import Advice, Outcome, Target
from chalicelib.http.shapes import Request
from chalicelib.kernel.clock_entries import PauseReason
from chalicelib.kernel.text import Text

AUTHORITY_MISSING = Text("请写明应向哪个机关申请", "Name the authority that decides instead")
Reason = Annotated[str, Field(min_length=2, max_length=2000)]


class OpenCase(Request):
    """Begin an application."""

    item_code: str = Field(min_length=3, max_length=40)
    region: str = Field(
        pattern=r"^\d{6}(\d{3})?$", description="Code of the city, county (GB/T 2260) or township that handles it."
    )


class SaveForm(Request):
    """The whole form, as the item's JSON Schema describes it."""

    form: dict[str, Any]


class SignPromise(Request):
    """Accept the truthfulness promise: version and hash of the text that was shown."""

    version: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    accepted: Literal[True]


class PledgeMaterial(Request):
    """Pledge instead of bringing a material: version and hash of the text that was shown."""

    version: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    accepted: Literal[True]


class DeclareUpload(Request):
    """The file that is going to be uploaded."""

    filename: str = Field(min_length=1, max_length=120)
    media_type: str = Field(min_length=3, max_length=80)
    size: int = Field(gt=0, le=209_715_200, description="Bytes.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Withdraw(Request):
    """Take the application back."""

    reason: Reason


class Lookup(Request):
    """Number and query password of a receipt."""

    number: str = Field(min_length=20, max_length=20)
    password: str = Field(min_length=8, max_length=8)


class RequestedPoint(Request):
    """One thing to be put right, pinned to a field (`/residence_address`) or a material (its code)."""

    target: Target
    at: str = Field(min_length=1, max_length=200)
    reason: str = Field(min_length=2, max_length=500)
    how: str = Field(min_length=2, max_length=500, description="How to put it right.")

    def to_point(self) -> CorrectionPoint:
        """As the case keeps it."""
        return CorrectionPoint(target=self.target, at=self.at, reason=self.reason, how=self.how)


class RequestCorrection(Request):
    """补正告知: everything that has to be put right, at once."""

    points: list[RequestedPoint] = Field(min_length=1, max_length=50)


class Accept(Request):
    """The papers are complete and lawful."""


class RefuseAcceptance(Request):
    """Not accepted, no permit needed, or not ours to decide; then the right authority is named (art. 32)."""

    kind: Literal["NOT_ACCEPTED", "NOT_REQUIRED"]
    reason: Reason
    belongs_elsewhere: bool = Field(False, description="Another authority decides: `right_authority` names it.")
    right_authority: str = Field(
        "", max_length=200, validate_default=True, description="Who decides instead, where it is somebody else."
    )

    @field_validator("right_authority")
    @classmethod
    def _named(cls, name: str, others: ValidationInfo) -> str:
        if others.data.get("belongs_elsewhere") and not name.strip():
            raise ValueError(AUTHORITY_MISSING)
        return name


class GiveOpinion(Request):
    """A desk's recommendation."""

    advice: Advice
    reason: Reason


class Decide(Request):
    """The head's decision."""

    outcome: Outcome
    reason: Reason


class PauseClock(Request):
    """Stop the clock for a special procedure; the applicant is told in writing."""

    procedure: PauseReason
    reason: Reason
    legal_basis: Reason


class ResumeClock(Request):
    """Let the clock go on."""

    reason: Reason
    legal_basis: Reason


class ExtendClock(Request):
    """More time, once, in the unit of the item's extension."""

    amount: int = Field(gt=0, le=60)
    reason: Reason
    legal_basis: Reason


class Disclose(Request):
    """Why the applicant's data has to be seen whole."""

    reason: Reason


class MoveToVersion(Request):
    """The published version of the item that the case is to go on under, and why."""

    version: int = Field(ge=1)
    reason: Reason
