"""How long what was brought once may stand for the same material again, and who says so.

The item that it was brought for says how long such a material is good for (`valid_for`); where it says nothing, the
deployment's default does. An item that asks for it later may want a fresher one. Days are those of Hainan; unlike the
limit of a procedure, a validity that ends on a holiday ends that day.
"""

import datetime as dt
from enum import StrEnum

from chalicelib.catalogue.parts import MaterialRequirement
from chalicelib.kernel.day_walk import months_later
from chalicelib.kernel.value import Value
from chalicelib.kernel.working_time import Limit, Unit

YEAR = Limit(amount=12, unit=Unit.MONTH)


class SaidBy(StrEnum):
    """Whose word the validity is."""

    ITEM = "ITEM"
    """The item for which it was brought."""
    WANTED = "WANTED"
    """The item that asks for it now."""
    DEFAULT = "DEFAULT"
    """Nobody's but the deployment's."""


class Validity(Value):
    """`limit` (calendar days or months) from the day it was kept."""

    since: dt.date
    limit: Limit
    said_by: SaidBy

    @property
    def until(self) -> dt.date:
        """The last day."""
        if self.limit.unit is Unit.MONTH:
            return months_later(self.since, self.limit.amount)
        return self.since + dt.timedelta(days=self.limit.amount)


def validity_of(material: MaterialRequirement, since: dt.date, default: Limit) -> Validity:
    """How long what is brought for `material` is good for, counted from `since`."""
    if material.valid_for is None:
        return Validity(since=since, limit=default, said_by=SaidBy.DEFAULT)
    return Validity(since=since, limit=material.valid_for, said_by=SaidBy.ITEM)


def as_wanted(standing: Validity, wanted: MaterialRequirement) -> Validity:
    """The same, where `wanted` asks for it: what that item says counts if it ends sooner."""
    if wanted.valid_for is None:
        return standing
    asked = Validity(since=standing.since, limit=wanted.valid_for, said_by=SaidBy.WANTED)
    return min(standing, asked, key=lambda it: it.until)
