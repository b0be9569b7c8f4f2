"""Consuming an event once, though the bus may deliver it several times, late, or to two functions at the same time.

Row `SEEN#<consumer>` / `<event id>` is written in the transaction of the effect: both are there, or neither.
"""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Key, Row
from chalicelib.aws.unit_of_work import UnitOfWork, transact
from chalicelib.kernel.events import SYSTEM, Act, Actor

REMEMBERED = timedelta(days=21)
"""Longer than a dead-letter queue keeps an event (14 days), so that a replayed one is still known."""


class CloudEvent(BaseModel):
    """An event as it comes from the bus (CloudEvents 1.0); `subject` is the aggregate's id."""

    model_config = ConfigDict(frozen=True)

    id: str
    type: str
    subject: str
    time: AwareDatetime
    sequence: int = 0
    """Its place in the aggregate's history."""
    correlationid: str
    actor: Actor = SYSTEM
    data: dict[str, Any]


Effect = Callable[[UnitOfWork], None]
"""What follows from the event. Called again from the start when another writer came in between."""


class AlreadySeen(Exception):
    """Another delivery of the same event was faster; nothing was written."""


def delivered(invocation: Mapping[str, Any]) -> Mapping[str, Any]:
    """The EventBridge event of an invocation: consumers are fed by a queue, one message at a time.

    The queue keeps the event until the function succeeds, and after five failures in the dead-letter queue.
    """
    if "Records" not in invocation:
        return invocation
    (message,) = invocation["Records"]
    event: dict[str, Any] = json.loads(message["body"])
    return event


def received(invocation: Mapping[str, Any]) -> CloudEvent:
    """The CloudEvent inside an invocation."""
    return CloudEvent.model_validate(delivered(invocation)["detail"])


def consume_once(cloud: Platform, event: CloudEvent, consumer: str, effect: Effect) -> bool:
    """Carry out `effect` in a unit of work of its own, unless `consumer` has done so before; then False.

    A call to a counterparty inside `effect` may still happen twice (a crash between call and commit): such calls
    carry the event's id or are repeatable by nature. Refusals of the effect's own conditions come through.
    """
    logger.append_keys(correlation_id=event.correlationid)
    key = Key(f"SEEN#{consumer}", event.id)
    if cloud.table.row(key) is not None:
        return False

    def carry_out(uow: UnitOfWork) -> None:
        effect(uow)
        uow.remember(_seen(key), lambda _: AlreadySeen())

    try:
        consume_by_state(cloud, event, carry_out)
    except AlreadySeen:
        return False
    return True


def consume_by_state(cloud: Platform, event: CloudEvent, effect: Effect) -> None:
    """Carry out `effect` in a unit of work of its own, however often the event comes: for what changes nothing when it
    is told again.
    """
    logger.append_keys(correlation_id=event.correlationid)
    transact(cloud.table, Act(actor=SYSTEM, at=cloud.clock.now(), correlation_id=event.correlationid), effect)


def _seen(key: Key) -> Row:
    return {"pk": key.pk, "sk": key.sk, "expires_at": int((machine_now() + REMEMBERED).timestamp())}
