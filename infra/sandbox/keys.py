"""Keys and secrets of the sandbox: made at its first start, kept in its state directory."""

import json
import os
import secrets
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

Secret = dict[str, Any]
SIGNED_COUNTERPARTIES = ("population", "face", "ca", "legal_persons", "licence_base", "sms")

OWN = ("platform", "trust")
"""Private keys of the counterparties themselves."""


def load_keys(file: Path) -> Secret:
    """The keys in this file; those that it lacks are generated and written."""
    keys: Secret = json.loads(file.read_text("utf-8")) if file.exists() else _generate()
    added = {name: _client(name) for name in (*SIGNED_COUNTERPARTIES, "oidc") if name not in keys}
    if "trust" not in keys:
        added["trust"] = {name: _private_pem(new_private_key()) for name in ("root", "timestamps")}
    if added or not file.exists():
        keys |= added
        write_secret(file, keys)
    return keys


def counterparty_secret(keys: Secret) -> Secret:
    """The part that our own system is given: what a real operator would paste into the secret store."""
    return {name: value for name, value in keys.items() if name not in OWN}


def write_secret(file: Path, document: Secret) -> None:
    """Write it readable for the owner only."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(document, stream, indent=1)


@cache
def private_key(pem: str) -> RSAPrivateKey:
    """Reading a key checks it, which is slow: once is enough."""
    key = load_pem_private_key(pem.encode(), password=None)
    assert isinstance(key, RSAPrivateKey)
    return key


def new_private_key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


def _generate() -> Secret:
    merchant, platform = new_private_key(), new_private_key()
    platform_serial = "PUB_KEY_ID_" + _digits(32)
    return {
        "wechat_pay": {
            "mchid": "19" + _digits(8),
            "appid": "wx" + secrets.token_hex(8),
            "merchant_serial": secrets.token_hex(20).upper(),
            "merchant_private_key": _private_pem(merchant),
            "api_v3_key": secrets.token_hex(16),
            "platform_public_keys": {platform_serial: _public_pem(platform)},
        },
        "kuaidi100": {name: secrets.token_hex(16) for name in ("key", "secret", "salt")},
        "platform": {"serial": platform_serial, "private_key": _private_pem(platform)},
    }


def _client(name: str) -> Secret:
    return {"client_id": f"sandbox-{name}", "client_secret": secrets.token_hex(32)}


def _digits(length: int) -> str:
    return "".join(secrets.choice("0123456789") for _ in range(length))


def _private_pem(key: RSAPrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _public_pem(key: RSAPrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
