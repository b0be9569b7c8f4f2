"""What the histories of a claim to be somebody's guardian, and of a guardianship, say. Nobody is named."""

from enum import StrEnum

from chalicelib.kernel.events import Event
from chalicelib.parties.checks import CheckStatus


class EndOfGuardianship(StrEnum):
    """Why a guardian acts for somebody no more."""

    OF_AGE = "OF_AGE"
    NOT_REGISTERED = "NOT_REGISTERED"
    """The population base does not name them any more."""


class WardClaimed(Event):
    """Name and number of a child wait on the claim to be compared with the population base."""

    type = "party.WardClaimed"
    check: int


class WardClaimPostponed(Event):
    """The base did not answer, for the `asked`-th time; it is asked again at `again_at`."""

    type = "party.WardClaimPostponed"
    check: int
    asked: int
    again_at: str


class WardClaimConcluded(Event):
    """The base answered, or did not in all the time. `ward_id` is empty unless it confirmed the claim."""

    type = "party.WardClaimConcluded"
    check: int
    status: CheckStatus
    ward_id: str


class GuardianBound(Event):
    """The base named the guardian, who may act until the day before `of_age_on`."""

    type = "party.GuardianBound"
    guardian_id: str
    ward_id: str
    authority_id: str
    of_age_on: str


class GuardianshipQuestioned(Event):
    """Time has passed: the base is asked whether it still is so, for the `question`-th time."""

    type = "party.GuardianshipQuestioned"
    question: int


class GuardianshipConfirmed(Event):
    """The base still names the guardian."""

    type = "party.GuardianshipConfirmed"
    question: int


class GuardianshipEnded(Event):
    """The guardian may act for the ward no more."""

    type = "party.GuardianshipEnded"
    authority_id: str
    reason: EndOfGuardianship
