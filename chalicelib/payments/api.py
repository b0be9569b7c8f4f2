"""Paying: what is owed, the code to pay it with, and what the channel tells us."""

from datetime import datetime

from pydantic import Field

from chalicelib.aws.machine_time import machine_now
from chalicelib.http.authority import Power
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, applicant, head, operator, public, reviewer
from chalicelib.http.routes import Area
from chalicelib.http.shapes import Shape
from chalicelib.kernel.events import Act, Actor, Party
from chalicelib.kernel.text import Text
from chalicelib.payments import errors, service
from chalicelib.payments.channels import channel_of
from chalicelib.payments.model import Order
from chalicelib.payments.vocabulary import CHANNEL, Status
from chalicelib.payments.wechat_pay_notification import Notification, ReplayedNotification
from chalicelib.payments.wechat_pay_notification import RejectedNotification as Rejected

payments_area = Area(Text("缴费", "Payments"))
TELLER = Actor(id=CHANNEL, party=Party.COUNTERPARTY, role="payment-channel")


class OrderView(Shape):
    """An order as its payer and the officials see it."""

    id: str
    reference: str
    state: str
    amount_fen: int
    description: str
    basis: str
    code_url: str | None = Field(
        None, description="The text of the code to scan; absent while the channel is being asked."
    )
    expires_at: datetime | None = Field(None, description="Until when the code can be paid.")
    paid_at: datetime | None = None
    refunded_at: datetime | None = None
    trouble: str | None = None


@payments_area.get(
    "/v1/payments/{order_id}",
    access=allow(applicant(), reviewer(), head(), operator()),
    summary=Text("查看缴费订单", "Read an order"),
    refusals=(errors.OrderUnknown,),
)
def read_order(call: Call, order_id: str) -> Reply[OrderView]:
    """What is owed and how it stands."""
    return _shown(_reached(call, order_id))


@payments_area.post(
    "/v1/payments/{order_id}/checkout",
    access=allow(applicant(level=2, power=Power.PAY)),
    changes=True,
    summary=Text("去支付", "Check out"),
    refusals=(errors.OrderUnknown, errors.AlreadyPaid, errors.NothingToPay),
)
def check_out(call: Call, order_id: str) -> Reply[OrderView]:
    """The code to pay with. Asked again it is the same code; once it has expired another one is on its way: read the
    order until it is there.
    """
    order = _reached(call, order_id)
    call.require_version(order.version)
    return _shown(service.check_out(call.uow, order))


@payments_area.post(
    "/v1/callbacks/wechat-pay",
    access=public("the payment channel has no account; its signature is verified before anything else"),
    not_repeatable="the channel repeats a notification by its own id; a transaction settles once",
    status=204,
    summary=Text("微信支付通知", "WeChat Pay notifies"),
    refusals=(errors.NoticeForged, errors.NoticeReplayed, errors.NoticeTooEarly),
)
def take_wechat_pay_notice(call: Call) -> Reply[None]:
    """Only the status counts: anything but 2xx, and the channel says it again later."""
    notice = _verified(call)
    act = Act(actor=TELLER, at=call.act.at, correlation_id=call.act.correlation_id)
    if notice.out_refund_no is None:
        service.take_payment_notice(call.uow.table, notice, act)
    else:
        service.take_refund_notice(call.uow.table, notice, act)
    return Reply(None)


def _verified(call: Call) -> Notification:
    try:
        return channel_of(call.platform).parse_notification(call.headers, call.raw_body, machine_now())
    except ReplayedNotification as replay:
        raise errors.NoticeReplayed from replay
    except Rejected as forgery:
        raise errors.NoticeForged from forgery


def _reached(call: Call, order_id: str) -> Order:
    order = service.load_order(call.uow.table, order_id)
    call.require_reach(order)
    return order


def _shown(order: Order) -> Reply[OrderView]:
    payable = order.status in {Status.ISSUED, Status.PAYING} and not order.wanted_no_more
    view = OrderView(
        id=order.id,
        reference=order.reference,
        state=order.status,
        amount_fen=order.amount_fen,
        description=order.description,
        basis=order.basis,
        code_url=order.code_url if payable else None,
        expires_at=order.expires_at if payable else None,
        paid_at=order.payment.paid_at if order.payment else None,
        refunded_at=order.refunded_at,
        trouble=order.trouble or None,
    )
    return Reply(view, version=order.version)
