"""What happens to a licence. Events hold neither the holder nor the verification code."""

from enum import StrEnum

from chalicelib.kernel.events import Event


class RevocationGround(StrEnum):
    """By which of the law's four ways a licence ends before its time; also told to systems that read it."""

    RECALLED = "RECALLED"
    """撤回: the law or the circumstances changed (Licensing Law art. 8); the holder is compensated."""
    ANNULLED = "ANNULLED"
    """撤销: it should not have been granted (art. 69)."""
    PENALISED = "PENALISED"
    """吊销: a penalty (Penalties Law art. 9)."""
    CANCELLED = "CANCELLED"
    """注销: a formality, after its end or its holder's (art. 70)."""


class Issued(Event):
    type = "licence.Issued"
    licence_id: str
    reference: str
    kind: str
    sha256: str


class Released(Event):
    """Nothing is owed for it any more: its holder may have it."""

    type = "licence.Released"
    licence_id: str
    reference: str
    kind: str


class Revoked(Event):
    type = "licence.Revoked"
    licence_id: str
    reference: str
    kind: str
    ground: RevocationGround
    reason: str


class Suspended(Event):
    type = "licence.Suspended"
    licence_id: str
    reference: str
    kind: str
    reason: str


class Resumed(Event):
    type = "licence.Resumed"
    licence_id: str
    reference: str
    kind: str
    reason: str


class ReissueRequested(Event):
    """It is to be printed, signed and certified again, in its next version."""

    type = "licence.ReissueRequested"
    licence_id: str
    reference: str
    kind: str
    reason: str


class Replaced(Event):
    """The next version is there; this one counts no more."""

    type = "licence.Replaced"
    licence_id: str
    reference: str
    kind: str
    replaced_by: str
