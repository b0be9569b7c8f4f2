"""What the relay would tell of what was committed, in that order."""

from chalicelib.aws.bus import cloud_event
from chalicelib.aws.history import events_among
from chalicelib.workflow.consuming import CloudEvent
from tests.support.memory_table import MemoryTable
from tests.support.platform import MONDAY_MORNING


def cloud_events(table: MemoryTable) -> list[CloudEvent]:
    """Every event so far, as it comes from the bus."""
    return [CloudEvent.model_validate(cloud_event(event)) for event in events_among(table.rows.values())]


def told(type: str, *, subject: str, **data: object) -> CloudEvent:
    """An event that came from elsewhere."""
    return CloudEvent(
        id=f"{subject}:1", type=type, subject=subject, time=MONDAY_MORNING, correlationid="correlation-1", data=data
    )
