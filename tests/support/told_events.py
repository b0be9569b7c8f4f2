"""What the relay would tell of what was committed, in that order."""

from chalicelib.aws.bus import cloud_event
from chalicelib.aws.history import to_event
from chalicelib.workflow.consuming import CloudEvent
from tests.support.memory_table import MemoryTable


def cloud_events(table: MemoryTable) -> list[CloudEvent]:
    """Every event so far, as it comes from the bus."""
    rows = [row for (_, sk), row in table.rows.items() if sk.startswith("EVENT#")]
    return [CloudEvent.model_validate(cloud_event(to_event(row))) for row in rows]
