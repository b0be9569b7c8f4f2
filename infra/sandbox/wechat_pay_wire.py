"""The signatures of WeChat Pay API v3, both ways, and the shape of what a merchant sends."""

import re
import secrets
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from werkzeug import Request

from infra.sandbox import keys
from infra.sandbox.errors import Refusal
from infra.sandbox.wire import text

SCHEME = "WECHATPAY2-SHA256-RSA2048"
TOLERANCE_SECONDS = 300
LARGEST_TOTAL_FEN = 10**10


class Signer:
    """Signs answers and notifications as the platform; with a foreign key it forges them."""

    def __init__(self, platform: dict[str, Any], foreign: RSAPrivateKey | None = None) -> None:
        self._serial = platform["serial"]
        self._key = foreign or keys.private_key(platform["private_key"])

    def headers(self, body: bytes, at: datetime) -> dict[str, str]:
        timestamp, nonce = str(int(at.timestamp())), secrets.token_hex(16)
        message = f"{timestamp}\n{nonce}\n".encode() + body + b"\n"
        return {
            "Wechatpay-Serial": self._serial,
            "Wechatpay-Timestamp": timestamp,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Signature": b64encode(self._key.sign(message, PKCS1v15(), SHA256())).decode(),
            "Wechatpay-Signature-Type": SCHEME,
        }


def verify_authorization(request: Request, merchant: dict[str, Any], now: datetime) -> None:
    """Raise 401 SIGN_ERROR unless the request is signed by the merchant's key within five minutes."""
    scheme, _, parameters = request.headers.get("Authorization", "").partition(" ")
    given = dict(re.findall(r'(\w+)="([^"]*)"', parameters))
    if scheme != SCHEME or given.keys() < {"mchid", "nonce_str", "timestamp", "serial_no", "signature"}:
        raise Refusal(401, "SIGN_ERROR", "Http头缺少Authorization或格式错误")
    if (given["mchid"], given["serial_no"]) != (merchant["mchid"], merchant["merchant_serial"]):
        raise Refusal(401, "SIGN_ERROR", "商户号或证书序列号不符")
    if not given["timestamp"].isdigit() or abs(now.timestamp() - int(given["timestamp"])) > TOLERANCE_SECONDS:
        raise Refusal(401, "SIGN_ERROR", "Http头Authorization中的timestamp与发起请求的时间不得超过5分钟")
    head = (request.method, request.full_path.rstrip("?"), given["timestamp"], given["nonce_str"])
    message = "\n".join(head).encode() + b"\n" + request.get_data() + b"\n"
    if not _signed_by_merchant(given["signature"], message, merchant):
        raise Refusal(401, "SIGN_ERROR", "签名错误, 请检查后再试")


def check_order(body: dict[str, Any], merchant: dict[str, Any]) -> None:
    """Raise 400 PARAM_ERROR unless this is a native order of this merchant in whole fen."""
    for name in ("appid", "mchid"):
        if body.get(name) != merchant[name]:
            raise Refusal(400, "PARAM_ERROR", f"{name} is not the signing merchant's")
    if not re.fullmatch(r"[0-9A-Za-z_\-|*]{6,32}", text(body, "out_trade_no", 32)):
        raise Refusal(400, "PARAM_ERROR", "out_trade_no: 6 to 32 letters, digits, _ - | *")
    text(body, "description", 127)
    _check_notify_url(text(body, "notify_url", 255))
    _check_expiry(body.get("time_expire"))
    amount = body.get("amount")
    _whole_fen(amount.get("total") if isinstance(amount, dict) else None, "amount.total")


def refund_amount(body: dict[str, Any]) -> dict[str, int]:
    amount = body.get("amount")
    if not isinstance(amount, dict) or amount.get("currency") != "CNY":
        raise Refusal(400, "PARAM_ERROR", "amount.currency must be CNY")
    return {name: _whole_fen(amount.get(name), f"amount.{name}") for name in ("refund", "total")}


def _whole_fen(value: object, name: str) -> int:
    if type(value) is not int or not 1 <= value <= LARGEST_TOTAL_FEN:
        raise Refusal(400, "PARAM_ERROR", f"{name} must be a positive whole number of fen")
    return value


def _check_notify_url(url: str) -> None:
    if not re.fullmatch(r"https?://[^?#\s]+", url):
        raise Refusal(400, "PARAM_ERROR", "notify_url must be an absolute URL without parameters")


def _check_expiry(value: object) -> None:
    if value is None:
        return
    try:
        aware = isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        aware = False
    if not aware:
        raise Refusal(400, "PARAM_ERROR", "time_expire must be an RFC 3339 instant")


def _signed_by_merchant(signature: str, message: bytes, merchant: dict[str, Any]) -> bool:
    public = keys.private_key(merchant["merchant_private_key"]).public_key()
    try:
        public.verify(b64decode(signature, validate=True), message, PKCS1v15(), SHA256())
    except (InvalidSignature, Base64Error):
        return False
    return True
