"""What happens to a kept material. No personal data."""

from datetime import date

from chalicelib.kernel.events import Event


class MaterialKept(Event):
    """What was brought for a case is kept for its owner."""

    type = "vault.MaterialKept"
    case_id: str
    material: str
    sha256: str
    valid_to: date


class KeptUsed(Event):
    type = "vault.KeptUsed"
    case_id: str
    item_code: str


class CounterChecked(Event):
    """An official compared it with the original."""

    type = "vault.CounterChecked"
    agrees: bool
    grade: str


class KeptWithdrawn(Event):
    type = "vault.KeptWithdrawn"
