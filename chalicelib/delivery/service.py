"""Who may start what on a shipment, and what the courier tells us about it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork, transact
from chalicelib.delivery import store
from chalicelib.delivery.kuaidi100 import Booking, Consignment, Contact
from chalicelib.delivery.kuaidi100_push import Push
from chalicelib.delivery.model import Recipient, Shipment, shipment_id_of
from chalicelib.delivery.vocabulary import ShipmentState, Stage, TracePoint
from chalicelib.delivery.windows import window_of
from chalicelib.kernel.events import Act

Change = Callable[[Shipment], Any]


class Courier(Protocol):
    """Books; the same reference again books nothing new. Raises `Unavailable` or `Refused`."""

    def book(self, consignment: Consignment) -> Booking: ...


def open_shipment(
    uow: UnitOfWork, *, reference: str, owner_id: str, department: str, region: str, item_code: str = "",
    numbers: tuple[str, ...] = (), recipient: Recipient, contents: str,
) -> Shipment:  # fmt: skip
    """The shipment of `reference`: a new one in this unit of work, or the one there is."""
    standing = store.find(uow.table, shipment_id_of(reference))
    if standing is not None:
        return standing
    shipment = Shipment.open(
        reference=reference,
        owner_id=owner_id,
        department=department,
        region=region,
        item_code=item_code,
        numbers=numbers,
        recipient=recipient,
        contents=contents,
        act=uow.act,
    )
    store.save(uow, shipment)
    return shipment


def change(uow: UnitOfWork, shipment: Shipment, how: Change) -> Shipment:
    """Let the shipment change by one of its methods, and put it into the unit of work."""
    how(shipment)
    store.save(uow, shipment)
    return shipment


def book(table: Table, courier: Courier, shipment_id: str, act: Act, *, company: str, callback_url: str) -> Shipment:
    """Call a courier, unless that was done. May run twice, or die in the middle: one parcel is booked."""
    shipment = store.load(table, shipment_id)
    if shipment.stage is not Stage.BOOK:
        return shipment
    attempt = shipment.attempt
    consignment = Consignment(
        reference=shipment.booking_reference,
        company=company,
        sender=window_of(shipment.region),
        recipient=Contact(**shipment.recipient.model_dump()),
        cargo=shipment.contents,
        callback_url=callback_url,
    )
    waybill = courier.book(consignment).waybill or ""
    return apply(table, shipment_id, act, lambda it: it.note_booked(attempt, company, waybill, act))


def take_push(table: Table, shipment_id: str, push: Push, act: Act, *, at: datetime) -> Shipment:
    """The courier told something at real time `at`. Raises `ShipmentUnknown` or `WaybillForeign`."""

    def note(shipment: Shipment) -> None:
        shipment.note_trace(push.waybill, push.company, _points(push), act)
        if not push.events or _given_up(push):
            shipment.note_headline(push.waybill, push.company, push.state, at, act)

    return apply(table, shipment_id, act, note)


def apply(table: Table, shipment_id: str, act: Act, how: Change) -> Shipment:
    """Load, change, commit; overtaken by somebody else it starts again, so `how` must be safe to repeat."""
    return transact(table, act, lambda uow: change(uow, store.load(table, shipment_id), how))


def load_shipment(table: Table, shipment_id: str) -> Shipment:
    """The shipment. Raises `ShipmentUnknown`. One round trip."""
    return store.load(table, shipment_id)


def load_with_waits(table: Table, shipment_id: str) -> tuple[Shipment, list[Row]]:
    """The shipment and the task tokens that wait for it. One round trip."""
    return store.load_with_waits(table, shipment_id)


def stage_of(shipment: Shipment) -> str:
    """What the shipment waits for next."""
    return shipment.stage


def _points(push: Push) -> list[TracePoint]:
    """The pushed trace; where the newest event has no state of its own, the push's is meant."""
    points = [
        TracePoint(
            waybill=push.waybill,
            operation=event.operation,
            at=event.occurred_at,
            state=event.state,
            description=event.description,
            place=event.place,
        )
        for event in push.events
    ]
    if points and points[0].state is None and not _given_up(push):
        points[0] = points[0].model_copy(update={"state": push.state})
    return points


def _given_up(push: Push) -> bool:
    return not push.watching and push.state is ShipmentState.EXCEPTION
