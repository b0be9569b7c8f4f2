"""The key that documents, licences and status lists are signed with, and its certificates (电子认证): what is published
of them, and how a token is signed.
"""

import base64
import hashlib
import json
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding

from chalicelib.aws.keys import P256_BYTES
from chalicelib.aws.platform import Platform
from chalicelib.kernel.canonical import canonical_json
from chalicelib.licences.errors import SigningKeysMissing

COUNTERPARTY = "document_signing"
"""Under this name the secret of the counterparties holds the certificates that a certificate authority issued."""
WARM = "licences.authority"
Jwk = dict[str, Any]


def certificate_chain(cloud: Platform) -> str:
    """The key's certificate and those above it, PEM. Raises `SigningKeysMissing` until the operator has them."""
    try:
        return str(cloud.secrets.counterparty(COUNTERPARTY)["chain"])
    except KeyError:
        raise SigningKeysMissing from None


def published_key(cloud: Platform) -> Jwk:
    """The public key as a JWK (RFC 7517) with its certificates; read once in a process's life."""
    if WARM not in cloud.warm:
        cloud.warm[WARM] = _jwk(x509.load_pem_x509_certificates(certificate_chain(cloud).encode()))
    kept: Jwk = cloud.warm[WARM]
    return kept


def issuer(cloud: Platform) -> str:
    """Who signs, as tokens name it."""
    return cloud.settings.public_base_url


def signed_token(cloud: Platform, kind: str, claims: dict[str, Any]) -> str:
    """`claims` as a compact JWS (RFC 7515, ES256) of that type (`typ`). One KMS call."""
    key = published_key(cloud)
    header = {"alg": "ES256", "typ": kind, "kid": key["kid"], "x5c": key["x5c"]}
    message = f"{_part(header)}.{_part(claims)}"
    return f"{message}.{encoded(cloud.licence_key.sign(message.encode()))}"


def encoded(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _part(document: dict[str, Any]) -> str:
    return encoded(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())


def _jwk(chain: list[x509.Certificate]) -> Jwk:
    key = chain[0].public_key()
    if not isinstance(key, EllipticCurvePublicKey):
        raise SigningKeysMissing
    numbers = key.public_numbers()
    point = {name: encoded(value.to_bytes(P256_BYTES)) for name, value in (("x", numbers.x), ("y", numbers.y))}
    required = {"crv": "P-256", "kty": "EC", **point}
    thumbprint = encoded(hashlib.sha256(canonical_json(required)).digest())
    x5c = [base64.b64encode(certificate.public_bytes(Encoding.DER)).decode() for certificate in chain]
    return {**required, "kid": thumbprint, "use": "sig", "alg": "ES256", "x5c": x5c}
