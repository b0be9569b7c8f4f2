"""Consumer: what happened elsewhere, and what it means for the case that it belongs to.

Payments, deliveries, materials and evaluations know no case; they carry its id as their `reference`. The case's own
methods note a thing once, so an event that comes twice, late or out of order changes nothing.
"""

from collections.abc import Callable
from typing import Any

from chalice import Blueprint

from chalicelib.aws.platform import Platform, platform
from chalicelib.cases import service
from chalicelib.catalogue.service import catalogue_of
from chalicelib.kernel.events import Act
from chalicelib.payments import service as payments
from chalicelib.workflow.consuming import CloudEvent, received

functions = Blueprint(__name__)
Effect = Callable[[Platform, CloudEvent, Act], None]


@functions.lambda_function(name="join_effects")
def join_effects(event: dict[str, Any], context: Any) -> None:
    """Invoked by the bus. Events that mean nothing to a case are passed over."""
    join(platform(), received(event))


def join(cloud: Platform, event: CloudEvent) -> None:
    """Let what `event` means happen, as the act of whoever brought the event about."""
    effect = EFFECTS.get(event.type)
    if effect is not None:
        effect(cloud, event, Act(actor=event.actor, at=cloud.clock.now(), correlation_id=event.correlationid))


def _note(cloud: Platform, event: CloudEvent, act: Act, how: service.Change) -> None:
    service.apply(cloud, event.data.get("reference") or event.data["case_id"], act, how)


def _release_fee(cloud: Platform, event: CloudEvent, act: Act) -> None:
    """A withdrawn case wants no money: an open order is closed, a paid one refunded."""
    fee = service.load_case(cloud.table, event.subject).fee
    if fee is not None:
        payments.release(cloud.table, fee.order_id, act, why="case-withdrawn")


def _verified(cloud: Platform, event: CloudEvent, act: Act) -> None:
    received_file = {name: event.data[name] for name in ("upload_id", "object_key", "sha256", "size", "media_type")}
    _note(cloud, event, act, lambda case: case.receive_material(event.data["slot"], **received_file, act=act))


def _refused(cloud: Platform, event: CloudEvent, act: Act) -> None:
    data = event.data
    _note(
        cloud,
        event,
        act,
        lambda case: case.refuse_material(data["slot"], upload_id=data["upload_id"], why=data["why"], act=act),
    )


def _settled(cloud: Platform, event: CloudEvent, act: Act) -> None:
    _note(cloud, event, act, lambda case: case.note_fee_settled(event.data["order_id"], act))


def _delivered(cloud: Platform, event: CloudEvent, act: Act) -> None:
    calendar = catalogue_of(cloud).calendar()
    _note(cloud, event, act, lambda case: case.note_delivered(act, calendar))


def _returned(cloud: Platform, event: CloudEvent, act: Act) -> None:
    _note(cloud, event, act, lambda case: case.note_delivery_failed("returned", act))


def _evaluated(cloud: Platform, event: CloudEvent, act: Act) -> None:
    _note(cloud, event, act, lambda case: case.note_evaluated(event.data["level"], act))


EFFECTS: dict[str, Effect] = {
    "case.Withdrawn": _release_fee,
    "material.Verified": _verified,
    "material.Refused": _refused,
    "payment.Settled": _settled,
    "delivery.Signed": _delivered,
    "delivery.HandedOver": _delivered,
    "delivery.Returned": _returned,
    "feedback.Evaluated": _evaluated,
}
