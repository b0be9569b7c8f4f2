"""A small aggregate with a history, for what has to hold for every aggregate."""

from datetime import UTC, datetime, timedelta
from typing import Any, Self

from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import SYSTEM, Act, Actor, Event, Party

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CLERK = Actor(id="staff-1", party=Party.OFFICIAL, role="reviewer")


class Opened(Event):
    type = "ledger.Opened"

    owner: str


class Noted(Event):
    type = "ledger.Noted"

    data: dict[str, Any]


class Ledger(Aggregate):
    """Notes in the order in which they were made; somebody owns it."""

    owner_id: str
    department: str = "GA"
    region: str = "460100"
    notes: list[str] = []

    @classmethod
    def open(cls, ledger_id: str, owner_id: str, act: Act) -> Self:
        ledger = cls(id=ledger_id, owner_id=owner_id)
        ledger._record(Opened(owner=owner_id), act)
        return ledger

    def note(self, text: str, act: Act, **data: Any) -> None:
        self.notes = [*self.notes, text]
        self._record(Noted(data={"text": text, **data}), act)


def act_at(seconds: float = 0, actor: Actor = SYSTEM, correlation_id: str = "correlation-1") -> Act:
    """An act some seconds after `START`."""
    return Act(actor=actor, at=START + timedelta(seconds=seconds), correlation_id=correlation_id)


def ledger_with(*notes: str, ledger_id: str = "ledger-1", owner_id: str = "account-1") -> Ledger:
    """A ledger that has not been stored yet."""
    ledger = Ledger.open(ledger_id, owner_id, act_at())
    for second, note in enumerate(notes, start=1):
        ledger.note(note, act_at(second, CLERK))
    return ledger
