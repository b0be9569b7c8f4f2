"""What the orchestration does with an order at the channel. Each step first looks where the order stands, so that it
may run twice, late, or after a crash: the channel is only ever told what it may be told again.
"""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Protocol

from chalicelib.aws.counterparty_http import Refused
from chalicelib.aws.table import Table
from chalicelib.kernel.events import Act
from chalicelib.payments import service, store
from chalicelib.payments.model import Order
from chalicelib.payments.vocabulary import Payment, Stage
from chalicelib.payments.wechat_pay import ChannelState, Refund, TradeState

PAID, ENDED = "ORDERPAID", "ORDER_CLOSED"
DEAD = {TradeState.CLOSED, TradeState.REVOKED}


class Channel(Protocol):
    """A payment channel; every call may be repeated, and raises `Unavailable` or `Refused`."""

    def place_native_order(
        self, out_trade_no: str, total_fen: int, description: str, notify_url: str, expires_at: datetime
    ) -> str: ...
    def query(self, out_trade_no: str) -> ChannelState: ...
    def close(self, out_trade_no: str) -> None: ...
    def refund(
        self, out_trade_no: str, out_refund_no: str, *, refund_fen: int, total_fen: int, reason: str, notify_url: str
    ) -> Refund: ...
    def query_refund(self, out_refund_no: str) -> Refund: ...


@dataclass(frozen=True)
class Collecting:
    """One order's dealings with the channel; `notify_url` is where the channel tells us what happened."""

    table: Table
    channel: Channel
    notify_url: str
    act: Act

    def place(self, order_id: str) -> Order:
        """Ask the channel for a code. What it told before the order was visible settles it now."""
        order = store.load(self.table, order_id)
        if order.stage is not Stage.PLACE:
            return order
        if order.has_expired(self.act.at):
            return self._note_closed(order)
        try:
            code_url = self._ask_for_code(order)
        except Refused as refusal:
            return self._after_refused_order(order, refusal)
        order = self._apply(order, lambda it: it.note_placed(order.number, code_url, self.act))
        for payment in store.notices(self.table, order.number):
            order = service.settle(self.table, payment, self.act)
        return order

    def query(self, order_id: str) -> Order:
        """No notice came: ask. A payment settles, an order whose time is over is closed."""
        order = store.load(self.table, order_id)
        if order.stage is Stage.AWAIT_REFUND:
            return self._note_refund(order, self.channel.query_refund(order.refund_number))
        if order.stage is not Stage.AWAIT_SETTLEMENT:
            return order
        told = self.channel.query(order.number)
        if told.state is TradeState.SUCCESS:
            return self._settle(order, told)
        if told.state in DEAD:
            return self._note_closed(order)
        return self._close(order) if order.has_expired(self.act.at) else order

    def close(self, order_id: str) -> Order:
        """Nobody shall pay it any more; who was faster has paid."""
        order = store.load(self.table, order_id)
        return self._close(order) if order.stage is Stage.CLOSE else order

    def refund(self, order_id: str) -> Order:
        """Pay the money back."""
        order = store.load(self.table, order_id)
        if order.stage is not Stage.REFUND or order.payment is None:
            return order
        refund = self.channel.refund(
            order.payment.number,
            order.refund_number,
            refund_fen=order.amount_fen,
            total_fen=order.amount_fen,
            reason=order.refund_reason,
            notify_url=self.notify_url,
        )
        order = self._apply(order, lambda it: it.note_refund_started(self.act))
        return self._note_refund(order, refund)

    def _ask_for_code(self, order: Order) -> str:
        return self.channel.place_native_order(
            order.number, order.amount_fen, order.description, self.notify_url, order.expires_at
        )

    def _after_refused_order(self, order: Order, refusal: Refused) -> Order:
        if refusal.code == PAID:
            return self._settle(order, self.channel.query(order.number))
        if refusal.code == ENDED:
            return self._note_closed(order)
        raise refusal

    def _close(self, order: Order) -> Order:
        try:
            self.channel.close(order.number)
        except Refused as refusal:
            if refusal.code == PAID:
                return self._settle(order, self.channel.query(order.number))
            if refusal.code != ENDED and refusal.status != HTTPStatus.NOT_FOUND:
                raise
        return self._note_closed(order)

    def _settle(self, order: Order, told: ChannelState) -> Order:
        """Asked, the channel confirms what it took. Another amount stays set apart, and the number is used up."""
        if told.state is not TradeState.SUCCESS:
            return self._note_closed(order)
        if told.transaction_id is None or told.total_fen is None or told.paid_at is None:
            return order
        payment = Payment(
            transaction_id=told.transaction_id,
            number=told.out_trade_no,
            amount_fen=told.total_fen,
            paid_at=told.paid_at,
        )

        def confirm(it: Order) -> None:
            it.settle(payment, self.act)
            it.note_closed(self.act)

        return self._apply(order, confirm)

    def _note_closed(self, order: Order) -> Order:
        def close(it: Order) -> None:
            if it.number == order.number:
                it.note_closed(self.act)

        return self._apply(order, close)

    def _note_refund(self, order: Order, refund: Refund) -> Order:
        if refund.status == "SUCCESS":
            return self._apply(order, lambda it: it.note_refunded(self.act.at, self.act))
        if refund.status in {"CLOSED", "ABNORMAL"}:
            return self._apply(order, lambda it: it.note_refund_rejected(refund.status, self.act))
        return order

    def _apply(self, order: Order, how: service.Change) -> Order:
        return service.apply(self.table, order.id, self.act, how)
