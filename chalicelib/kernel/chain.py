"""The hash chain over an aggregate's history: whoever changes, drops or reorders an event is found out.

`hash = SHA-256(previous_hash ‖ canonical JSON of the event)`, in hexadecimal; the first event follows `GENESIS`.
"""

from collections.abc import Iterable
from typing import Any

from chalicelib.kernel.canonical import canonical_json, sha256_hex
from chalicelib.kernel.events import Act, Event, RecordedEvent
from chalicelib.kernel.instants import to_text

GENESIS = "0" * 64


class BrokenChain(ValueError):
    """The history is not what was once written; the message names the first bad sequence."""


def seal(event: Event, *, aggregate_id: str, sequence: int, previous_hash: str, act: Act) -> RecordedEvent:
    """`event` as entry `sequence` of the history of `aggregate_id`."""
    data: dict[str, Any] = event.model_dump(mode="json")
    content = _content(aggregate_id, sequence, event.type, act, data)
    return RecordedEvent(
        aggregate_id=aggregate_id,
        sequence=sequence,
        type=event.type,
        at=act.at,
        actor=act.actor,
        correlation_id=act.correlation_id,
        data=data,
        previous_hash=previous_hash,
        hash=sha256_hex(previous_hash.encode() + canonical_json(content)),
    )


def verify(history: Iterable[RecordedEvent]) -> str:
    """The hash of the last event. Raises `BrokenChain` at the first entry that does not follow its forerunner."""
    head, expected = GENESIS, 1
    for entry in history:
        act = Act(actor=entry.actor, at=entry.at, correlation_id=entry.correlation_id)
        content = _content(entry.aggregate_id, expected, entry.type, act, entry.data)
        recomputed = sha256_hex(head.encode() + canonical_json(content))
        if entry.sequence != expected or entry.previous_hash != head or entry.hash != recomputed:
            raise BrokenChain(f"event {expected} of {entry.aggregate_id}")
        head, expected = entry.hash, expected + 1
    return head


def _content(aggregate_id: str, sequence: int, kind: str, act: Act, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "aggregate": aggregate_id,
        "sequence": sequence,
        "type": kind,
        "at": to_text(act.at),
        "actor": act.actor.model_dump(mode="json"),
        "correlation": act.correlation_id,
        "data": data,
    }
