"""What happens to a licence. Events hold neither the holder nor the verification code."""

from chalicelib.kernel.events import Event


class Issued(Event):
    type = "licence.Issued"
    licence_id: str
    reference: str
    kind: str
    sha256: str


class Revoked(Event):
    type = "licence.Revoked"
    licence_id: str
    reference: str
    kind: str
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
