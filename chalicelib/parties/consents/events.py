"""What happens to consents: codes, days and hashes. Whose they are and the purpose in words stay in the snapshot."""

from chalicelib.kernel.events import Event


class ConsentGiven(Event):
    """Signed by the person concerned, identified at `level`."""

    type = "party.ConsentGiven"
    recipient_kind: str
    recipient_code: str
    recipient_region: str
    certificate_types: tuple[str, ...]
    item_code: str
    valid_to: str
    text_version: str
    text_sha256: str
    level: int


class ConsentUsed(Event):
    """The one sharing that it allows took place; `reference` is what was shared for, such as a case's id."""

    type = "party.ConsentUsed"
    reference: str


class ConsentWithdrawn(Event):
    """The person took it back before it was used (个人信息保护法, art. 15)."""

    type = "party.ConsentWithdrawn"
