"""What mandates look like over HTTP."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints

from chalicelib.http.authority import Power
from chalicelib.http.paging import PageQuery
from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.masking import MaskedMobile, MaskedName, Public
from chalicelib.parties.mandates.model import Agent, Mandate, MandateState
from chalicelib.parties.mandates.terms import MandateKind, Terms
from chalicelib.parties.signed_text import SignedTextView
from chalicelib.parties.views import Mobile, Name

ItemCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,64}$")]
MOST_ITEMS = 50
MOST_POWERS = len(Power)


class MandateTerms(Request):
    """Whom somebody authorises, and to what."""

    agent_name: Name = Field(pattern=r"^[^\r\n\t]+$", description="As on their identity document.")
    agent_mobile: Mobile = Field(description="The mobile they sign in with.")
    items: tuple[ItemCode, ...] = Field((), max_length=MOST_ITEMS, description="Codes of items; empty: all.")
    powers: tuple[Power, ...] = Field(min_length=1, max_length=MOST_POWERS)
    valid_from: date = Field(description="The first day, in Hainan.")
    valid_to: date = Field(description="The last day, in Hainan; within one year.")

    @property
    def agent(self) -> Agent:
        """The person named."""
        return Agent(name=self.agent_name, mobile=self.agent_mobile)

    @property
    def terms(self) -> Terms:
        """What they may do."""
        return Terms(items=self.items, powers=self.powers, valid_from=self.valid_from, valid_to=self.valid_to)


class OfferMandate(MandateTerms):
    """The same terms as in the preview, and the text signed: exactly the version and hash given there."""

    version: str = Field(max_length=32)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    accepted: Literal[True] = Field(description="True: the principal has read and signed the text.")


class MandatesQuery(PageQuery):
    """Which list is wanted."""

    side: Literal["given", "held"] = Field("given", description="What one gave, or what was offered to one.")


class MandateSummary(Shape):
    """One mandate in a list; persons are masked."""

    id: str
    kind: MandateKind
    state: MandateState
    principal_name: MaskedName
    agent_name: MaskedName
    items: tuple[str, ...]
    powers: tuple[Power, ...]
    valid_from: date
    valid_to: date
    in_force: bool

    @classmethod
    def of(cls, mandate: Mandate, today: date) -> Self:
        return cls(**_summed_up(mandate, today))


class MandateView(MandateSummary):
    """A mandate as both its sides see it; only the text that was signed names them in full."""

    agent_mobile: MaskedMobile
    text: SignedTextView
    signed_at: datetime
    signer_level: int
    accepted_at: datetime | None = None
    acceptor_level: int | None = None
    ended_at: datetime | None = None

    @classmethod
    def of(cls, mandate: Mandate, today: date) -> Self:
        accepted = mandate.accepted
        return cls(
            **_summed_up(mandate, today),
            agent_mobile=mandate.agent.mobile,
            text=SignedTextView.of(mandate.text),
            signed_at=mandate.signed.at,
            signer_level=mandate.signed.level,
            accepted_at=accepted.at if accepted else None,
            acceptor_level=accepted.level if accepted else None,
            ended_at=mandate.ended_at,
        )


def _summed_up(mandate: Mandate, today: date) -> dict[str, object]:
    is_person, terms = mandate.kind is MandateKind.ATTORNEY, mandate.terms
    return {
        "id": mandate.id,
        "kind": mandate.kind,
        "state": mandate.state,
        "principal_name": mandate.principal_name if is_person else Public(mandate.principal_name),
        "agent_name": mandate.agent.name,
        "items": terms.items,
        "powers": terms.powers,
        "valid_from": terms.valid_from,
        "valid_to": terms.valid_to,
        "in_force": mandate.state is MandateState.ACTIVE and terms.valid_from <= today <= terms.valid_to,
    }
