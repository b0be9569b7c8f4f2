"""Words of payments: states, stages, a payment, and the numbers by which the channel knows an order."""

import re
from enum import StrEnum

from pydantic import AwareDatetime

from chalicelib.kernel.value import Value

CHANNEL = "wechat-pay"
"""The one channel so far, as rows and acts name it."""
_REFERENCE = re.compile(r"[0-9A-Z]{1,26}")


class Status(StrEnum):
    """Where an order stands, from its opening to the ledger or back to the payer."""

    CREATED = "CREATED"
    ISSUED = "ISSUED"
    PAYING = "PAYING"
    PAID = "PAID"
    BOOKED = "BOOKED"
    EXPIRED = "EXPIRED"
    CLOSED = "CLOSED"
    REFUND_REQUESTED = "REFUND_REQUESTED"
    REFUNDING = "REFUNDING"
    REFUNDED = "REFUNDED"
    REFUND_REJECTED = "REFUND_REJECTED"


class Stage(StrEnum):
    """What the order waits for next; the orchestration follows it."""

    PLACE = "PLACE"
    AWAIT_SETTLEMENT = "AWAIT_SETTLEMENT"
    AWAIT_CHECKOUT = "AWAIT_CHECKOUT"
    CLOSE = "CLOSE"
    REFUND = "REFUND"
    AWAIT_REFUND = "AWAIT_REFUND"
    DONE = "DONE"


class Payment(Value):
    """Money that moved at the channel: `number` is the order's number there, `paid_at` the channel's own time."""

    transaction_id: str
    number: str
    amount_fen: int
    paid_at: AwareDatetime


def order_id_of(reference: str) -> str:
    """The id of the order of `reference` (at most 26 capital letters and digits). Raises ValueError."""
    if not _REFERENCE.fullmatch(reference):
        raise ValueError("a reference has 1 to 26 capital letters and digits")
    return f"F{reference}"


def order_id_of_number(number: str) -> str:
    """The order that `number` at the channel belongs to."""
    return number.partition("r")[0]
