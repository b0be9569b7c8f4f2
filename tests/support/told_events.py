"""What the relay would tell of what was committed, in that order."""

from chalicelib.aws.bus import cloud_event
from chalicelib.aws.history import to_events
from chalicelib.workflow.consuming import CloudEvent
from tests.support.memory_table import MemoryTable
from tests.support.platform import MONDAY_MORNING


def cloud_events(table: MemoryTable) -> list[CloudEvent]:
    """Every event so far, as it comes from the bus."""
    rows = [row for (_, sk), row in table.rows.items() if sk.startswith("EVENT#")]
    return [CloudEvent.model_validate(cloud_event(to_events(row)[-1])) for row in rows]


def told(type: str, *, subject: str, **data: object) -> CloudEvent:
    """An event that came from elsewhere."""
    return CloudEvent(
        id=f"{subject}:1", type=type, subject=subject, time=MONDAY_MORNING, correlationid="correlation-1", data=data
    )
