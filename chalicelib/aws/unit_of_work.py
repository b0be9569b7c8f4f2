"""The unit of work: what one use case changed, written in one transaction or not at all.

Snapshot, events, work items and the idempotency row ride together (transactional outbox): nothing is published,
signalled or sent from here. The table's stream does that afterwards.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from chalicelib.aws.rows import SNAPSHOT, Check, Delete, Key, Put, Row, Value, Write
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.events import Act, RecordedEvent
from chalicelib.kernel.instants import to_text
from chalicelib.kernel.text import Text

Refusal = Callable[[Row | None], Exception]
Result = TypeVar("Result")
ATTEMPTS = 5
DERIVED = ("sk", "sequence", "previous_hash")
"""What an event that follows another in its row need not say."""


class Overtaken(Conflict):
    """Somebody else changed the same thing between our reading and our writing."""

    code = "request.overtaken"
    title = Text("该记录刚刚被其他人修改", "Somebody else has just changed this")
    next_step = Text("请重新读取最新内容后再操作。", "Read it again and repeat your change on the new version.")


@dataclass
class UnitOfWork:
    """Collects changes; `commit` writes them. One per use case, never shared.

    `act` says who does this, when, and within which request; every event of the unit carries it.
    """

    table: Table
    act: Act
    _writes: list[Write] = field(default_factory=list)
    _saved: list[Aggregate] = field(default_factory=list)
    _checks: dict[Key, Check] = field(default_factory=dict)
    _memory: list[Write] = field(default_factory=list)

    def save(self, pk: str, aggregate: Aggregate, *, indexes: dict[str, Value] | None = None) -> None:
        """Store the aggregate's snapshot (with the attributes of the sparse indexes) and a row with its new events."""
        if not aggregate.pending:
            return
        self._writes.append(self._snapshot(pk, aggregate, indexes or {}))
        self._writes.append(Put(history_row(pk, aggregate.pending), new=True))
        self._saved.append(aggregate)

    def put(
        self,
        row: Row,
        *,
        new: bool = False,
        equals: dict[str, Value] | None = None,
        refusal: Refusal | None = None,
        personal: bool = False,
    ) -> None:
        """Write one more row in the same transaction; `refusal` turns a failed condition into an answer. The body of a
        `personal` row is sealed.
        """
        self._writes.append(Put(row, new=new, equals=equals or {}, refusal=refusal, personal=personal))

    def require(self, key: Key, *, present: bool = True, refusal: Refusal) -> None:
        """Write nothing unless there is (or is not) a row at `key` at the moment of writing. Costs no round trip; asks
        for nothing where the unit itself writes that row, and nothing twice.
        """
        self._checks.setdefault(key, Check(key, present, refusal))

    def remember(self, row: Row, refusal: Refusal) -> None:
        """Write the idempotency row: checked before what it brought about, so that a repeat is known as one."""
        self._memory = [Put(row, new=True, refusal=refusal, personal="body" in row)]

    def delete(self, key: Key) -> None:
        """Remove one row in the same transaction."""
        self._writes.append(Delete(key))

    @property
    def is_empty(self) -> bool:
        """True while nothing is to be written."""
        return not (self._writes or self._memory)

    def commit(self) -> None:
        """Write everything or nothing. Raises the refusal of the first condition that failed, or `Busy`."""
        if self.is_empty:
            return
        try:
            self.table.commit([*self._conditions(), *self._memory, *self._writes])
        except ConditionFailed as failed:
            if failed.write.refusal is None:
                raise Overtaken from failed
            raise failed.write.refusal(failed.standing) from failed
        for aggregate in self._saved:
            aggregate.committed()
        self._writes.clear()
        self._saved.clear()
        self._checks.clear()
        self._memory.clear()

    def _conditions(self) -> list[Check]:
        written = {write.key for write in self._writes}
        return [check for key, check in self._checks.items() if key not in written]

    @staticmethod
    def _snapshot(pk: str, aggregate: Aggregate, indexes: dict[str, Value]) -> Put:
        row: Row = {
            "pk": pk,
            "sk": SNAPSHOT,
            "version": aggregate.version,
            "schema": aggregate.schema_version,
            "head": aggregate.head,
            "body": aggregate.model_dump_json(),
            **indexes,
        }
        if aggregate.loaded_version == 0:
            return Put(row, new=True, personal=aggregate.personal)
        return Put(row, equals={"version": aggregate.loaded_version}, personal=aggregate.personal)


def history_row(pk: str, events: Sequence[RecordedEvent]) -> Row:
    """What one unit of work records, as one row: the first event, and in `following` wherein each further one differs
    from the first. The relay and the chain's independent verifier read it.
    """
    first, *further = (event_row(pk, event) for event in events)
    if not further:
        return first
    told = [{name: row[name] for name in row if row[name] != first[name] and name not in DERIVED} for row in further]
    return {**first, "following": canonical_json(told).decode()}


def event_row(pk: str, event: RecordedEvent) -> Row:
    """An event as a row of its own."""
    return {
        "pk": pk,
        "sk": f"EVENT#{event.sequence:06d}",
        "aggregate": event.aggregate_id,
        "sequence": event.sequence,
        "type": event.type,
        "at": to_text(event.at),
        "actor": canonical_json(event.actor.model_dump(mode="json")).decode(),
        "correlation": event.correlation_id,
        "data": canonical_json(event.data).decode(),
        "previous_hash": event.previous_hash,
        "hash": event.hash,
    }


def transact(table: Table, act: Act, use_case: Callable[[UnitOfWork], Result]) -> Result:
    """Carry out `use_case` and commit, for callers who act on whatever is there now: workflow and consumers.

    Overtaken by somebody else it starts again from its loading, so it must be safe to repeat. Raises `Overtaken` when
    others keep being faster.
    """
    for _ in range(ATTEMPTS):
        uow = UnitOfWork(table, act)
        result = use_case(uow)
        try:
            uow.commit()
        except Overtaken:
            continue
        return result
    raise Overtaken
