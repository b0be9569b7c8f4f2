"""How orders are kept.

`ORDER#<id>`: `SNAPSHOT` · `EVENT#<seq>` · `WAIT#<what>` (task tokens). `TRANSACTION#<channel>#<id>` guards against a
transaction that pays twice; `LEDGER#<channel>#<date>` holds one entry per movement of money on that day in Hainan,
written once and never again; `NOTICE#<channel>#<number>` keeps what the channel told before we knew the order.
"""

from datetime import datetime, timedelta

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.rows import SNAPSHOT, Key, Put, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.instants import shanghai_date, to_text
from chalicelib.payments import errors
from chalicelib.payments.events import Refunded, Settled
from chalicelib.payments.model import Order
from chalicelib.payments.vocabulary import CHANNEL, Payment

NOTICE_KEPT_FOR = timedelta(days=7)
"""Longer than the channel repeats itself (about a day)."""


def order_pk(order_id: str) -> str:
    """The partition of an order."""
    return f"ORDER#{order_id}"


def find(table: Table, order_id: str) -> Order | None:
    """The order, if it is there. One round trip."""
    row = table.row(Key(order_pk(order_id), SNAPSHOT))
    return to_aggregate(Order, row) if row else None


def load(table: Table, order_id: str) -> Order:
    """The order. Raises `OrderUnknown`. One round trip."""
    order = find(table, order_id)
    if order is None:
        raise errors.OrderUnknown
    return order


def load_with_waits(table: Table, order_id: str) -> tuple[Order, list[Row]]:
    """The order and the task tokens that wait for it. One round trip."""
    rows = table.partition(order_pk(order_id), first=SNAPSHOT, last="WAIT#\U0010ffff")
    if not rows or rows[0]["sk"] != SNAPSHOT:
        raise errors.OrderUnknown
    return to_aggregate(Order, rows[0]), [row for row in rows if str(row["sk"]).startswith("WAIT#")]


def save(uow: UnitOfWork, order: Order) -> None:
    """Put the order, and an entry for each movement of money, into the unit of work."""
    uow.save(order_pk(order.id), order)
    for event in order.pending:
        if event.type == Settled.type and order.payment:
            _enter(uow, order, order.payment.transaction_id, order.amount_fen, order.payment.paid_at)
            uow.put(_transaction_row(order, order.payment), new=True, refusal=lambda _: errors.TransactionTaken())
        if event.type == Refunded.type and order.refunded_at:
            _enter(uow, order, order.refund_number, -order.amount_fen, order.refunded_at)


def keep_notice(table: Table, payment: Payment) -> None:
    """Keep what the channel told about an order that is not there yet; told again it is the same row."""
    until = int((machine_now() + NOTICE_KEPT_FOR).timestamp())
    row: Row = {"pk": _notice_pk(payment.number), "sk": payment.transaction_id, "body": payment.model_dump_json()}
    table.commit([Put({**row, "expires_at": until})])


def notices(table: Table, number: str) -> list[Payment]:
    """What the channel told about `number` before its order was there. One round trip."""
    return [Payment.model_validate_json(str(row["body"])) for row in table.partition(_notice_pk(number))]


def _enter(uow: UnitOfWork, order: Order, entry: str, amount_fen: int, at: datetime) -> None:
    """One ledger entry (fen; money going out is negative)."""
    row: Row = {
        "pk": f"LEDGER#{CHANNEL}#{shanghai_date(at).isoformat()}",
        "sk": entry,
        "order_id": order.id,
        "reference": order.reference,
        "department": order.department,
        "region": order.region,
        "amount_fen": amount_fen,
        "at": to_text(at),
    }
    uow.put(row, new=True, refusal=lambda _: errors.TransactionTaken())


def _transaction_row(order: Order, payment: Payment) -> Row:
    return {"pk": f"TRANSACTION#{CHANNEL}#{payment.transaction_id}", "sk": "ORDER", "order_id": order.id}


def _notice_pk(number: str) -> str:
    return f"NOTICE#{CHANNEL}#{number}"
