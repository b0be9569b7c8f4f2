"""The outbox relay: what was committed is told, at least once, in each aggregate's order.

From the table's stream (inserted events only, one batch of a shard at a time) to (a) the state machines and the waits
inside them, (b) the bus. A record that can never go through is parked whole in the dead-letter queue and the others go
through. While something that we need is away (`Outage`) nothing is parked and the function fails, so that the stream
holds the batch and brings it again: telling twice is harmless, telling never is not.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from chalice import Blueprint

from chalicelib.aws.bus import NotPublished
from chalicelib.aws.history import to_events
from chalicelib.aws.observability import logger
from chalicelib.aws.outage import Outage, is_outage
from chalicelib.aws.platform import Platform, platform
from chalicelib.aws.rows import from_attributes
from chalicelib.kernel.events import RecordedEvent
from chalicelib.workflow.dead_letters import park
from chalicelib.workflow.metrics import count
from chalicelib.workflow.triggers import begin, wake

Record = dict[str, Any]
Told = tuple[Record, RecordedEvent]
Unfit = tuple[Record, Exception]

SIDE_BY_SIDE = 10
"""As many connections as a client keeps open."""

functions = Blueprint(__name__)


@functions.lambda_function(name="relay")
def relay(event: dict[str, Any], context: Any) -> dict[str, list[dict[str, str]]]:
    """Invoked with a batch of stream records. Fails as a whole in an outage, never because of a single record.

    It raises instead of naming `batchItemFailures`, because that is right everywhere: AWS keeps the batch, halves it
    and tries again for as long as the stream remembers it; the emulator, which reads no answer, tries again as well.
    """
    relay_records(platform(), event["Records"])
    return {"batchItemFailures": []}


def relay_records(cloud: Platform, records: Sequence[Record]) -> None:
    """Tell every record's event; park those that cannot be told. Raises `Outage` before anything is parked.

    Aggregates are seen to side by side, the events of each in their order. What went through is counted last: a batch
    that comes again was not counted, nor was a letter that is replayed.
    """
    told, unfit = _read(records)
    unfit += _publish_all(cloud, told)
    of_each: dict[str, list[Told]] = defaultdict(list)
    for record, event in told:
        of_each[event.aggregate_id].append((record, event))
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        for more in pool.map(partial(_see_to, cloud), of_each.values()):
            unfit += more
    parked = {id(record): (record, error) for record, error in unfit}
    for record, error in parked.values():
        park(cloud, record, error)
    count(cloud.settings.metrics_namespace, [event for record, event in told if id(record) not in parked])


def _see_to(cloud: Platform, told: Sequence[Told]) -> list[Unfit]:
    """The state machines of one aggregate: start what its events start, then answer what waits."""
    return [*_each(told, partial(begin, cloud)), *_each(told[-1:], partial(wake, cloud))]


def _read(records: Sequence[Record]) -> tuple[list[Told], list[Unfit]]:
    told: list[Told] = []
    unfit: list[Unfit] = []
    for record in records:
        try:
            told.extend((record, event) for event in to_events(from_attributes(record["dynamodb"]["NewImage"])))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            unfit.append((record, error))
    return told, unfit


def _publish_all(cloud: Platform, told: Sequence[Told]) -> list[Unfit]:
    """Ten events a call; what is not on the bus then is tried alone, so that a bad one harms nobody else."""
    try:
        cloud.bus.publish([event for _, event in told])
        return []
    except NotPublished as refusal:
        refused = [(record, event) for record, event in told if event.id in refusal.failed]
    except Exception as error:  # the call itself was refused: nobody knows what is on the bus
        _raise_outage(error)
        refused = list(told)
    logger.warning("publishing one by one", extra={"refused": len(refused)})
    return _each(refused, lambda event: cloud.bus.publish([event]))


def _each(told: Iterable[Told], act: Callable[[RecordedEvent], None]) -> list[Unfit]:
    """Do it for each; returns those for which it can never be done, and why."""
    unfit: list[Unfit] = []
    for record, event in told:
        try:
            act(event)
        except Exception as error:  # the edge of the relay: parked, alarmed, replayable
            _raise_outage(error)
            unfit.append((record, error))
    return unfit


def _raise_outage(error: Exception) -> None:
    if is_outage(error):
        raise Outage(f"{type(error).__name__}: {error}"[:500]) from error
