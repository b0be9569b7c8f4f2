"""Consumer: tells the systems that read a licence what became of it, each by a signed webhook.

A function of its own, because whoever takes long to answer, or never does, should keep nobody else waiting. A change of
a licence is written down as a message to each reader; each message is an event, and each event one attempt to send it.
What was not taken is called for again by the deadline sweep.
"""

from typing import Any

from chalice import Blueprint

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.observability import logger
from chalicelib.aws.outside_http import OutsideHttp
from chalicelib.aws.platform import Platform, platform
from chalicelib.licences import service as licences
from chalicelib.licences.events import Replaced, Resumed, Revoked, Suspended
from chalicelib.licences.telling import service as telling
from chalicelib.licences.telling.message import ReaderToTell
from chalicelib.licences.telling.service import Change, Outside
from chalicelib.workflow.acts import system_act
from chalicelib.workflow.consuming import CloudEvent, consume_once, received

CONSUMER = "tell-readers"
STATUSES = {
    Suspended.type: "SUSPENDED",
    Resumed.type: "VALID",
    Revoked.type: "REVOKED",
    Replaced.type: "REPLACED",
}
HEARD = frozenset({*STATUSES, ReaderToTell.type})

functions = Blueprint(__name__)


@functions.lambda_function(name="tell_readers")
def tell_readers(event: dict[str, Any], context: Any) -> None:
    """Invoked by its inbox, one event at a time."""
    cloud = platform()
    hear(cloud, OutsideHttp(private_allowed=cloud.settings.private_receivers), received(event))


def hear(cloud: Platform, outside: Outside, event: CloudEvent) -> None:
    """Write to the readers of a licence that changed, or make the attempt that is called for."""
    if event.type == ReaderToTell.type:
        attempt, now = int(event.data["attempt"]), machine_now()
        consume_once(
            cloud,
            event,
            CONSUMER,
            lambda uow: telling.send(cloud, uow, event.subject, attempt, outside=outside, now=now),
        )
    elif event.type in STATUSES:
        written = telling.write_to_readers(cloud, system_act(cloud, event.correlationid), _change(cloud, event))
        logger.info("readers to tell", extra={"licence_id": event.subject, "readers": written})


def _change(cloud: Platform, event: CloudEvent) -> Change:
    replaced_by = str(event.data.get("replaced_by", ""))
    return Change(
        event_id=event.id,
        licence_id=event.subject,
        identifier=licences.read(cloud.table, event.subject).identifier,
        status=STATUSES[event.type],
        at=event.time,
        sequence=event.sequence,
        ground=str(event.data.get("ground", "")),
        replaced_by=licences.read(cloud.table, replaced_by).identifier if replaced_by else "",
    )
