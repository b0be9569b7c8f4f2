"""Finding items: by words and filters, page by page, with counts of what else there is to narrow it down by."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chalicelib.catalogue.finding.bits import Bits, beyond, rows_of
from chalicelib.catalogue.finding.facets import Facets, facets_of
from chalicelib.catalogue.finding.filters import By, Filters
from chalicelib.catalogue.finding.names import Names
from chalicelib.catalogue.finding.ranking import Ranking
from chalicelib.catalogue.finding.snapshot import Snapshot, read_snapshot
from chalicelib.catalogue.finding.summary import Summary
from chalicelib.catalogue.finding.words import asked


@dataclass(frozen=True)
class Wish:
    """What somebody looks for: words and filters, all of which an item has to meet. Nothing given: everything."""

    words: str = ""
    life_event: str = ""
    department: str = ""
    region: str = ""
    """Where one is: what serves it, what it lies in, or everybody."""
    subject: str = ""
    level: str = ""
    no_visit: bool = False
    instant: bool = False


@dataclass(frozen=True)
class Place:
    """How far a reader is: the rank and the row of the last item seen."""

    rank: int
    row: int


@dataclass(frozen=True)
class Found:
    """One page, where it ends if there is more, and the counts of all that was found."""

    summaries: tuple[Summary, ...]
    end: Place | None
    facets: Facets


class Finder:
    """One edition of the catalogue, ready for questions."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._ranking = Ranking(snapshot)

    @classmethod
    def load(cls, data: bytes) -> "Finder":
        """From a snapshot. Raises `SnapshotUnreadable`."""
        return cls(read_snapshot(data))

    @classmethod
    def empty(cls) -> "Finder":
        """Before the first edition: nothing is found."""
        return cls(Snapshot.empty())

    @property
    def identity(self) -> str:
        """Of the edition's contents: a place on a list means something in this very edition only."""
        return self._snapshot.identity

    @property
    def names(self) -> Names:
        """What the departments and regions of this edition are called."""
        return self._snapshot.names

    def find(self, wish: Wish, on: dt.date, *, limit: int = 20, after: Place | None = None) -> Found:
        """At most `limit` items in force on that day (Asia/Shanghai), the best answers first, from `after` on.

        No AWS call.
        """
        ranks = self._ranks(wish, on)
        places = list(_first(ranks, limit + 1, after))
        return Found(
            summaries=tuple(self._snapshot.summary(place.row) for place in places[:limit]),
            end=places[limit - 1] if len(places) > limit else None,
            facets=facets_of(ranks[-1], self._snapshot),
        )

    def _ranks(self, wish: Wish, on: dt.date) -> list[Bits]:
        allowed = _allowed(wish, self._snapshot.filters) & self._snapshot.filters.in_force(on)
        if not wish.words.strip():
            return [allowed]
        words = asked(wish.words)
        return self._ranking.of(words, allowed) if words and allowed else [0]


def _allowed(wish: Wish, filters: Filters) -> Bits:
    allowed = -1
    for by, value in (
        (By.DEPARTMENT, wish.department),
        (By.LIFE_EVENT, wish.life_event),
        (By.SUBJECT, wish.subject),
        (By.LEVEL, wish.level),
    ):
        allowed &= filters.of(by, value) if value else -1
    allowed &= filters.serving(wish.region) if wish.region else -1
    allowed &= filters.of(By.NO_VISIT) if wish.no_visit else -1
    return allowed & (filters.of(By.INSTANT) if wish.instant else -1)


def _first(ranks: Sequence[Bits], count: int, after: Place | None) -> Iterator[Place]:
    """The first `count` places beyond `after`: rank by rank, each without the one before."""
    better = 0
    for rank, bits in enumerate(ranks):
        fresh = bits & ~better
        better = bits
        if after is not None and rank <= after.rank:
            fresh = beyond(fresh, after.row) if rank == after.rank else 0
        for row in rows_of(fresh):
            if count == 0:
                return
            count -= 1
            yield Place(rank, row)
