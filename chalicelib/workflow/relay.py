"""The outbox relay: what was committed is told, at least once, in each aggregate's order.

From the table's stream (inserted events only) to (a) the state machines and the waits inside them, (b) the bus. A
record that fails again and again is parked whole in the dead-letter queue and the others go through; only when
parking fails too does the batch fail, and the stream's own retries, bisection and failure destination take over.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from chalice import Blueprint

from chalicelib.aws.bus import NotPublished
from chalicelib.aws.history import to_event
from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform, platform
from chalicelib.aws.rows import from_attributes
from chalicelib.kernel.events import RecordedEvent
from chalicelib.workflow.dead_letters import park
from chalicelib.workflow.starting import begin, wake

ATTEMPTS = 3
Record = dict[str, Any]

functions = Blueprint(__name__)


@functions.lambda_function(name="relay")
def relay(event: dict[str, Any], context: Any) -> dict[str, list[dict[str, str]]]:
    """Invoked with a batch of stream records. Never fails because of a single record."""
    relay_records(platform(), event["Records"])
    return {"batchItemFailures": []}


def relay_records(cloud: Platform, records: Sequence[Record]) -> None:
    """Tell every record's event; park those that cannot be told."""
    told: list[tuple[Record, RecordedEvent]] = []
    for record in records:
        try:
            told.append((record, to_event(from_attributes(record["dynamodb"]["NewImage"]))))
        except (KeyError, ValueError, TypeError) as error:
            park(cloud, record, error)
    _publish_all(cloud, told)
    for record, event in told:
        _attempt(cloud, record, partial(begin, cloud, event))
    last_of_each = {event.aggregate_id: (record, event) for record, event in told}
    for record, event in last_of_each.values():
        _attempt(cloud, record, partial(wake, cloud, event))


def _publish_all(cloud: Platform, told: Sequence[tuple[Record, RecordedEvent]]) -> None:
    """Ten events a call; what is not on the bus then gets attempts of its own, so that a bad one harms nobody else."""
    for record, event in _refused(cloud, told):
        _attempt(cloud, record, partial(cloud.bus.publish, [event]))


def _refused(cloud: Platform, told: Sequence[tuple[Record, RecordedEvent]]) -> Sequence[tuple[Record, RecordedEvent]]:
    try:
        cloud.bus.publish([event for _, event in told])
        return ()
    except NotPublished as refusal:
        logger.warning("publishing one by one", extra={"refused": len(refusal.failed)})
        return [(record, event) for record, event in told if event.id in refusal.failed]
    except Exception as error:  # the call itself failed: nobody knows what is on the bus
        logger.warning("publishing one by one", extra={"error": type(error).__name__})
        return told


def _attempt(cloud: Platform, record: Record, act: Callable[[], None]) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return act()
        except Exception as error:  # the edge of the relay: parked, alarmed, replayable
            logger.warning("attempt failed", extra={"attempt": attempt, "error": type(error).__name__})
            if attempt == ATTEMPTS:
                park(cloud, record, error)
    return None
