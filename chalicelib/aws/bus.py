"""The custom event bus: CloudEvents 1.0 in batches, and no silent loss."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.kernel.events import RecordedEvent
from chalicelib.kernel.instants import to_text

CHUNK = 10
SOURCE = "bujianmian"


class NotPublished(Exception):
    """Some events did not get onto the bus: `failed` holds their ids and the bus's code. All others did."""

    def __init__(self, failed: Mapping[str, str]) -> None:
        super().__init__(*(f"{event}: {code}" for event, code in failed.items()))
        self.failed = dict(failed)


class Bus:
    """Publishes recorded events; receivers de-duplicate by the event's id."""

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self._name = name

    def publish(self, events: Sequence[RecordedEvent]) -> None:
        """Put all events, ten a call. Raises `NotPublished` naming those that were refused."""
        failed: dict[str, str] = {}
        for start in range(0, len(events), CHUNK):
            chunk = events[start : start + CHUNK]
            answer = self._client.put_events(Entries=[self._entry(event) for event in chunk])
            if answer["FailedEntryCount"]:
                entries = zip(chunk, answer["Entries"], strict=True)
                failed |= {event.id: str(entry["ErrorCode"]) for event, entry in entries if "ErrorCode" in entry}
        if failed:
            raise NotPublished(failed)

    def _entry(self, event: RecordedEvent) -> dict[str, Any]:
        return {
            "Source": SOURCE,
            "DetailType": event.type,
            "EventBusName": self._name,
            "Time": event.at,
            "Detail": json.dumps(cloud_event(event), ensure_ascii=False),
        }


def cloud_event(event: RecordedEvent) -> dict[str, Any]:
    """The CloudEvents 1.0 envelope; `actor` and `sequence` are extension attributes."""
    return {
        "specversion": "1.0",
        "id": event.id,
        "source": SOURCE,
        "type": event.type,
        "subject": event.aggregate_id,
        "time": to_text(event.at),
        "datacontenttype": "application/json",
        "sequence": event.sequence,
        "correlationid": event.correlation_id,
        "actor": event.actor.model_dump(mode="json"),
        "data": event.data,
    }
