"""Signing tokens for the sandbox's issuer, written out by hand: right ones, and every kind of wrong one."""

import base64
import hashlib
import hmac
import json
import secrets
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from infra.sandbox.keys import new_private_key

RS256, ES256 = "RS256", "ES256"
ALGORITHMS = (RS256, ES256)
COORDINATE_BYTES = 32
Key = dict[str, str]
"""`kid`, `alg`, `pem` (private)."""


def new_key(algorithm: str) -> Key:
    key = new_private_key() if algorithm == RS256 else ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return {"kid": secrets.token_hex(8), "alg": algorithm, "pem": pem}


def public_jwk(key: Key) -> dict[str, str]:
    """The key as a member of a JWK set (RFC 7517)."""
    described = {"kid": key["kid"], "alg": key["alg"], "use": "sig"}
    private = _private(key["pem"])
    if isinstance(private, RSAPrivateKey):
        rsa = private.public_key().public_numbers()
        return described | {"kty": "RSA", "n": _number(rsa.n, (rsa.n.bit_length() + 7) // 8), "e": _number(rsa.e, 3)}
    point = private.public_key().public_numbers()
    x, y = (_number(coordinate, COORDINATE_BYTES) for coordinate in (point.x, point.y))
    return described | {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def sign(claims: dict[str, Any], key: Key, **header: Any) -> str:
    """A compact JWS (RFC 7515) under `key`; `header` replaces what its header would say."""
    signing_input = _signing_input({"alg": key["alg"], "kid": key["kid"], "typ": "JWT", **header}, claims)
    private = _private(key["pem"])
    if isinstance(private, RSAPrivateKey):
        return f"{signing_input}.{_base64url(private.sign(signing_input.encode(), PKCS1v15(), SHA256()))}"
    numbers = decode_dss_signature(private.sign(signing_input.encode(), ec.ECDSA(SHA256())))
    signature = b"".join(number.to_bytes(COORDINATE_BYTES, "big") for number in numbers)
    return f"{signing_input}.{_base64url(signature)}"


def unsigned(claims: dict[str, Any], key: Key) -> str:
    """What `alg: none` looks like."""
    return _signing_input({"alg": "none", "kid": key["kid"], "typ": "JWT"}, claims) + "."


def signed_with_public_key(claims: dict[str, Any], key: Key) -> str:
    """HS256 with the text of the public key, which everybody knows, as the secret."""
    signing_input = _signing_input({"alg": "HS256", "kid": key["kid"], "typ": "JWT"}, claims)
    public = _private(key["pem"]).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return f"{signing_input}.{_base64url(hmac.digest(public, signing_input.encode(), hashlib.sha256))}"


def _signing_input(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return ".".join(_base64url(json.dumps(part, ensure_ascii=False).encode()) for part in (header, claims))


@cache
def _private(pem: str) -> RSAPrivateKey | ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(pem.encode(), password=None)
    assert isinstance(key, RSAPrivateKey | ec.EllipticCurvePrivateKey)
    return key


def _number(number: int, length: int) -> str:
    return _base64url(number.to_bytes(length, "big"))


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
