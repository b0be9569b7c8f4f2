"""Counts of what was found, by what it may be narrowed down by."""

from dataclasses import dataclass

from chalicelib.catalogue.finding.bits import Bits
from chalicelib.catalogue.finding.filters import By
from chalicelib.catalogue.finding.snapshot import Snapshot
from chalicelib.catalogue.vocabulary import LifeEvent


@dataclass(frozen=True)
class Count:
    """How many would be left with that value; values that leave nothing are not listed."""

    value: str
    items: int


@dataclass(frozen=True)
class Facets:
    """The largest counts first."""

    departments: tuple[Count, ...]
    life_events: tuple[Count, ...]
    regions: tuple[Count, ...]
    no_visit: int
    instant: int


def facets_of(found: Bits, snapshot: Snapshot) -> Facets:
    """The counts of the set `found`."""
    filters = snapshot.filters
    return Facets(
        departments=_counts({it: filters.of(By.DEPARTMENT, it) for it in snapshot.names.departments}, found),
        life_events=_counts({it: filters.of(By.LIFE_EVENT, it) for it in LifeEvent}, found),
        regions=_counts({it: filters.serving(it) for it in filters.values(By.REGION)}, found),
        no_visit=(found & filters.of(By.NO_VISIT)).bit_count(),
        instant=(found & filters.of(By.INSTANT)).bit_count(),
    )


def _counts(sets: dict[str, Bits], found: Bits) -> tuple[Count, ...]:
    counts = [Count(value, (found & bits).bit_count()) for value, bits in sets.items()]
    return tuple(sorted((it for it in counts if it.items), key=lambda it: (-it.items, it.value)))
