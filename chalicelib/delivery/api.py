"""Delivery: where the parcel is, what becomes of one that came back, and what the courier tells us."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from chalicelib.aws.machine_time import machine_now
from chalicelib.delivery import errors, service
from chalicelib.delivery.couriers import credentials_for
from chalicelib.delivery.kuaidi100_push import ACCEPTED, ForgedPush, Push, parse_push
from chalicelib.delivery.model import Recipient, Shipment
from chalicelib.http.authority import Power
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, applicant, head, operator, public, reviewer
from chalicelib.http.routes import Area
from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.events import Act, Actor, Party
from chalicelib.kernel.masking import MaskedAddress, MaskedMobile, MaskedName
from chalicelib.kernel.text import Text
from chalicelib.parties.officials import service as officials
from chalicelib.parties.officials.errors import Concerned

delivery_area = Area(Text("寄递", "Delivery"))
TELLER = Actor(id="kuaidi100", party=Party.COUNTERPARTY, role="courier")


class Resend(Request):
    """Where to send it this time."""

    name: Annotated[str, Field(min_length=1, max_length=50)]
    mobile: Annotated[str, Field(pattern=r"^1[3-9][0-9]{9}$")]
    address: Annotated[str, Field(min_length=6, max_length=120)]


class TraceView(Shape):
    """One event of the parcel, at the courier's time."""

    at: datetime
    waybill: str
    state: str | None
    description: str
    place: str


class ShipmentView(Shape):
    """A shipment as its owner and the officials see it; the recipient is masked."""

    id: str
    reference: str
    state: str
    stage: str = Field(description="What it waits for next.")
    contents: str
    recipient_name: MaskedName
    recipient_mobile: MaskedMobile
    recipient_address: MaskedAddress
    attempt: int
    company: str | None = None
    waybill: str | None = None
    signed_at: datetime | None = None
    handed_over_at: datetime | None = None
    trouble: str | None = None
    trace: list[TraceView] = Field(description="Oldest first.")


@delivery_area.get(
    "/v1/shipments/{shipment_id}",
    access=allow(applicant(), reviewer(), head(), operator()),
    summary=Text("查看寄递", "Read a shipment"),
    refusals=(errors.ShipmentUnknown,),
)
def read_shipment(call: Call, shipment_id: str) -> Reply[ShipmentView]:
    """Where the parcel is, with its whole trace."""
    return _shown(_reached(call, shipment_id))


@delivery_area.post(
    "/v1/shipments/{shipment_id}/resend",
    access=allow(applicant(level=2, power=Power.RECEIVE)),
    changes=True,
    summary=Text("重新寄送", "Send again"),
    refusals=(errors.ShipmentUnknown, errors.NotReturned, errors.AlreadyResent),
)
def resend(call: Call, shipment_id: str, body: Resend) -> Reply[ShipmentView]:
    """Once, to another address, after it was rejected, returned, cancelled, lost or held up."""
    recipient = Recipient(**body.model_dump())
    return _changed(call, shipment_id, lambda shipment: shipment.resend(recipient, call.act))


@delivery_area.post(
    "/v1/shipments/{shipment_id}/handover",
    access=allow(reviewer()),
    changes=True,
    summary=Text("窗口领取", "Hand over at the window"),
    refusals=(errors.ShipmentUnknown, errors.NotReturned, Concerned),
)
def hand_over(call: Call, shipment_id: str) -> Reply[ShipmentView]:
    """The owner fetched what came back, and was identified at the window. Nobody hands it over to somebody in whom they
    declared an interest.
    """

    def hand_over_to_others(shipment: Shipment) -> None:
        officials.keep_away(call.platform, call.uow, call.caller.person_id, shipment.numbers)
        shipment.hand_over(call.act)

    return _changed(call, shipment_id, hand_over_to_others)


@delivery_area.post(
    "/v1/callbacks/kuaidi100/{shipment_id}",
    access=public("the courier has no account; its digest is verified before anything else"),
    not_repeatable="the courier repeats whole traces; an event is noted once by waybill, operation and time",
    summary=Text("快递100推送", "Kuaidi100 pushes"),
    refusals=(errors.PushForged, errors.WaybillForeign, errors.ShipmentUnknown),
)
def take_kuaidi100_push(call: Call, shipment_id: str) -> Reply[str]:
    """A form of `param` and `sign`; the answer is the courier's own, also for what was pushed before."""
    push = _verified(call, shipment_id)
    act = Act(actor=TELLER, at=call.act.at, correlation_id=call.act.correlation_id)
    service.take_push(call.uow.table, shipment_id, push, act, at=machine_now())
    return Reply(ACCEPTED.decode())


def _verified(call: Call, shipment_id: str) -> Push:
    try:
        return parse_push(credentials_for(call.platform, shipment_id), call.raw_body)
    except ForgedPush as forgery:
        raise errors.PushForged from forgery


def _reached(call: Call, shipment_id: str) -> Shipment:
    shipment = service.load_shipment(call.uow.table, shipment_id)
    call.require_reach(shipment)
    return shipment


def _changed(call: Call, shipment_id: str, how: service.Change) -> Reply[ShipmentView]:
    shipment = _reached(call, shipment_id)
    call.require_version(shipment.version)
    return _shown(service.change(call.uow, shipment, how))


def _shown(shipment: Shipment) -> Reply[ShipmentView]:
    recipient = shipment.recipient
    view = ShipmentView(
        id=shipment.id,
        reference=shipment.reference,
        state=shipment.status,
        stage=shipment.stage,
        contents=shipment.contents,
        recipient_name=recipient.name,
        recipient_mobile=recipient.mobile,
        recipient_address=recipient.address,
        attempt=shipment.attempt,
        company=shipment.company or None,
        waybill=shipment.waybill or None,
        signed_at=shipment.signed_at,
        handed_over_at=shipment.handed_over_at,
        trouble=shipment.trouble or None,
        trace=[TraceView.model_validate(point.model_dump(exclude={"operation"})) for point in shipment.trace],
    )
    return Reply(view, version=shipment.version)
