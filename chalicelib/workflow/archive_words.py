"""How what is written for an archive package is spelled."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.aws.unit_of_work import event_row
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.events import RecordedEvent
from chalicelib.kernel.instants import shanghai_date


def as_json(value: Any) -> bytes:
    """For people and programs: indented, with the end of a line."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def as_date(instant: datetime | None) -> str | None:
    """The day in Hainan."""
    return shanghai_date(instant).isoformat() if instant else None


def chain_of(pk: str, aggregate_id: str, history: Sequence[RecordedEvent], told: Mapping[str, Any]) -> bytes:
    """The rows of a history as the table holds them, and what a snapshot says of them, with what else is `told` of it:
    `verify_chain` reads both.
    """
    head = history[-1].hash
    body = {**told, "id": aggregate_id, "version": len(history), "head": head}
    snapshot = {
        "pk": pk,
        "sk": "SNAPSHOT",
        "version": len(history),
        "head": head,
        "body": canonical_json(body).decode(),
    }
    lines = [*(event_row(pk, event) for event in history), snapshot]
    return b"".join(canonical_json(line) + b"\n" for line in lines)
