"""Keys, signatures and sealed resources of WeChat Pay API v3."""

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

SCHEME = "WECHATPAY2-SHA256-RSA2048"
TOLERANCE = timedelta(minutes=5)


class BadSignature(Exception):
    """Not signed by a key of the platform that we know, or not over these bytes."""


class StaleSignature(BadSignature):
    """Well signed, but more than five minutes away: somebody may be replaying it."""


@dataclass(frozen=True)
class WeChatPayCredentials:
    """The `wechat_pay` part of the counterparty secret: keys as PEM, `platform_public_keys` by serial."""

    mchid: str
    appid: str
    merchant_serial: str
    merchant_private_key: str = field(repr=False)
    api_v3_key: str = field(repr=False)
    platform_public_keys: Mapping[str, str] = field(repr=False)


def load_private_key(pem: str) -> RSAPrivateKey:
    key = load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("the merchant's key is not an RSA key")
    return key


def authorization(
    credentials: WeChatPayCredentials, key: RSAPrivateKey, request_line: str, body: bytes, *, now: datetime, nonce: str
) -> str:
    """The Authorization header; `request_line` is `METHOD\\npath?query`."""
    timestamp = str(int(now.timestamp()))
    message = f"{request_line}\n{timestamp}\n{nonce}\n".encode() + body + b"\n"
    signature = b64encode(key.sign(message, PKCS1v15(), SHA256())).decode()
    return (
        f'{SCHEME} mchid="{credentials.mchid}",nonce_str="{nonce}",timestamp="{timestamp}",'
        f'serial_no="{credentials.merchant_serial}",signature="{signature}"'
    )


def verify_platform_signature(
    credentials: WeChatPayCredentials, headers: Mapping[str, str], body: bytes, now: datetime
) -> None:
    """RSA-SHA256 over `timestamp\\nnonce\\nbody\\n`. Raises StaleSignature or BadSignature."""
    given = {name.lower(): value for name, value in headers.items()}
    timestamp, nonce = given.get("wechatpay-timestamp", ""), given.get("wechatpay-nonce", "")
    key = _platform_key(credentials, given.get("wechatpay-serial", ""))
    message = f"{timestamp}\n{nonce}\n".encode() + body + b"\n"
    try:
        signature = b64decode(given.get("wechatpay-signature", ""), validate=True)
        key.verify(signature, message, PKCS1v15(), SHA256())
        signed_at = int(timestamp)
    except (InvalidSignature, Base64Error, ValueError) as error:
        raise BadSignature("the signature does not fit") from error
    if abs(now.timestamp() - signed_at) > TOLERANCE.total_seconds():
        raise StaleSignature("signed more than five minutes away")


def open_resource(credentials: WeChatPayCredentials, resource: Mapping[str, str]) -> bytes:
    """Decrypt an AEAD_AES_256_GCM resource. Raises KeyError, ValueError or BadSignature."""
    cipher = AESGCM(credentials.api_v3_key.encode())
    nonce, context = resource["nonce"].encode(), resource.get("associated_data", "").encode()
    try:
        return cipher.decrypt(nonce, b64decode(resource["ciphertext"], validate=True), context)
    except InvalidTag as error:
        raise BadSignature("the resource was not sealed with our key") from error


def _platform_key(credentials: WeChatPayCredentials, serial: str) -> RSAPublicKey:
    pem = credentials.platform_public_keys.get(serial)
    if pem is None:
        raise BadSignature("the serial names no key of the platform")
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, RSAPublicKey):
        raise BadSignature("the platform's key is not an RSA key")
    return key
