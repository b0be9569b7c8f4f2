"""WeChat Pay API v3 (微信支付), native orders: the payer scans a code, the channel notifies us.

Amounts are whole fen, instants are UTC. `now` is the real clock (signatures are checked against it), never business
time; `nonce` gives a new text of at most 32 letters and digits each time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from http import HTTPStatus
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from chalicelib.aws.counterparty_http import (
    JSON_HEADERS,
    Answer,
    CounterpartyHttp,
    Document,
    Refused,
    Unavailable,
    encode_json,
)
from chalicelib.payments.wechat_pay_notification import Notification, instant, parse_notification
from chalicelib.payments.wechat_pay_signature import (
    BadSignature,
    WeChatPayCredentials,
    authorization,
    load_private_key,
    verify_platform_signature,
)

ORDERS = "/v3/pay/transactions"
REFUNDS = "/v3/refund/domestic/refunds"
Result = TypeVar("Result")


class UntrustedReply(Unavailable):
    """An answer that the channel did not sign: nothing in it may be believed."""


class TradeState(StrEnum):
    NOT_FOUND = "NOT_FOUND"
    NOT_PAID = "NOTPAY"
    PAYING = "USERPAYING"
    SUCCESS = "SUCCESS"
    REFUND = "REFUND"
    CLOSED = "CLOSED"
    REVOKED = "REVOKED"
    ERROR = "PAYERROR"


@dataclass(frozen=True)
class ChannelState:
    """What the channel says about an order; the last three are known once it was paid."""

    out_trade_no: str
    state: TradeState
    transaction_id: str | None = None
    total_fen: int | None = None
    paid_at: datetime | None = None


@dataclass(frozen=True)
class Refund:
    """`status` is PROCESSING, SUCCESS, CLOSED or ABNORMAL, as the channel calls it."""

    out_refund_no: str
    refund_id: str
    status: str
    refund_fen: int


class WeChatPay:
    """Every call may be repeated with the same numbers. All raise Unavailable or Refused."""

    def __init__(
        self, credentials: WeChatPayCredentials, base_url: str, *,
        now: Callable[[], datetime], nonce: Callable[[], str],
    ) -> None:  # fmt: skip
        self._credentials, self._now, self._nonce = credentials, now, nonce
        self._http = CounterpartyHttp(base_url)

    def place_native_order(
        self, out_trade_no: str, total_fen: int, description: str, notify_url: str, expires_at: datetime
    ) -> str:
        """The text of the code that the payer scans. The same order again gives the same text."""
        order = self._parties() | {
            "out_trade_no": out_trade_no,
            "description": description,
            "notify_url": notify_url,
            "time_expire": expires_at.astimezone(UTC).isoformat(timespec="seconds"),
            "amount": {"total": total_fen, "currency": "CNY"},
        }
        return _read(self._call("POST", f"{ORDERS}/native", order), _code_url)

    def query(self, out_trade_no: str) -> ChannelState:
        """NOT_FOUND when the channel has no such order."""
        path = f"{ORDERS}/out-trade-no/{out_trade_no}?mchid={self._credentials.mchid}"
        try:
            answer = self._call("GET", path)
        except Refused as refusal:
            if refusal.status == HTTPStatus.NOT_FOUND:
                return ChannelState(out_trade_no, TradeState.NOT_FOUND)
            raise
        return _read(answer, _channel_state)

    def close(self, out_trade_no: str) -> None:
        """Nobody can pay it any more. Refused with ORDERPAID when somebody already did."""
        self._call("POST", f"{ORDERS}/out-trade-no/{out_trade_no}/close", {"mchid": self._credentials.mchid})

    def refund(
        self,
        out_trade_no: str,
        out_refund_no: str,
        *,
        refund_fen: int,
        total_fen: int,
        reason: str,
        notify_url: str,
    ) -> Refund:
        """Pay back `refund_fen` of the `total_fen` that were paid; usually PROCESSING until the notification."""
        wanted = {
            "out_trade_no": out_trade_no,
            "out_refund_no": out_refund_no,
            "reason": reason,
            "notify_url": notify_url,
            "amount": {"refund": refund_fen, "total": total_fen, "currency": "CNY"},
        }
        return _read(self._call("POST", REFUNDS, wanted), _refund)

    def query_refund(self, out_refund_no: str) -> Refund:
        return _read(self._call("GET", f"{REFUNDS}/{out_refund_no}"), _refund)

    def parse_notification(self, headers: Mapping[str, str], raw_body: bytes, now: datetime) -> Notification:
        """See wechat_pay_notification.parse_notification."""
        return parse_notification(self._credentials, headers, raw_body, now)

    @cached_property
    def _private_key(self) -> RSAPrivateKey:
        return load_private_key(self._credentials.merchant_private_key)

    def _parties(self) -> Document:
        return {"appid": self._credentials.appid, "mchid": self._credentials.mchid}

    def _call(self, method: str, path: str, document: Document | None = None) -> Answer:
        body = b"" if document is None else encode_json(document)
        signed = authorization(
            self._credentials, self._private_key, f"{method}\n{path}", body, now=self._now(), nonce=self._nonce()
        )
        answer = self._http.send(method, path, JSON_HEADERS | {"Authorization": signed}, body)
        try:
            verify_platform_signature(self._credentials, answer.headers, answer.body, self._now())
        except BadSignature as error:
            raise UntrustedReply(str(error)) from error
        return answer


def _read(answer: Answer, reader: Callable[[Document], Result]) -> Result:
    try:
        return reader(answer.document())
    except (KeyError, TypeError, ValueError) as error:
        raise Unavailable("the answer lacks what the protocol promises") from error


def _code_url(document: Document) -> str:
    return str(document["code_url"])


def _channel_state(document: Document) -> ChannelState:
    paid = "transaction_id" in document
    return ChannelState(
        out_trade_no=document["out_trade_no"],
        state=TradeState(document["trade_state"]),
        transaction_id=document["transaction_id"] if paid else None,
        total_fen=int(document["amount"]["total"]) if paid else None,
        paid_at=instant(document["success_time"]) if paid else None,
    )


def _refund(document: Document) -> Refund:
    fen = int(document["amount"]["refund"])
    return Refund(document["out_refund_no"], document["refund_id"], document["status"], fen)
