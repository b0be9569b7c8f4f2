"""WeChat Pay API v3 (微信支付): native orders, queries, closing, refunds and their notifications.

Error codes and the moment a refund completes are [believed, not checked]; signatures, field names and the encrypted
notification were checked against the independent client `wechatpayv3`.
"""

import json
import secrets
from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from werkzeug import Request, Response

from infra.sandbox import keys, wechat_pay_wire
from infra.sandbox.errors import Refusal
from infra.sandbox.faults import Fault
from infra.sandbox.outbound import Protocol
from infra.sandbox.state import Document
from infra.sandbox.wire import Counterparty, Reply, Route, Surroundings, json_body, shanghai_time, text

MINUTE, HOUR = 60, 3600
RETRY_SECONDS = (
    15, 15, 30, 3 * MINUTE, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE, 30 * MINUTE, 30 * MINUTE, HOUR,
    3 * HOUR, 3 * HOUR, 3 * HOUR, 6 * HOUR, 6 * HOUR,
)  # fmt: skip
STATE_TEXTS = {"NOTPAY": "订单未支付", "SUCCESS": "支付成功", "CLOSED": "订单已关闭", "REFUND": "转入退款"}


class WeChatPay(Counterparty):
    name = "wechat_pay"

    def __init__(self, around: Surroundings) -> None:
        self._around, self._state = around, around.state
        self._merchant = around.keys["wechat_pay"]
        self._signer = wechat_pay_wire.Signer(around.keys["platform"])
        around.outbound.speak(self.name, Protocol(self._render, _accepted, RETRY_SECONDS, 5))

    def routes(self) -> Iterable[Route]:
        order = "/v3/pay/transactions/out-trade-no/<out_trade_no>"
        return (
            ("POST", "/v3/pay/transactions/native", self.place_order),
            ("GET", order, self.query_order),
            ("POST", f"{order}/close", self.close_order),
            ("POST", "/v3/refund/domestic/refunds", self.refund),
            ("GET", "/v3/refund/domestic/refunds/<out_refund_no>", self.query_refund),
        )

    @cached_property
    def _forger(self) -> wechat_pay_wire.Signer:
        """Claims the platform's serial, signs with a key of its own."""
        return wechat_pay_wire.Signer(self._around.keys["platform"], keys.new_private_key())

    def seal(self, response: Response) -> Response:
        signer = self._forger if self._around.faults.of(self.name).forge_replies else self._signer
        response.headers.update(signer.headers(response.get_data(), self._around.now()))
        return response

    def place_order(self, request: Request) -> Reply:
        self._authenticate(request)
        body = json_body(request)
        wechat_pay_wire.check_order(body, self._merchant)
        number = body["out_trade_no"]
        with self._state.lock:
            known = self._state.get("order", number)
            order = known or self._open_order(number, body)
        if known:
            _check_repeat(known, body)
        elif self._around.faults.of(self.name).early:
            self._pay_early(number)
        effect = "repeated" if known else "created"
        return Reply({"code_url": order["code_url"]}, subject=number, effect=effect)

    def query_order(self, request: Request, out_trade_no: str) -> Reply:
        self._authenticate(request)
        self._check_mchid(request.args.get("mchid"))
        return Reply(self._transaction(self._order(out_trade_no)), subject=out_trade_no)

    def close_order(self, request: Request, out_trade_no: str) -> Reply:
        self._authenticate(request)
        self._check_mchid(json_body(request).get("mchid"))
        with self._state.lock:
            order = self._order(out_trade_no)
            if order["trade_state"] not in ("NOTPAY", "CLOSED"):
                raise Refusal(400, "ORDERPAID", "该订单已支付, 不能关闭")
            effect = "closed" if order["trade_state"] == "NOTPAY" else "repeated"
            self._state.put("order", out_trade_no, order | {"trade_state": "CLOSED"})
        return Reply(status=204, subject=out_trade_no, effect=effect)

    def refund(self, request: Request) -> Reply:
        self._authenticate(request)
        body = json_body(request)
        number, amount = text(body, "out_refund_no", 64), wechat_pay_wire.refund_amount(body)
        with self._state.lock:
            order = self._order(text(body, "out_trade_no", 32))
            known = self._state.get("refund", number)
            if known is None:
                return self._open_refund(number, order, body, amount)
        if (known["out_trade_no"], known["refund"]) != (order["out_trade_no"], amount["refund"]):
            raise Refusal(400, "INVALID_REQUEST", "商户退款单号重复: 与原退款参数不一致")
        return Reply(self._refund_document(known), subject=number, effect="repeated")

    def query_refund(self, request: Request, out_refund_no: str) -> Reply:
        self._authenticate(request)
        known = self._state.get("refund", out_refund_no)
        if known is None:
            raise Refusal(404, "RESOURCE_NOT_EXISTS", "退款单不存在")
        return Reply(self._refund_document(known), subject=out_refund_no)

    def pay(self, out_trade_no: str, amount: int | None = None, late: bool = False) -> Document:
        """The payer pays (the panel's button). `late` pays a closed or expired order all the same."""
        with self._state.lock:
            paid = self._settle(self._order(out_trade_no), amount, late)
        self._around.outbound.post(self.name, paid["notify_url"], out_trade_no, self._payment_news(paid))
        return paid

    def _open_order(self, number: str, body: dict[str, Any]) -> Document:
        order = {
            "out_trade_no": number, "total": body["amount"]["total"], "notify_url": body["notify_url"],
            "description": body["description"], "time_expire": body.get("time_expire"),
            "code_url": f"weixin://wxpay/bizpayurl?pr=sandbox{secrets.token_hex(6)}",
            "trade_state": "NOTPAY", "created_at": shanghai_time(self._around.now()),
        }  # fmt: skip
        self._state.put("order", number, order)
        return order

    def _pay_early(self, number: str) -> None:
        """Not under the lock: whoever is notified may ask back before answering."""
        paid = self._settle(self._order(number), None, late=True)
        self._around.outbound.post_now(self.name, paid["notify_url"], number, self._payment_news(paid))

    def _settle(self, order: Document, amount: int | None, late: bool) -> Document:
        """Take the money once: a paid order stays as it is, and its notification is merely sent again."""
        if order["trade_state"] in ("SUCCESS", "REFUND"):
            return order
        if order["trade_state"] == "CLOSED" and not late:
            raise Refusal(409, "ORDER_CLOSED", "the order is closed; pay with late=true to force it")
        if self._expired(order) and not late:
            raise Refusal(409, "ORDER_EXPIRED", "the order has expired; pay with late=true to force it")
        now = self._around.now()
        paid = order | {
            "trade_state": "SUCCESS", "payer_total": order["total"] if amount is None else amount,
            "transaction_id": f"42000{now:%Y%m%d%H%M%S}{secrets.randbelow(10**9):09d}",
            "success_time": shanghai_time(now),
        }  # fmt: skip
        self._state.put("order", order["out_trade_no"], paid)
        return paid

    def _open_refund(self, number: str, order: Document, body: dict[str, Any], amount: dict[str, int]) -> Reply:
        if order["trade_state"] not in ("SUCCESS", "REFUND"):
            raise Refusal(400, "INVALID_REQUEST", "订单未支付, 不能退款")
        refunded = order.get("refunded", 0) + amount["refund"]
        if amount["total"] != order["payer_total"] or refunded > order["payer_total"]:
            raise Refusal(400, "INVALID_REQUEST", "退款金额与订单金额不符")
        now = shanghai_time(self._around.now())
        refund = {
            "refund_id": f"50{secrets.randbelow(10**26):026d}", "out_refund_no": number,
            "transaction_id": order["transaction_id"], "out_trade_no": order["out_trade_no"], **amount,
            "create_time": now, "success_time": now, "status": "SUCCESS",
        }  # fmt: skip
        self._state.put("refund", number, refund)
        self._state.put("order", order["out_trade_no"], order | {"trade_state": "REFUND", "refunded": refunded})
        news = {"event": "REFUND.SUCCESS", "resource": self._refund_resource(refund)}
        notify_url = body.get("notify_url") or order["notify_url"]
        self._around.outbound.post(self.name, notify_url, number, news)
        answer = self._refund_document(refund) | {"status": "PROCESSING"}
        del answer["success_time"]
        return Reply(answer, subject=number, effect="created")

    def _transaction(self, order: Document) -> Document:
        document = {
            "appid": self._merchant["appid"], "mchid": self._merchant["mchid"],
            "out_trade_no": order["out_trade_no"], "trade_state": order["trade_state"],
            "trade_state_desc": STATE_TEXTS[order["trade_state"]],
            "amount": {"total": order["total"], "currency": "CNY"},
        }  # fmt: skip
        if "transaction_id" in order:
            total = order["payer_total"]
            document |= {
                "transaction_id": order["transaction_id"], "trade_type": "NATIVE", "bank_type": "OTHERS",
                "success_time": order["success_time"], "payer": {"openid": "sandbox-payer"},
                "amount": {"total": total, "payer_total": total, "currency": "CNY", "payer_currency": "CNY"},
            }  # fmt: skip
        return document

    def _payment_news(self, order: Document) -> Document:
        return {"event": "TRANSACTION.SUCCESS", "resource": self._transaction(order)}

    def _refund_document(self, refund: Document) -> Document:
        amount = {"refund": refund["refund"], "total": refund["total"], "currency": "CNY"}
        copied = (
            "refund_id",
            "out_refund_no",
            "transaction_id",
            "out_trade_no",
            "create_time",
            "success_time",
            "status",
        )
        return {name: refund[name] for name in copied} | {"channel": "ORIGINAL", "amount": amount}

    def _refund_resource(self, refund: Document) -> Document:
        document = self._refund_document(refund)
        document["refund_status"] = document.pop("status")
        return {"mchid": self._merchant["mchid"], **document}

    def _render(self, message: Document, fault: Fault) -> tuple[dict[str, str], bytes]:
        news, now = message["payload"], self._around.now()
        resource = json.loads(json.dumps(news["resource"]))
        resource["amount"]["total"] += fault.amount_delta
        body = self._envelope(message["id"], news["event"], resource, now)
        signed_at = now - timedelta(minutes=10) if fault.replay_old_timestamp else now
        signer = self._forger if fault.forge else self._signer
        return {"Content-Type": "application/json", **signer.headers(body, signed_at)}, body

    def _envelope(self, message_id: str, event: str, resource: Document, now: datetime) -> bytes:
        kind, nonce = event.split(".", maxsplit=1)[0].lower(), secrets.token_hex(6)
        plain = json.dumps(resource, ensure_ascii=False).encode()
        cipher = AESGCM(self._merchant["api_v3_key"].encode())
        sealed = b64encode(cipher.encrypt(nonce.encode(), plain, kind.encode())).decode()
        return json.dumps({
            "id": message_id, "create_time": shanghai_time(now), "event_type": event,
            "resource_type": "encrypt-resource", "summary": {"transaction": "支付成功", "refund": "退款成功"}[kind],
            "resource": {"original_type": kind, "algorithm": "AEAD_AES_256_GCM", "ciphertext": sealed,
                         "associated_data": kind, "nonce": nonce},
        }, ensure_ascii=False).encode()  # fmt: skip

    def _authenticate(self, request: Request) -> None:
        wechat_pay_wire.verify_authorization(request, self._merchant, self._around.now())

    def _check_mchid(self, mchid: object) -> None:
        if mchid != self._merchant["mchid"]:
            raise Refusal(400, "PARAM_ERROR", "mchid is not the signing merchant")

    def _order(self, number: str) -> Document:
        order = self._state.get("order", number)
        if order is None:
            raise Refusal(404, "ORDER_NOT_EXIST", "订单不存在")
        return order

    def _expired(self, order: Document) -> bool:
        expiry = order["time_expire"]
        return expiry is not None and datetime.fromisoformat(expiry) <= self._around.now()


def _check_repeat(order: Document, body: dict[str, Any]) -> None:
    """The same open order may be placed again; a paid or closed one, or one with other terms, may not."""
    if order["trade_state"] != "NOTPAY":
        code = "ORDER_CLOSED" if order["trade_state"] == "CLOSED" else "ORDERPAID"
        raise Refusal(400, code, f"该订单不能再次下单: {STATE_TEXTS[order['trade_state']]}")
    if (order["total"], order["notify_url"]) != (body["amount"]["total"], body["notify_url"]):
        raise Refusal(400, "INVALID_REQUEST", "商户订单号重复: 与原订单参数不一致")


def _accepted(status: int, _: bytes) -> bool:
    """The HTTP status decides; the body is not looked at."""
    return status in (200, 204)
