"""An order, a channel that does what it is told, and somebody who pays."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from chalicelib.aws.counterparty_http import Refused
from chalicelib.aws.history import events_among
from chalicelib.aws.rows import Row
from chalicelib.payments import service, store
from chalicelib.payments.collecting import Collecting
from chalicelib.payments.model import Order
from chalicelib.payments.wechat_pay import ChannelState, Refund, TradeState
from chalicelib.payments.wechat_pay_notification import Notification
from tests.support.platform import FakePlatform

REFERENCE = "01HQZX3T7R8S9V0W1X2Y3Z4A5B"
ORDER_ID = f"F{REFERENCE}"
FEE_FEN = 1000
PAID_AT = datetime(2026, 3, 2, 1, 5, tzinfo=UTC)
NOTIFY_URL = "https://api.test/v1/callbacks/wechat-pay"


@dataclass
class FakeChannel:
    """Keeps orders by number, with the states that the real one has."""

    orders: dict[str, TradeState] = field(default_factory=dict)
    paid: dict[str, ChannelState] = field(default_factory=dict)
    refunds: dict[str, Refund] = field(default_factory=dict)
    refund_status: str = "PROCESSING"

    def place_native_order(
        self, out_trade_no: str, total_fen: int, description: str, notify_url: str, expires_at: datetime
    ) -> str:
        state = self.orders.setdefault(out_trade_no, TradeState.NOT_PAID)
        if state is not TradeState.NOT_PAID:
            raise Refused(400, "ORDERPAID" if state is TradeState.SUCCESS else "ORDER_CLOSED", "")
        return f"weixin://{out_trade_no}"

    def pay(self, number: str, fen: int = FEE_FEN, transaction_id: str = "") -> Notification:
        """The payer pays, whatever we think of the order; what the channel is going to notify."""
        transaction = transaction_id or f"T{number}"
        self.orders[number] = TradeState.SUCCESS
        self.paid[number] = ChannelState(number, TradeState.SUCCESS, transaction, fen, PAID_AT)
        return Notification(f"N{number}", "TRANSACTION.SUCCESS", True, number, transaction, fen, PAID_AT)

    def query(self, out_trade_no: str) -> ChannelState:
        state = self.orders.get(out_trade_no, TradeState.NOT_FOUND)
        return self.paid.get(out_trade_no, ChannelState(out_trade_no, state))

    def close(self, out_trade_no: str) -> None:
        state = self.orders.get(out_trade_no)
        if state is None:
            raise Refused(404, "ORDER_NOT_EXIST", "")
        if state is TradeState.SUCCESS:
            raise Refused(400, "ORDERPAID", "")
        self.orders[out_trade_no] = TradeState.CLOSED

    def refund(
        self, out_trade_no: str, out_refund_no: str, *, refund_fen: int, total_fen: int, reason: str, notify_url: str
    ) -> Refund:
        assert self.orders[out_trade_no] is TradeState.SUCCESS
        return self.refunds.setdefault(out_refund_no, Refund(out_refund_no, "50001", self.refund_status, refund_fen))

    def query_refund(self, out_refund_no: str) -> Refund:
        known = self.refunds[out_refund_no]
        return Refund(known.out_refund_no, known.refund_id, self.refund_status, known.refund_fen)


@dataclass
class Till:
    cloud: FakePlatform
    channel: FakeChannel

    @property
    def at_channel(self) -> Collecting:
        return Collecting(self.cloud.table, self.channel, NOTIFY_URL, self.cloud.act())

    def open(self) -> Order:
        uow = self.cloud.unit_of_work()
        order = service.open_order(
            uow, reference=REFERENCE, owner_id="account-1", department="GA", region="460100", amount_fen=FEE_FEN,
            description="驾驶证工本费", basis="发改价格〔2004〕2831号",
        )  # fmt: skip
        uow.commit()
        return order

    def placed(self) -> Order:
        self.open()
        return self.at_channel.place(ORDER_ID)

    def check_out(self) -> Order:
        uow = self.cloud.unit_of_work()
        order = service.check_out(uow, self.order)
        uow.commit()
        return order

    def notify(self, notice: Notification) -> Order:
        service.take_payment_notice(self.cloud.table, notice, self.cloud.act())
        return self.order

    def release(self, why: str = "WITHDRAWN") -> Order:
        return service.release(self.cloud.table, ORDER_ID, self.cloud.act(), why=why)

    def refund_notice(self, *, fen: int = FEE_FEN, succeeded: bool = True) -> Order:
        number, event = f"R{REFERENCE}", "REFUND.SUCCESS" if succeeded else "REFUND.ABNORMAL"
        notice = Notification("N-R", event, succeeded, ORDER_ID, f"T{ORDER_ID}", FEE_FEN, PAID_AT, number, fen)
        service.take_refund_notice(self.cloud.table, notice, self.cloud.act())
        return self.order

    @property
    def order(self) -> Order:
        return store.load(self.cloud.table, ORDER_ID)

    @property
    def events(self) -> list[str]:
        history = events_among(self.cloud.table.partition(f"ORDER#{ORDER_ID}"))
        return [event.type.removeprefix("payment.") for event in history]

    def rows(self, prefix: str) -> list[Row]:
        return [row for key, row in self.cloud.table.rows.items() if key[0].startswith(prefix)]

    @property
    def entries(self) -> list[int]:
        """Amounts in the ledger (fen), as they were written."""
        return [int(row["amount_fen"]) for row in self.rows("LEDGER#")]
