"""What happens to organisations: ids, numbers of questions and outcomes; neither names nor codes."""

from chalicelib.kernel.events import Event
from chalicelib.parties.checks import CheckStatus


class OrganisationClaimed(Event):
    """Name and code wait on the claim to be compared with the legal-person base."""

    type = "party.OrganisationClaimed"
    check: int


class OrganisationClaimConcluded(Event):
    """The legal-person base answered, or did not. `organisation_id` is empty unless it confirmed the claim."""

    type = "party.OrganisationClaimConcluded"
    check: int
    status: CheckStatus
    organisation_id: str


class OrganisationClaimPostponed(Event):
    """The base did not answer, for the `asked`-th time; it is asked again at `again_at`."""

    type = "party.OrganisationClaimPostponed"
    check: int
    asked: int
    again_at: str


class RepresentativeBound(Event):
    """The base named this account's holder as representative; `former_authority` ended in the same moment."""

    type = "party.RepresentativeBound"
    account_id: str
    authority_id: str
    former_authority: str


class RepresentativeQuestioned(Event):
    """The legal-person base is to be asked anew whether the representative still is who it was."""

    type = "party.RepresentativeQuestioned"
    question: int


class RepresentativeEnded(Event):
    """The base names somebody else (MISMATCHED), or says that the organisation is no more (DISSOLVED): from now on
    nothing is changed under `authority_id`.
    """

    type = "party.RepresentativeEnded"
    account_id: str
    authority_id: str
    reason: CheckStatus


class AgentsEnded(Event):
    """So many agents ended because the organisation that authorised them is no more."""

    type = "party.AgentsEnded"
    count: int
