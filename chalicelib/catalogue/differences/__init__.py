"""What one content of an item changes against another, in plain words and as the applicant feels it.

Every element is compared; the order is always the same: that of the elements, and within a list what is gone first.
"""

from chalicelib.catalogue.differences.aspects import ASPECTS
from chalicelib.catalogue.differences.comparing import parts
from chalicelib.catalogue.differences.model import Difference, Effect, Place
from chalicelib.catalogue.model import ItemContent
from chalicelib.kernel.text import Text

__all__ = ["Difference", "Effect", "differences"]


def differences(old: ItemContent, new: ItemContent) -> tuple[Difference, ...]:
    """Everything that `new` changes against `old`; nothing when they are the same content."""
    return tuple(parts(ASPECTS[ItemContent], Place("#", Text("", "")), old, new))
