"""Kuaidi100 (快递100): book a courier, understand what is pushed about the parcel.

The push carries an MD5 digest with a salt of ours and no timestamp: no protection against replay. The caller drops what
it has seen, by (waybill, operation, time), and orders by time of the event.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from chalicelib.aws.counterparty_http import CounterpartyHttp, Refused, Unavailable

ORDER_PATH = "/order/borderapi.do"
FORM_HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}
LONGEST_REFERENCE = 32


@dataclass(frozen=True)
class Kuaidi100Credentials:
    """The `kuaidi100` part of the counterparty secret; `salt` is ours and signs what is pushed to us."""

    key: str
    secret: str = field(repr=False)
    salt: str = field(repr=False)


@dataclass(frozen=True)
class Contact:
    """`address` in full, from the province down."""

    name: str
    mobile: str
    address: str


@dataclass(frozen=True)
class Consignment:
    """`reference` is our number of at most 32 characters: the same one again books nothing new (within 48 hours)."""

    reference: str
    company: str
    sender: Contact
    recipient: Contact
    cargo: str
    callback_url: str
    remark: str = ""


@dataclass(frozen=True)
class Booking:
    """`waybill` is None while the courier company has not given one."""

    task_id: str
    order_id: str
    waybill: str | None


class Kuaidi100:
    """`now` is the real clock, never business time."""

    def __init__(self, credentials: Kuaidi100Credentials, base_url: str, *, now: Callable[[], datetime]) -> None:
        self._credentials, self._now = credentials, now
        self._http = CounterpartyHttp(base_url)

    def book(self, consignment: Consignment) -> Booking:
        """Call a courier. Raises Unavailable or Refused; safe to repeat with the same reference."""
        if not 0 < len(consignment.reference) <= LONGEST_REFERENCE:
            raise ValueError("a consignment's reference has 1 to 32 characters")
        form = self._signed_form(_parameters(consignment, self._credentials.salt))
        answer = self._http.send("POST", ORDER_PATH, FORM_HEADERS, urlencode(form).encode()).document()
        if answer.get("result") is not True:
            raise Refused(200, str(answer.get("returnCode", "")), str(answer.get("message", "")))
        try:
            data = answer["data"]
            return Booking(str(data["taskId"]), str(data["orderId"]), data.get("kuaidinum") or None)
        except (KeyError, TypeError, AttributeError) as error:
            raise Unavailable("the answer is not a booking") from error

    def _signed_form(self, parameters: dict[str, Any]) -> dict[str, str]:
        param = json.dumps(parameters, ensure_ascii=False)
        moment, client = str(int(self._now().timestamp() * 1000)), self._credentials
        sign = vendor_digest(param + moment + client.key + client.secret)
        return {"method": "bOrder", "key": client.key, "t": moment, "sign": sign, "param": param}


def vendor_digest(message: str) -> str:
    """MD5 in upper case: the vendor's choice, not ours."""
    return hashlib.md5(message.encode(), usedforsecurity=False).hexdigest().upper()


def same_digest(left: str, right: str) -> bool:
    return hmac.compare_digest(left.upper().encode(), right.upper().encode())


def _parameters(consignment: Consignment, salt: str) -> dict[str, Any]:
    """`op` 1 subscribes to the trace, `resultv2` 4 asks for advanced states [believed, not checked]."""
    sender, recipient = consignment.sender, consignment.recipient
    return {
        "kuaidicom": consignment.company,
        "recManName": recipient.name,
        "recManMobile": recipient.mobile,
        "recManPrintAddr": recipient.address,
        "sendManName": sender.name,
        "sendManMobile": sender.mobile,
        "sendManPrintAddr": sender.address,
        "callBackUrl": consignment.callback_url,
        "pollCallBackUrl": consignment.callback_url,
        "op": "1",
        "resultv2": "4",
        "salt": salt,
        "thirdOrderId": consignment.reference,
        "cargo": consignment.cargo,
        "remark": consignment.remark,
    }
