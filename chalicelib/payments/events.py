"""What happens to an order. Events hold ids, amounts in fen and reasons; never who pays or for what in words."""

from pydantic import AwareDatetime

from chalicelib.kernel.events import Event


class OrderEvent(Event):
    """Every event names the order and, opaque to us, what it is for."""

    order_id: str
    reference: str


class OrderOpened(OrderEvent):
    type = "payment.OrderOpened"
    amount_fen: int


class Placed(OrderEvent):
    """The channel holds the order under `number` and takes money for it."""

    type = "payment.Placed"
    number: str


class CheckoutBegun(OrderEvent):
    """The payer has asked for the code."""

    type = "payment.CheckoutBegun"


class Renewed(OrderEvent):
    """The payer came back after the code had expired; the channel is asked for another, under `number`."""

    type = "payment.Renewed"
    number: str


class Released(OrderEvent):
    """What the order was for does not want the money any more."""

    type = "payment.Released"
    why: str


class Closed(OrderEvent):
    """The channel takes no money under `number` any more: EXPIRED, or why nobody wants it."""

    type = "payment.Closed"
    number: str
    why: str


class Settled(OrderEvent):
    """The money came."""

    type = "payment.Settled"
    transaction_id: str
    amount_fen: int
    paid_at: AwareDatetime


class Booked(OrderEvent):
    """The money stands in the ledger (入账)."""

    type = "payment.Booked"
    entry: str


class AmountMismatched(OrderEvent):
    """The channel told another amount than was asked for. Nothing is settled; somebody has to look."""

    type = "payment.AmountMismatched"
    transaction_id: str
    asked_fen: int
    told_fen: int


class PaidAgain(OrderEvent):
    """A second transaction for an order that was paid. It settles nothing; somebody has to look."""

    type = "payment.PaidAgain"
    transaction_id: str
    told_fen: int


class RefundRequested(OrderEvent):
    type = "payment.RefundRequested"
    refund_number: str
    amount_fen: int
    why: str


class RefundStarted(OrderEvent):
    """The channel has taken the refund on."""

    type = "payment.RefundStarted"
    refund_number: str


class Refunded(OrderEvent):
    type = "payment.Refunded"
    refund_number: str
    amount_fen: int


class RefundRejected(OrderEvent):
    """The channel could not pay the money back; somebody has to look."""

    type = "payment.RefundRejected"
    refund_number: str
    why: str


class TroubleRecorded(OrderEvent):
    """The orchestration could not go on; it is restarted, and the order says so."""

    type = "payment.TroubleRecorded"
    error: str
