"""What WeChat Pay tells us by itself: a payment or a refund, signed and sealed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chalicelib.payments.wechat_pay_signature import (
    BadSignature,
    StaleSignature,
    WeChatPayCredentials,
    open_resource,
    verify_platform_signature,
)

PAYMENT, REFUND = "transaction", "refund"


class RejectedNotification(Exception):
    """Answer with an error status and change nothing."""


class ForgedNotification(RejectedNotification):
    """Not from the channel, not for this merchant, or not in the channel's form."""


class ReplayedNotification(RejectedNotification):
    """Signed by the channel, but more than five minutes away from now."""


@dataclass(frozen=True)
class Notification:
    """`id` stays the same through the channel's retries.

    `succeeded` tells whether the money moved; `total_fen` is what the payer paid for the order. The refund's number and
    amount are set for a refund only. The caller still compares number and amount with its own order.
    """

    id: str
    event_type: str
    succeeded: bool
    out_trade_no: str
    transaction_id: str
    total_fen: int
    happened_at: datetime | None
    out_refund_no: str | None = None
    refund_fen: int | None = None


def parse_notification(
    credentials: WeChatPayCredentials, headers: Mapping[str, str], raw_body: bytes, now: datetime
) -> Notification:
    """Verify, decrypt and read; `raw_body` as it came. Raises ForgedNotification or ReplayedNotification."""
    try:
        verify_platform_signature(credentials, headers, raw_body, now)
        envelope = json.loads(raw_body)
        resource = json.loads(open_resource(credentials, envelope["resource"]))
        return _read(credentials, envelope, resource)
    except StaleSignature as error:
        raise ReplayedNotification(str(error)) from error
    except (BadSignature, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ForgedNotification(f"not a notification for us: {type(error).__name__}") from error


def _read(credentials: WeChatPayCredentials, envelope: Mapping[str, Any], resource: Mapping[str, Any]) -> Notification:
    kind = envelope["resource"]["original_type"]
    if kind not in (PAYMENT, REFUND):
        raise ValueError(f"neither payment nor refund: {kind}")
    if resource["mchid"] != credentials.mchid or resource.get("appid", credentials.appid) != credentials.appid:
        raise ValueError("addressed to another merchant")
    refund = kind == REFUND
    return Notification(
        id=envelope["id"],
        event_type=envelope["event_type"],
        succeeded=resource["refund_status" if refund else "trade_state"] == "SUCCESS",
        out_trade_no=resource["out_trade_no"],
        transaction_id=resource["transaction_id"],
        total_fen=int(resource["amount"]["total"]),
        happened_at=instant(resource["success_time"]) if "success_time" in resource else None,
        out_refund_no=resource["out_refund_no"] if refund else None,
        refund_fen=int(resource["amount"]["refund"]) if refund else None,
    )


def instant(text: str) -> datetime:
    """RFC 3339 with an offset, as UTC."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("an instant without an offset")
    return moment.astimezone(UTC)
