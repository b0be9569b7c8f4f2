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
