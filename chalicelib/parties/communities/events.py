"""What the histories of a list and of what each person on it agreed to say. Nobody is named but by an id."""

from enum import StrEnum

from chalicelib.http.authority import Power
from chalicelib.kernel.events import Event


class EndOfEngagement(StrEnum):
    """Who ended it."""

    PERSON = "PERSON"
    OFFICE = "OFFICE"
    LIST_CLOSED = "LIST_CLOSED"


class CommunityListOpened(Event):
    """A head named an agent, for nobody yet."""

    type = "party.CommunityListOpened"
    department: str
    region: str
    agent_id: str
    items: tuple[str, ...]
    powers: tuple[Power, ...]
    valid_from: str
    valid_to: str


class PersonPutOnList(Event):
    """One person more; they have not agreed yet."""

    type = "party.PersonPutOnList"
    engagement_id: str


class CommunityListClosed(Event):
    """The agent acts for nobody on it any more."""

    type = "party.CommunityListClosed"


class EngagementProposed(Event):
    """A person is asked to agree. `person_id` is empty where no account has that name and number."""

    type = "party.EngagementProposed"
    list_id: str
    agent_id: str
    person_id: str


class EngagementAgreed(Event):
    """The person signed, by themselves or at a window: the actor and the authority of this act say which."""

    type = "party.EngagementAgreed"
    text_version: str
    text_sha256: str
    level: int


class EngagementEnded(Event):
    """From now on nothing is done under it; before it was agreed to, it was declined."""

    type = "party.EngagementEnded"
    by: EndOfEngagement
