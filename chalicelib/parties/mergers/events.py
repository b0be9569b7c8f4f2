"""What the histories of two accounts say of their becoming one. Neither names a mobile, a name or a number."""

from enum import StrEnum

from chalicelib.kernel.events import Event


class Proof(StrEnum):
    """What showed that both accounts are one person's."""

    FACE = "FACE"
    FORMER_MOBILE = "FORMER_MOBILE"
    """A code that was sent to the mobile of the older account."""
    WINDOW = "WINDOW"
    """A clerk saw the document, and the code that came to the new mobile."""


class AccountMerged(Event):
    """This account is over: its mobile signs in to the account `into`. Sessions with an id below `sessions_before`
    end, here and there.
    """

    type = "party.AccountMerged"
    into: str
    proof: Proof
    sessions_before: str


class MobileReplaced(Event):
    """The mobile of the younger account `merged`, or one that was bound at a window, signs in here now; the former one
    belongs to nobody here any more.
    """

    type = "party.MobileReplaced"
    merged: str
    proof: Proof
    level: int
    sessions_before: str
