"""Who may start what on an order, and what the channel tells us about it."""

from collections.abc import Callable
from typing import Any

from chalicelib.aws.observability import logger
from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork, transact
from chalicelib.kernel.events import Act
from chalicelib.payments import errors, store
from chalicelib.payments.events import AmountMismatched, PaidAgain, RefundRejected
from chalicelib.payments.model import Order
from chalicelib.payments.vocabulary import Payment, order_id_of, order_id_of_number
from chalicelib.payments.wechat_pay_notification import Notification

ALERTED = {AmountMismatched.type, PaidAgain.type, RefundRejected.type}
"""Money that somebody has to look after: nothing in the service goes on by itself from here."""
Change = Callable[[Order], Any]


def open_order(
    uow: UnitOfWork, *, reference: str, owner_id: str, department: str, region: str, item_code: str = "",
    amount_fen: int, description: str, basis: str,
) -> Order:  # fmt: skip
    """The order that collects `amount_fen` for `reference`: a new one in this unit of work, or the one there is."""
    standing = store.find(uow.table, order_id_of(reference))
    if standing is not None:
        return standing
    order = Order.open(
        reference=reference,
        owner_id=owner_id,
        department=department,
        region=region,
        item_code=item_code,
        amount_fen=amount_fen,
        description=description,
        basis=basis,
        act=uow.act,
    )
    store.save(uow, order)
    return order


def check_out(uow: UnitOfWork, order: Order) -> Order:
    """The payer asks for the code. Raises `AlreadyPaid` or `NothingToPay`."""
    order.check_out(uow.act)
    store.save(uow, order)
    return order


def release(table: Table, order_id: str, act: Act, *, why: str) -> Order:
    """Nobody wants the money any more (the matter was withdrawn): collecting stops, what has come goes back."""
    return apply(table, order_id, act, lambda order: order.release(why, act))


def take_payment_notice(table: Table, notice: Notification, act: Act) -> None:
    """The channel says that somebody paid. Raises `NoticeTooEarly`, after keeping the notice, when the order is not
    there yet.
    """
    payment = _payment_of(notice)
    if payment is None:
        return
    try:
        settle(table, payment, act)
    except errors.OrderUnknown:
        store.keep_notice(table, payment)
        raise errors.NoticeTooEarly from None


def take_refund_notice(table: Table, notice: Notification, act: Act) -> None:
    """The channel says what became of a refund. A number or an amount that is not ours changes nothing."""

    def note(order: Order) -> None:
        if (notice.out_refund_no, notice.refund_fen) != (order.refund_number, order.amount_fen):
            return
        if notice.succeeded:
            order.note_refunded(notice.happened_at or act.at, act)
        else:
            order.note_refund_rejected(notice.event_type, act)

    apply(table, order_id_of_number(notice.out_trade_no), act, note)


def settle(table: Table, payment: Payment, act: Act) -> Order:
    """Money came. Raises `OrderUnknown`."""
    return apply(table, order_id_of_number(payment.number), act, lambda order: order.settle(payment, act))


def apply(table: Table, order_id: str, act: Act, how: Change) -> Order:
    """Load, change, commit; overtaken by somebody else it starts again, so `how` must be safe to repeat.

    What is `ALERTED` is logged once it is committed; a metric filter raises the alarm.
    """
    alerts: list[str] = []

    def change(uow: UnitOfWork) -> Order:
        order = store.load(table, order_id)
        how(order)
        store.save(uow, order)
        alerts[:] = [event.type for event in order.pending if event.type in ALERTED]
        return order

    order = transact(table, act, change)
    for kind in alerts:
        logger.error("payment-alert", extra={"kind": kind, "order_id": order.id})
    return order


def load_order(table: Table, order_id: str) -> Order:
    """The order. Raises `OrderUnknown`. One round trip."""
    return store.load(table, order_id)


def load_with_waits(table: Table, order_id: str) -> tuple[Order, list[Row]]:
    """The order and the task tokens that wait for it. One round trip."""
    return store.load_with_waits(table, order_id)


def stage_of(order: Order) -> str:
    """What the order waits for next."""
    return order.stage


def _payment_of(notice: Notification) -> Payment | None:
    if not notice.succeeded or notice.happened_at is None:
        return None
    return Payment(
        transaction_id=notice.transaction_id,
        number=notice.out_trade_no,
        amount_fen=notice.total_fen,
        paid_at=notice.happened_at,
    )
