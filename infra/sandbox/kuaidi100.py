"""Kuaidi100 (快递100): business orders (商家寄件 bOrder) and the pushes about what becomes of the parcel.

From the vendor's documentation: form and signature of the order, `thirdOrderId` repeating the first answer, push form
and signature, full trace newest first, states, and three more tries every 30 minutes. [believed, not checked]: the
return codes of refusals, the advanced codes behind `resultv2` (501 in a locker, 401 cancelled), and that an order
without a waybill gets one in the first push (the sandbox gives it at once).
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from werkzeug import Request

from infra.sandbox.errors import Refusal
from infra.sandbox.faults import Fault
from infra.sandbox.outbound import Protocol
from infra.sandbox.state import Document
from infra.sandbox.wire import SHANGHAI, Counterparty, Reply, Route, Surroundings

RETRY_SECONDS = (1800, 1800, 1800)
MANDATORY = (
    "kuaidicom", "recManName", "recManMobile", "recManPrintAddr", "sendManName", "sendManMobile",
    "sendManPrintAddr", "callBackUrl",
)  # fmt: skip
NEWS = {
    "PICKED_UP": ("1", "揽收", "【海口市】快件已由快递员揽收"),
    "IN_TRANSIT": ("0", "在途", "【海口市】快件已发往下一站"),
    "DELIVERING": ("5", "派件", "快递员正在为您派件, 请保持电话畅通"),
    "AT_LOCKER": ("501", "投柜或驿站", "快件已存放至自提柜"),
    "SIGNED": ("3", "签收", "快件已签收, 签收人: 本人"),
    "REJECTED": ("14", "拒签", "收件人拒绝签收"),
    "RETURNING": ("6", "退回", "快件正在退回寄件人"),
    "RETURNED": ("4", "退签", "快件已退回, 寄件人已签收"),
    "EXCEPTION": ("2", "疑难", "联系不上收件人, 派送异常"),
}
FINAL = ("SIGNED", "RETURNED", "CANCELLED")
ORDER_CANCELLED = "99"


class Kuaidi100(Counterparty):
    name = "kuaidi100"

    def __init__(self, around: Surroundings) -> None:
        self._around, self._state, self._client = around, around.state, around.keys["kuaidi100"]
        around.outbound.speak(self.name, Protocol(self._render, _accepted, RETRY_SECONDS, 20))

    def routes(self) -> Iterable[Route]:
        return (("POST", "/order/borderapi.do", self.order),)

    def order(self, request: Request) -> Reply:
        """Every refusal is HTTP 200 with `result: false`, as the vendor answers."""
        try:
            return self._book(self._verified_parameters(request))
        except Refusal as refusal:
            refused = {"result": False, "returnCode": refusal.code, "message": str(refusal), "data": None}
            return Reply(refused, effect="refused")

    def advance(self, waybill: str, state: str) -> Document:
        """Something happens to the parcel: it joins the trace and the whole trace is pushed."""
        with self._state.lock:
            shipment = self._shipment(waybill)
            if shipment["state"] in FINAL:
                raise Refusal(409, "SHIPMENT_FINAL", f"the shipment is {shipment['state']}: nothing follows")
            moved = shipment | {"state": state, "trace": self._trace(shipment, state)}
            self._state.put("shipment", waybill, moved)
        news = self._cancellation(moved) if state == "CANCELLED" else self._track(moved)
        url = moved["callBackUrl"] if state == "CANCELLED" else moved["pollCallBackUrl"]
        self._around.outbound.post(self.name, url, waybill, {"param": news, "taskId": moved["taskId"]})
        return moved

    def _verified_parameters(self, request: Request) -> dict[str, Any]:
        form = request.form
        param, client = form.get("param", ""), self._client
        signed = _md5(param + form.get("t", "") + client["key"] + client["secret"])
        if form.get("key") != client["key"] or not hmac.compare_digest(signed, form.get("sign", "")):
            raise Refusal(200, "503", "验证签名失败")
        if form.get("method") != "bOrder":
            raise Refusal(200, "400", "method 不支持")
        try:
            document = json.loads(param)
        except ValueError as error:
            raise Refusal(200, "400", "param 不是 JSON") from error
        return _checked(document)

    def _book(self, wanted: dict[str, Any]) -> Reply:
        with self._state.lock:
            known = self._state.get("booking", wanted["thirdOrderId"]) if wanted.get("thirdOrderId") else None
            shipment = self._shipment(known["waybill"]) if known else self._open(wanted)
        data = {name: shipment[name] for name in ("taskId", "orderId", "kuaidinum")}
        effect = "repeated" if known else "created"
        answer = {"result": True, "returnCode": "200", "message": "提交成功", "data": data}
        return Reply(answer, subject=shipment["kuaidinum"], effect=effect)

    def _open(self, wanted: dict[str, Any]) -> Document:
        waybill = f"SB{secrets.randbelow(10**11):011d}"
        shipment = {
            "taskId": secrets.token_hex(16).upper(), "orderId": str(secrets.randbelow(10**9)),
            "kuaidinum": waybill, "state": "CREATED", "trace": [],
            "pollCallBackUrl": wanted.get("pollCallBackUrl") or wanted["callBackUrl"],
            **{name: wanted[name] for name in MANDATORY}, "salt": wanted.get("salt", ""),
            "thirdOrderId": wanted.get("thirdOrderId", ""), "cargo": wanted.get("cargo", ""),
        }  # fmt: skip
        self._state.put("shipment", waybill, shipment)
        if shipment["thirdOrderId"]:
            self._state.put("booking", shipment["thirdOrderId"], {"waybill": waybill})
        return shipment

    def _trace(self, shipment: Document, state: str) -> list[Document]:
        if state == "CANCELLED":
            return list(shipment["trace"])
        if state not in NEWS:
            raise Refusal(400, "STATE_UNKNOWN", f"states: {', '.join(NEWS)}, CANCELLED")
        code, status, context = NEWS[state]
        time = f"{self._around.now().astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
        event = {
            "context": context, "time": time, "ftime": time, "status": status, "statusCode": code,
            "areaCode": "CN460100000000", "areaName": "海南,海口市",
        }  # fmt: skip
        return [event, *shipment["trace"]]

    def _track(self, shipment: Document) -> Document:
        signed, ended = shipment["state"] == "SIGNED", shipment["state"] in FINAL
        return {
            "status": "shutdown" if ended else "polling", "billstatus": "", "message": "", "autoCheck": "0",
            "comOld": "", "comNew": "",
            "lastResult": {
                "message": "ok", "state": NEWS[shipment["state"]][0], "status": "200", "condition": "00",
                "ischeck": "1" if signed else "0", "com": shipment["kuaidicom"], "nu": shipment["kuaidinum"],
                "data": shipment["trace"],
            },
        }  # fmt: skip

    def _cancellation(self, shipment: Document) -> Document:
        data = {"orderId": shipment["orderId"], "status": int(ORDER_CANCELLED), "cancelMsg9": "sandbox"}
        common = {name: shipment[name] for name in ("kuaidicom", "kuaidinum")}
        return {**common, "status": "200", "message": "success", "data": data}

    def _render(self, message: Document, fault: Fault) -> tuple[dict[str, str], bytes]:
        """The salt is the client's own from the order; a forger does not know it."""
        shipment = self._shipment(message["subject"])
        param = json.dumps(message["payload"]["param"], ensure_ascii=False)
        salt = secrets.token_hex(16) if fault.forge else shipment["salt"]
        form = {"taskId": message["payload"]["taskId"], "sign": _md5(param + salt), "param": param}
        return {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(form).encode()

    def _shipment(self, waybill: str) -> Document:
        shipment = self._state.get("shipment", waybill)
        if shipment is None:
            raise Refusal(404, "SHIPMENT_UNKNOWN", "no such waybill")
        return shipment


def _checked(document: object) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise Refusal(200, "400", "param 不是 JSON 对象")
    missing = [name for name in MANDATORY if not isinstance(document.get(name), str) or not document[name]]
    if missing:
        raise Refusal(200, "400", f"缺少参数: {', '.join(missing)}")
    if document.get("op") == "1" and not document.get("pollCallBackUrl"):
        raise Refusal(200, "400", "op 为 1 时 pollCallBackUrl 必填")
    return document


def _accepted(status: int, body: bytes) -> bool:
    """Both count: HTTP 200 and `{"result": true, "returnCode": "200"}`."""
    try:
        answer = json.loads(body)
    except ValueError:
        return False
    told = isinstance(answer, dict) and answer.get("result") is True and str(answer.get("returnCode")) == "200"
    return status == HTTPStatus.OK and told


def _md5(message: str) -> str:
    """Upper case, as the vendor prescribes. Not a choice of ours."""
    return hashlib.md5(message.encode(), usedforsecurity=False).hexdigest().upper()
