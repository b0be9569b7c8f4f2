"""A shipment, a courier that books what it is told, and pushes made by hand."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from chalicelib.aws.history import events_among
from chalicelib.delivery import service
from chalicelib.delivery.kuaidi100 import Booking, Consignment
from chalicelib.delivery.kuaidi100_push import Push, TraceEvent
from chalicelib.delivery.model import Recipient, Shipment
from chalicelib.delivery.vocabulary import ShipmentState
from tests.support.platform import FakePlatform

S = ShipmentState
REFERENCE = "01HQZX3T7R8S9V0W1X2Y3Z4A5B"
SHIPMENT_ID = f"S{REFERENCE}"
RECIPIENT = Recipient(name="王示例", mobile="13800000001", address="海南省海口市龙华区滨海大道1号")
ELSEWHERE = Recipient(name="王示例", mobile="13800000002", address="海南省三亚市天涯区解放路2号")
NOON = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)


@dataclass
class FakeCourier:
    """Gives each reference its waybill, or none as long as it is told to be slow."""

    booked: list[Consignment] = field(default_factory=list)
    slow: bool = False

    def book(self, consignment: Consignment) -> Booking:
        self.booked.append(consignment)
        return Booking("TASK", "ORDER", None if self.slow else waybill_of(consignment.reference))


def waybill_of(reference: str) -> str:
    return f"W{reference[-4:]}"


WAYBILL, SECOND_WAYBILL = waybill_of(SHIPMENT_ID), waybill_of(f"{SHIPMENT_ID}r2")


def event(minute: int, state: ShipmentState | None, operation: str = "") -> TraceEvent:
    return TraceEvent(NOON + timedelta(minutes=minute), operation or f"{state}", state, "context", "海口市")


def push(
    *events: TraceEvent, waybill: str = WAYBILL, state: ShipmentState | None = None, watching: bool = True
) -> Push:
    """A trace, newest first as the courier has it."""
    return Push(waybill, "ems", state or events[0].state or S.EXCEPTION, watching, events)


@dataclass
class Post:
    cloud: FakePlatform
    courier: FakeCourier

    def open(self) -> Shipment:
        uow = self.cloud.unit_of_work()
        shipment = service.open_shipment(
            uow, reference=REFERENCE, owner_id="account-1", department="GA", region="460100",
            recipient=RECIPIENT, contents="机动车驾驶证",
        )  # fmt: skip
        uow.commit()
        return shipment

    def book(self) -> Shipment:
        return service.book(
            self.cloud.table, self.courier, SHIPMENT_ID, self.cloud.act(), company="ems", callback_url="https://us"
        )

    def booked(self) -> Shipment:
        self.open()
        return self.book()

    def push(self, told: Push) -> Shipment:
        return service.take_push(self.cloud.table, SHIPMENT_ID, told, self.cloud.act(), at=NOON + timedelta(days=1))

    def resend(self, recipient: Recipient = ELSEWHERE) -> Shipment:
        return service.apply(
            self.cloud.table, SHIPMENT_ID, self.cloud.act(), lambda it: it.resend(recipient, self.cloud.act())
        )

    def hand_over(self) -> Shipment:
        return service.apply(self.cloud.table, SHIPMENT_ID, self.cloud.act(), lambda it: it.hand_over(self.cloud.act()))

    @property
    def shipment(self) -> Shipment:
        return service.load_shipment(self.cloud.table, SHIPMENT_ID)

    @property
    def events(self) -> list[str]:
        history = events_among(self.cloud.table.partition(f"SHIPMENT#{SHIPMENT_ID}"))
        return [event.type.removeprefix("delivery.") for event in history]

    @property
    def states(self) -> list[ShipmentState | None]:
        return [point.state for point in self.shipment.trace]
