"""A batch (批次): items that are published together. Open while it is gathered, then published once and for all."""

import datetime as dt
from enum import StrEnum
from typing import Self

from pydantic import Field

from chalicelib.catalogue.editing.errors import FourEyes
from chalicelib.catalogue.editing.parts import Action
from chalicelib.catalogue.elements import Element
from chalicelib.catalogue.publishing import errors
from chalicelib.catalogue.publishing.events import (
    BatchOpened,
    BatchPublished,
    ItemRemoved,
    ItemsEntered,
    ItemSetAside,
    PublicationOrdered,
    TargetSet,
)
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act
from chalicelib.kernel.instants import shanghai_date

MOST_ENTRIES = 5_000
"""Of a batch: a row holds 400 KB at most."""
FARTHEST = dt.timedelta(days=731)
"""How far ahead a batch may come into force."""


class BatchStatus(StrEnum):
    """Where a batch stands."""

    OPEN = "OPEN"
    PUBLISHING = "PUBLISHING"
    PUBLISHED = "PUBLISHED"


class Batch(Aggregate):
    """One batch."""

    name: str
    effective_from: dt.date
    status: BatchStatus = BatchStatus.OPEN
    entries: dict[str, Action] = {}
    editors: tuple[str, ...]
    """Who opened it or put items in: none of them publishes it."""
    set_aside: tuple[str, ...] = ()
    """Entries that could not be put online and were taken out of the publication, so that the others could."""
    edition: int = 0
    job_id: str = ""

    @classmethod
    def open(cls, *, batch_id: str, name: str, effective_from: dt.date, act: Act) -> Self:
        """An empty batch, in force from a date (Asia/Shanghai) that is not past. Raises `DateInThePast`,
        `DateTooFar`.
        """
        _refuse_past(effective_from, act)
        latest = shanghai_date(act.at) + FARTHEST
        if effective_from > latest:
            raise errors.DateTooFar(latest=latest.isoformat())
        batch = cls(id=batch_id, name=name, effective_from=effective_from, editors=(act.actor.id,))
        batch._record(BatchOpened(name=name, effective_from=effective_from), act)
        return batch

    def enter(self, codes: list[str], action: Action, act: Act) -> None:
        """Put items in. Raises `BatchClosed`, `BatchFull`."""
        self._require_open()
        entries = {**self.entries, **dict.fromkeys(codes, action)}
        if len(entries) > MOST_ENTRIES:
            raise errors.BatchFull(most=MOST_ENTRIES)
        self.entries = entries
        self._note_editor(act)
        self._record(ItemsEntered(action=action, codes=codes), act)

    def remove(self, code: str, act: Act) -> None:
        """Take an item out; while the batch is being published, set aside one that is not online yet. Raises
        `BatchClosed`, `NotInBatch`.
        """
        if code not in self.entries or code in self.set_aside:
            raise errors.NotInBatch
        if self.status is BatchStatus.PUBLISHING:
            self.set_aside = (*self.set_aside, code)
            self._record(ItemSetAside(item_code=code), act)
            return
        self._require_open()
        self.entries = {kept: action for kept, action in self.entries.items() if kept != code}
        self._note_editor(act)
        self._record(ItemRemoved(item_code=code), act)

    def order_publication(self, edition: int, job_id: str, act: Act) -> None:
        """Close it; its items are put online from now on. Raises `BatchClosed`, `BatchEmpty`, `DateInThePast`,
        `FourEyes`.
        """
        self._require_open()
        if act.actor.id in self.editors:
            raise FourEyes
        if not self.entries:
            raise errors.BatchEmpty
        _refuse_past(self.effective_from, act)
        self.status, self.edition, self.job_id = BatchStatus.PUBLISHING, edition, job_id
        self._record(PublicationOrdered(edition=edition, items=len(self.entries)), act)

    def complete(self, act: Act) -> None:
        """Every item of it is online."""
        self.status = BatchStatus.PUBLISHED
        self._record(
            BatchPublished(edition=self.edition, items=len(self.released), effective_from=self.effective_from), act
        )

    @property
    def released(self) -> dict[str, Action]:
        """What is to be put online: the entries without those that were set aside."""
        return {code: action for code, action in self.entries.items() if code not in self.set_aside}

    def _require_open(self) -> None:
        if self.status is not BatchStatus.OPEN:
            raise errors.BatchClosed

    def _note_editor(self, act: Act) -> None:
        if act.actor.id not in self.editors:
            self.editors = (*self.editors, act.actor.id)


class BatchLine(Element):
    """A batch in the list of batches."""

    batch_id: str
    name: str
    effective_from: dt.date
    status: BatchStatus
    items: int
    edition: int

    @classmethod
    def of(cls, batch: Batch) -> Self:
        """The line of `batch`."""
        return cls(
            batch_id=batch.id,
            name=batch.name,
            effective_from=batch.effective_from,
            status=batch.status,
            items=len(batch.released),
            edition=batch.edition,
        )


class Target(Aggregate):
    """The share of items that is to need no visit by a date: data, not code (the plan of 2017 said 80 % by 2018)."""

    share_percent: int = Field(80, ge=1, le=100)
    by: dt.date | None = None
    basis: str = ""

    def set(self, share_percent: int, by: dt.date, basis: str, act: Act) -> None:
        """Say what is to be reached, by when, and who decided so; the same again changes nothing."""
        if (self.share_percent, self.by, self.basis) == (share_percent, by, basis):
            return
        self.share_percent, self.by, self.basis = share_percent, by, basis
        self._record(TargetSet(share_percent=share_percent, by=by, basis=basis), act)


def _refuse_past(date: dt.date, act: Act) -> None:
    today = shanghai_date(act.at)
    if date < today:
        raise errors.DateInThePast(today=today.isoformat())
