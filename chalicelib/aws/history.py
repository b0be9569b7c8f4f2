"""Reading aggregates and their histories back from rows."""

import json
from collections.abc import Iterable
from typing import TypeVar

from chalicelib.aws.rows import Row
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Actor, RecordedEvent
from chalicelib.kernel.instants import from_text

Loaded = TypeVar("Loaded", bound=Aggregate)


def to_aggregate(kind: type[Loaded], row: Row) -> Loaded:
    """The aggregate whose snapshot `row` is; a snapshot of an older schema is brought up to date first."""
    if row["schema"] == kind.schema_version:
        return kind.model_validate_json(str(row["body"]))
    return kind.model_validate(kind.upcast(json.loads(str(row["body"])), int(row["schema"])))


def to_events(row: Row) -> list[RecordedEvent]:
    """The events that `row` holds: those of one unit of work, in order."""
    events = [_to_event(row)]
    for further in json.loads(str(row.get("following", "[]"))):
        before = events[-1]
        events.append(_to_event({**row, **further, "sequence": before.sequence + 1, "previous_hash": before.hash}))
    return events


def events_among(rows: Iterable[Row]) -> list[RecordedEvent]:
    """The events of a partition's rows, in order."""
    return [event for row in rows if str(row["sk"]).startswith("EVENT#") for event in to_events(row)]


def _to_event(row: Row) -> RecordedEvent:
    return RecordedEvent(
        aggregate_id=str(row["aggregate"]),
        sequence=int(row["sequence"]),
        type=str(row["type"]),
        at=from_text(str(row["at"])),
        actor=Actor.model_validate_json(str(row["actor"])),
        correlation_id=str(row["correlation"]),
        data=json.loads(str(row["data"])),
        previous_hash=str(row["previous_hash"]),
        hash=str(row["hash"]),
    )
