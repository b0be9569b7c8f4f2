"""What the history of an account says. No name, number, mobile or token."""

from chalicelib.kernel.events import Event
from chalicelib.parties.checks import CheckStatus
from chalicelib.parties.levels import Level
from chalicelib.parties.windows.documents import DocumentKind


class AccountOpened(Event):
    """Somebody proved a mobile that nobody had registered."""

    type = "party.AccountOpened"
    level: Level


class WardRegistered(Event):
    """A guardian, who is bound to it in the same transaction, registered a minor without a mobile."""

    type = "party.WardRegistered"
    level: Level


class SeenAtWindow(Event):
    """A clerk has compared the person with their document; L4 once the population base knows the identity."""

    type = "party.SeenAtWindow"
    document: DocumentKind
    region: str
    level: Level


class IdentityCheckRequested(Event):
    """Name and number wait on the account to be compared; neither is told here."""

    type = "party.IdentityCheckRequested"
    check: int


class IdentityCheckConcluded(Event):
    """The population base answered, or did not."""

    type = "party.IdentityCheckConcluded"
    check: int
    status: CheckStatus
    level: Level


class IdentityCheckPostponed(Event):
    """The population base did not answer, for the `asked`-th time; it is asked again at `again_at`."""

    type = "party.IdentityCheckPostponed"
    check: int
    asked: int
    again_at: str


class PostponedCheckConcluded(Event):
    """A check that had to wait for the population base is over: its person is told."""

    type = "party.PostponedCheckConcluded"
    check: int
    status: CheckStatus


class ShownIdentityForgotten(Event):
    """Nobody proved within a day that the account which holds the identity is theirs."""

    type = "party.ShownIdentityForgotten"


class FaceCheckRequested(Event):
    """The outcome of a face check waits to be fetched."""

    type = "party.FaceCheckRequested"
    check: int


class FaceCheckConcluded(Event):
    """The face provider answered, or did not."""

    type = "party.FaceCheckConcluded"
    check: int
    status: CheckStatus
    level: Level


class CertificateCheckRequested(Event):
    """The outcome of a check of a digital certificate waits to be fetched."""

    type = "party.CertificateCheckRequested"
    check: int


class CertificateCheckConcluded(Event):
    """The certificate authority answered, or did not."""

    type = "party.CertificateCheckConcluded"
    check: int
    status: CheckStatus
    level: Level


class IdentityVouchedFor(Event):
    """The province's unified authentication vouches for the identity at that level."""

    type = "party.IdentityVouchedFor"
    level: Level
