"""What community lists look like over HTTP."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints

from chalicelib.http.authority import Power
from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.masking import MaskedName
from chalicelib.parties.communities.events import EndOfEngagement
from chalicelib.parties.communities.model import CommunityList, Engagement, EngagementState
from chalicelib.parties.mandates.terms import Terms
from chalicelib.parties.mandates.views import MOST_ITEMS, MOST_POWERS, ItemCode
from chalicelib.parties.signed_text import SignedTextView
from chalicelib.parties.views import Mobile, Name

OfficeName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=100)]


class OpenCommunityList(Request):
    """Whom an office names, and to what."""

    office: OfficeName = Field(pattern=r"^[^\r\n\t]+$", description="The village or community committee.")
    agent_name: Name = Field(pattern=r"^[^\r\n\t]+$", description="As on their identity document.")
    agent_mobile: Mobile = Field(description="The mobile they sign in with.")
    items: tuple[ItemCode, ...] = Field(min_length=1, max_length=MOST_ITEMS, description="Codes of items.")
    powers: tuple[Power, ...] = Field(min_length=1, max_length=MOST_POWERS)
    valid_from: date = Field(description="The first day, in Hainan.")
    valid_to: date = Field(description="The last day, in Hainan; within one year.")

    @property
    def terms(self) -> Terms:
        """What they may do."""
        return Terms(items=self.items, powers=self.powers, valid_from=self.valid_from, valid_to=self.valid_to)


class PutOnList(Request):
    """Somebody who is to be asked."""

    name: Name = Field(pattern=r"^[^\r\n\t]+$")
    id_number: str = Field(max_length=32, description="GB 11643.")


class AgreeToAgent(Request):
    """The text signed: exactly the version and hash shown."""

    version: str = Field(max_length=32)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    accepted: Literal[True] = Field(description="True: the person has read and signed the text.")


class CommunityListView(Shape):
    """One list, without the people on it."""

    list_id: str
    office: str
    agent_name: MaskedName
    items: tuple[str, ...]
    powers: tuple[Power, ...]
    valid_from: date
    valid_to: date
    people: int
    closed_at: datetime | None = None

    @classmethod
    def of(cls, made: CommunityList) -> Self:
        return cls(
            list_id=made.id,
            office=made.office.name,
            agent_name=made.agent.name,
            items=made.terms.items,
            powers=made.terms.powers,
            valid_from=made.terms.valid_from,
            valid_to=made.terms.valid_to,
            people=made.people,
            closed_at=made.closed_at,
        )


class PersonOnListView(Shape):
    """One person on a list, as the office sees them."""

    engagement_id: str
    name: MaskedName
    state: EngagementState
    agreed_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: EndOfEngagement | None = None

    @classmethod
    def of(cls, engagement: Engagement) -> Self:
        return cls(
            engagement_id=engagement.id,
            name=engagement.person_name,
            state=engagement.state,
            agreed_at=engagement.agreed_at,
            ended_at=engagement.ended_at,
            ended_by=engagement.ended_by,
        )


class EngagementView(PersonOnListView):
    """What a person is asked to agree to, or has."""

    office: str
    agent_name: MaskedName
    items: tuple[str, ...]
    powers: tuple[Power, ...]
    valid_from: date
    valid_to: date
    text: SignedTextView
    agreed_level: int | None = None

    @classmethod
    def of(cls, engagement: Engagement) -> Self:
        terms, person = engagement.terms, PersonOnListView.of(engagement)
        return cls(
            **{name: getattr(person, name) for name in PersonOnListView.model_fields if name != "name"},
            name=engagement.person_name,
            office=engagement.office.name,
            agent_name=engagement.agent.name,
            items=terms.items,
            powers=terms.powers,
            valid_from=terms.valid_from,
            valid_to=terms.valid_to,
            text=SignedTextView.of(engagement.text),
            agreed_level=engagement.agreed_level or None,
        )
