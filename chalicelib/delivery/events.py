"""What happens to a shipment. Events hold ids, waybills and states; never a name, a number or an address."""

from pydantic import AwareDatetime

from chalicelib.delivery.vocabulary import ShipmentState
from chalicelib.kernel.events import Event


class ShipmentEvent(Event):
    """Every event names the shipment and, opaque to us, what it belongs to."""

    shipment_id: str
    reference: str


class ShipmentOpened(ShipmentEvent):
    type = "delivery.ShipmentOpened"


class Booked(ShipmentEvent):
    """The courier has taken the order on; `waybill` is empty until the courier gives one."""

    type = "delivery.Booked"
    waybill: str
    company: str


class Moved(ShipmentEvent):
    """The trace grew by so many `points`; `state` is where the parcel is now."""

    type = "delivery.Moved"
    state: ShipmentState
    points: int


class Signed(ShipmentEvent):
    """The recipient signed, at the courier's time `signed_at`."""

    type = "delivery.Signed"
    signed_at: AwareDatetime


class Returned(ShipmentEvent):
    """It did not reach its recipient."""

    type = "delivery.Returned"
    why: ShipmentState


class ResendChosen(ShipmentEvent):
    """The owner had it sent again, to another address."""

    type = "delivery.ResendChosen"
    attempt: int


class HandedOver(ShipmentEvent):
    """The owner fetched it at the window."""

    type = "delivery.HandedOver"


class TroubleRecorded(ShipmentEvent):
    """The orchestration could not go on; it is restarted, and the shipment says so."""

    type = "delivery.TroubleRecorded"
    error: str
