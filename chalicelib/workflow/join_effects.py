"""Consumer: what happened elsewhere, and what it means for the case that it belongs to.

Payments, deliveries, materials and evaluations know no case; they carry its id as their `reference`. The case's own
methods note a thing once, and an event that comes twice is consumed once: late, repeated or out of order, it changes
nothing.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from chalice import Blueprint

from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform, platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.cases import service
from chalicelib.cases.asked_twice import service as asked_twice
from chalicelib.cases.asked_twice.model import Count
from chalicelib.cases.events import Withdrawn
from chalicelib.cases.late.events import Terminated
from chalicelib.cases.model import Case
from chalicelib.cases.vocabulary import Target
from chalicelib.catalogue.service import catalogue_of
from chalicelib.delivery.model import shipment_id_of
from chalicelib.kernel.events import Act
from chalicelib.kernel.instants import shanghai_date
from chalicelib.licences import service as licences
from chalicelib.materials.holdings import service as holdings
from chalicelib.parties.look_counts import Desk, count_look, is_unusual
from chalicelib.payments import service as payments
from chalicelib.payments.errors import OrderUnknown
from chalicelib.workflow.consuming import CloudEvent, consume_by_state, consume_once, received

CONSUMER = "join-effects"
WITHDRAWN, TERMINATED = "case-withdrawn", "case-terminated"
"""Why a fee is wanted no more."""

RECEIVED = ("upload_id", "object_key", "sha256", "size", "media_type", "previews")
functions = Blueprint(__name__)
Effect = Callable[[Platform, UnitOfWork, CloudEvent, Act], None]


@functions.lambda_function(name="join_effects")
def join_effects(event: dict[str, Any], context: Any) -> None:
    """Invoked by the bus. Events that mean nothing to a case are passed over."""
    join(platform(), received(event))


def join(cloud: Platform, event: CloudEvent) -> None:
    """Let what `event` means happen, as the act of whoever brought the event about."""
    effect = EFFECTS.get(event.type)
    if effect is not None:
        act = Act(actor=event.actor, at=cloud.clock.now(), correlation_id=event.correlationid)
        consume = consume_by_state if event.type in KNOWN_BY_STATE else partial(consume_once, consumer=CONSUMER)
        consume(cloud, event, effect=lambda uow: effect(cloud, uow, event, act))


def _note(uow: UnitOfWork, event: CloudEvent, how: service.Change) -> Case:
    case_id = event.data.get("reference") or event.data["case_id"]
    return service.change(uow, service.load_case(uow.table, case_id), how)


def _release_fee(cloud: Platform, uow: UnitOfWork, event: CloudEvent, act: Act) -> None:
    """A case that was withdrawn, or ended because nothing followed, wants no money: an open order is closed, a paid one
    refunded.

    One that is only about to be opened is released by whoever opens it. The order is another aggregate, so this is a
    transaction of its own; releasing twice is releasing once.
    """
    fee = service.load_case(cloud.table, event.subject).fee
    if fee is not None:
        with suppress(OrderUnknown):
            payments.release(cloud.table, fee.order_id, act, why=UNWANTED[event.type])


UNWANTED = {Withdrawn.type: WITHDRAWN, Terminated.type: TERMINATED}


def _tell_operators(cloud: Platform, uow: UnitOfWork, event: CloudEvent, act: Act) -> None:
    """A date was given that rests on a year nobody has announced: the logged word raises an alarm."""
    logger.error("calendar-alert", extra={"case_id": event.subject, "due": event.data["due"]})


def _count_look(cloud: Platform, uow: UnitOfWork, event: CloudEvent, act: Act) -> None:
    """An official looked at somebody's data in full. The word that is logged when they look unusually often raises an
    alarm.
    """
    desk = Desk(department=event.data.get("department", ""), region=event.data.get("region", ""))
    looks = count_look(uow, shanghai_date(event.time), event.actor.id, desk)
    if is_unusual(looks):
        logger.error("look-alert", extra={"official": event.actor.id, "looks": looks})


def _count_requested(cloud: Platform, uow: UnitOfWork, event: CloudEvent, act: Act) -> None:
    """Materials were asked for in a correction request, some of them of a kind that a source keeps."""
    materials = {point for point in event.data["points"] if point.startswith(f"{Target.MATERIAL}:")}
    counted = Count(asked_for=len(materials), asked_twice=len(event.data.get("shared", [])))
    if materials:
        department = service.load_case(uow.table, event.subject).department
        asked_twice.count(uow, event.time, department, event.id, counted)


def _count_refused(cloud: Platform, uow: UnitOfWork, event: CloudEvent, act: Act) -> None:
    """Asking for what the system holds was refused."""
    refused = len(event.data["materials"])
    counted = Count(asked_for=refused, refused=refused)
    asked_twice.count(uow, event.time, event.data["department"], event.id, counted)


def _verified(cloud: Platform, uow: UnitOfWork, event: CloudEvent, act: Act) -> None:
    """A file counts. Where the case waits for it no more, nobody refers to it."""
    received_file = {name: event.data[name] for name in RECEIVED}
    case = _note(uow, event, lambda case: case.receive_material(event.data["slot"], **received_file, act=act))
    if event.data["sha256"] not in case.files:
        holdings.let_go(uow, event.data["sha256"], f"UPLOAD#{event.data['upload_id']}")


def _refused(cloud: Platform, uow: UnitOfWork, event: CloudEvent, act: Act) -> None:
    data = event.data
    _note(
        uow,
        event,
        lambda case: case.refuse_material(data["slot"], upload_id=data["upload_id"], why=data["why"], act=act),
    )


def _settled(cloud: Platform, uow: UnitOfWork, event: CloudEvent, act: Act) -> None:
    """Once nothing is owed the licence counts, and its holder may have it."""
    case = service.load_case(uow.table, event.data["reference"])

    def settle(it: Case) -> None:
        it.note_fee_settled(event.data["order_id"], act)
        it.begin_fulfilment(event.data["order_id"], shipment_id_of(it.id), act.by_system())

    service.change(uow, case, settle)
    if case.is_released:
        licences.release(cloud, uow, case.documents["decision"].licence_id)


def _delivered(cloud: Platform, uow: UnitOfWork, event: CloudEvent, act: Act) -> None:
    calendar = catalogue_of(cloud).calendar()
    _note(uow, event, lambda case: case.note_delivered(act, calendar))


def _returned(cloud: Platform, uow: UnitOfWork, event: CloudEvent, act: Act) -> None:
    _note(uow, event, lambda case: case.note_delivery_failed("returned", act))


def _evaluated(cloud: Platform, uow: UnitOfWork, event: CloudEvent, act: Act) -> None:
    _note(uow, event, lambda case: case.note_evaluated(event.data["level"], act))


def _followed(cloud: Platform, uow: UnitOfWork, event: CloudEvent, act: Act) -> None:
    """Something happened to what a case brought about: its archive is to hold that too."""
    _note(uow, event, lambda case: case.note_sequel(event.type, act))


EFFECTS: dict[str, Effect] = {
    "case.CorrectionRequested": _count_requested,
    "case.DataDisclosed": _count_look,
    "case.DueDateProvisional": _tell_operators,
    "case.RequestRefused": _count_refused,
    "case.Terminated": _release_fee,
    "case.Withdrawn": _release_fee,
    "licence.Replaced": _followed,
    "licence.Resumed": _followed,
    "licence.Revoked": _followed,
    "licence.Suspended": _followed,
    "material.Verified": _verified,
    "material.Refused": _refused,
    "payment.Refunded": _followed,
    "payment.RefundRejected": _followed,
    "payment.Settled": _settled,
    "delivery.Signed": _delivered,
    "delivery.HandedOver": _delivered,
    "delivery.Returned": _returned,
    "feedback.Evaluated": _evaluated,
}
KNOWN_BY_STATE = frozenset(
    {
        "case.Terminated",
        "case.Withdrawn",
        "material.Verified",
        "material.Refused",
        "payment.Settled",
        "delivery.Signed",
        "delivery.HandedOver",
        "feedback.Evaluated",
    }
)
"""What the aggregate that it concerns knows for itself: told again, it changes nothing. No row has to remember it."""
