"""What consents look like over HTTP."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints

from chalicelib.http.shapes import Request, Shape
from chalicelib.parties.consents.model import Consent, ConsentState
from chalicelib.parties.consents.terms import Recipient, RecipientKind, SharedCertificate
from chalicelib.parties.signed_text import SignedTextView

Purpose = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200, pattern=r"^[^\r\n\t]+$")
]
MOST_CERTIFICATES = 20
MOST_FIELDS = 100


class WantedRecipient(Request):
    """Who is to receive it: a department in a region, or a partner."""

    kind: RecipientKind = RecipientKind.DEPARTMENT
    code: str = Field(
        pattern=r"^[A-Z0-9-]{2,26}$", description="The department's code (GET /v1/departments), or the partner's."
    )
    region: str = Field(
        "", pattern=r"^(\d{6}(\d{3})?)?$", description="A department's region: GET /v1/regions; empty for a partner."
    )


class WantedCertificate(Request):
    """Which certificate, and which of its fields."""

    code: str = Field(pattern=r"^[A-Z0-9_-]{2,60}$", description="Its type: GET /v1/certificate-types.")
    fields: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,40}$")], ...] = Field(
        (), max_length=MOST_FIELDS, description="Names of its fields; empty: the whole certificate."
    )


class WantedConsent(Request):
    """One sharing: with whom, of what, for what, until when."""

    recipient: WantedRecipient
    purpose: Purpose = Field(description="What it is for, in words; whoever uses the consent has to name the same.")
    certificates: tuple[WantedCertificate, ...] = Field(min_length=1, max_length=MOST_CERTIFICATES)
    item_code: str = Field("", pattern=r"^[A-Za-z0-9-]{0,64}$", description="The item it is for, if any.")
    valid_to: date = Field(description="The last day, in Hainan; within ninety days.")


class SignConsent(WantedConsent):
    """The same terms as in the preview, and the text signed: exactly the version and hash given there."""

    version: str = Field(max_length=32)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    accepted: Literal[True] = Field(description="True: the person has read and signed the text.")


class RecipientView(Shape):
    """Who may receive it, as the person was told."""

    kind: RecipientKind
    code: str
    region: str
    name: str
    contact: str

    @classmethod
    def of(cls, recipient: Recipient) -> Self:
        return cls(**recipient.model_dump())


class SharedCertificateView(Shape):
    """A certificate that may be shared, and which of its fields."""

    code: str
    name: str
    fields: list[str] = Field(description="Labels of its fields; empty: the whole certificate.")

    @classmethod
    def of(cls, shared: SharedCertificate) -> Self:
        return cls(code=shared.code, name=shared.name, fields=[field.label for field in shared.fields])


class ConsentSummary(Shape):
    """One consent in a list."""

    consent_id: str
    state: ConsentState
    recipient: RecipientView
    purpose: str
    certificates: list[SharedCertificateView]
    item_code: str
    valid_to: date
    in_force: bool
    given_at: datetime
    used_at: datetime | None = None
    used_for: str | None = Field(None, description="Reference of the sharing, such as a case.")
    withdrawn_at: datetime | None = None

    @classmethod
    def of(cls, consent: Consent, today: date) -> Self:
        return cls(**_summed_up(consent, today))


class ConsentView(ConsentSummary):
    """A consent with the text that was signed."""

    text: SignedTextView
    level: int

    @classmethod
    def of(cls, consent: Consent, today: date) -> Self:
        return cls(**_summed_up(consent, today), text=SignedTextView.of(consent.text), level=consent.level)


def _summed_up(consent: Consent, today: date) -> dict[str, object]:
    terms, use = consent.terms, consent.use
    return {
        "consent_id": consent.id,
        "state": consent.state,
        "recipient": RecipientView.of(terms.recipient),
        "purpose": terms.purpose,
        "certificates": [SharedCertificateView.of(certificate) for certificate in terms.certificates],
        "item_code": terms.item_code,
        "valid_to": terms.valid_to,
        "in_force": consent.state is ConsentState.GIVEN and today <= terms.valid_to,
        "given_at": consent.given_at,
        "used_at": use.at if use else None,
        "used_for": use.reference if use else None,
        "withdrawn_at": consent.withdrawn_at,
    }
