"""What Kuaidi100 pushes to us: the whole trace of a parcel, or that the order was cancelled."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from chalicelib.delivery.kuaidi100 import Kuaidi100Credentials, same_digest, vendor_digest
from chalicelib.delivery.vocabulary import ShipmentState
from chalicelib.kernel.instants import SHANGHAI

ACCEPTED = b'{"result":true,"returnCode":"200","message":"\xe6\x88\x90\xe5\x8a\x9f"}'
"""The answer that stops the pushing; it has to come within 20 seconds."""


class ForgedPush(Exception):
    """The digest does not fit our salt, or the content is not a push. Answer with an error, change nothing."""


S = ShipmentState
BASIC_STATES = {
    "0": S.IN_TRANSIT, "1": S.PICKED_UP, "2": S.EXCEPTION, "3": S.SIGNED, "4": S.RETURNED, "5": S.DELIVERING,
    "6": S.RETURNING, "7": S.IN_TRANSIT, "8": S.IN_TRANSIT, "10": S.IN_TRANSIT, "11": S.IN_TRANSIT,
    "12": S.IN_TRANSIT, "13": S.EXCEPTION, "14": S.REJECTED,
}  # fmt: skip
"""7 is handed to another courier, 8 and 10 to 12 are customs, 13 is trouble at customs."""

ADVANCED_STATES = {
    "101": S.CREATED, "102": S.CREATED, "103": S.PICKED_UP, "401": S.CANCELLED, "501": S.AT_LOCKER,
    "1001": S.IN_TRANSIT, "1002": S.IN_TRANSIT, "1003": S.IN_TRANSIT,
    "301": S.SIGNED, "302": S.SIGNED, "303": S.SIGNED, "304": S.SIGNED,
}  # fmt: skip
"""[believed, not checked]"""

ORDER_STATES = {
    0: S.CREATED, 1: S.CREATED, 2: S.CREATED, 9: S.CANCELLED, 10: S.PICKED_UP, 11: S.EXCEPTION, 12: S.RETURNED,
    13: S.SIGNED, 14: S.EXCEPTION, 99: S.CANCELLED, 101: S.IN_TRANSIT,
}  # fmt: skip


@dataclass(frozen=True)
class TraceEvent:
    """`operation` and `occurred_at` (UTC), with the waybill, tell one event from another."""

    occurred_at: datetime
    operation: str
    state: ShipmentState | None
    description: str
    place: str


@dataclass(frozen=True)
class Push:
    """`state` is the newest; `events` are newest first as pushed, and empty when it is news of the order only.

    `watching` is false once the vendor has stopped following the parcel, signed for or not.
    """

    waybill: str
    company: str
    state: ShipmentState
    watching: bool
    events: tuple[TraceEvent, ...]


def parse_push(credentials: Kuaidi100Credentials, raw_body: bytes) -> Push:
    """Verify and read the form as it came. Raises ForgedPush."""
    try:
        form = parse_qs(raw_body.decode(), strict_parsing=True, max_num_fields=10)
        (param,), (sign,) = form["param"], form["sign"]
    except (KeyError, ValueError) as error:
        raise ForgedPush("not a form with one param and one sign") from error
    if not same_digest(vendor_digest(param + credentials.salt), sign):
        raise ForgedPush("the digest does not fit")
    try:
        document = json.loads(param)
        return _track(document) if document.get("lastResult") else _order_news(document)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ForgedPush("signed, but not a push that we know") from error


def unified_state(code: str) -> ShipmentState:
    """A code we have never heard of is an EXCEPTION: somebody should look."""
    return _known_state(code) or S.EXCEPTION


def _known_state(code: str) -> ShipmentState | None:
    return BASIC_STATES.get(code) or ADVANCED_STATES.get(code)


def _track(document: dict[str, Any]) -> Push:
    """`abort` means that the vendor gave up after days without news."""
    latest, monitoring = document["lastResult"], document["status"]
    state = S.EXCEPTION if monitoring == "abort" else unified_state(str(latest["state"]))
    events = tuple(_event(one) for one in latest.get("data") or ())
    watching = monitoring not in ("shutdown", "abort")
    return Push(_text(latest["nu"]), _text(latest["com"]), state, watching, events)


def _event(item: dict[str, Any]) -> TraceEvent:
    moment = datetime.strptime(item.get("ftime") or item["time"], "%Y-%m-%d %H:%M:%S")
    state = _known_state(str(item.get("statusCode", "")))
    operation = item.get("status") or item["context"]
    occurred_at = moment.replace(tzinfo=SHANGHAI).astimezone(UTC)
    return TraceEvent(occurred_at, operation, state, item["context"], item.get("areaName") or "")


def _order_news(document: dict[str, Any]) -> Push:
    state = ORDER_STATES.get(int(document["data"]["status"]), S.EXCEPTION)
    watching = state not in (S.CANCELLED, S.RETURNED, S.SIGNED)
    return Push(_text(document["kuaidinum"]), _text(document["kuaidicom"]), state, watching, ())


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("an empty or missing text")
    return value
