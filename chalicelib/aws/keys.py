"""Signing with KMS and verifying without it."""

from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

P256_BYTES = 32


class SigningKey:
    """An ECC_NIST_P256 key in KMS. The private half never leaves it; the public half is fetched once a process."""

    def __init__(self, client: Any, key_id: str) -> None:
        self._client = client
        self.key_id = key_id

    def sign(self, message: bytes) -> bytes:
        """The JWS form (r ‖ s, 64 bytes) of an ES256 signature over `message` (≤ 4096 bytes). One AWS call."""
        answer = self._client.sign(
            KeyId=self.key_id, Message=message, MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256"
        )
        r, s = decode_dss_signature(answer["Signature"])
        return r.to_bytes(P256_BYTES, "big") + s.to_bytes(P256_BYTES, "big")

    @cached_property
    def public_key(self) -> EllipticCurvePublicKey:
        """The public half. One AWS call in a process's life."""
        key = load_der_public_key(self._client.get_public_key(KeyId=self.key_id)["PublicKey"])
        if not isinstance(key, EllipticCurvePublicKey):
            raise TypeError(f"{self.key_id} is no elliptic-curve key")
        return key


class TokenKey(SigningKey):
    """Signs access tokens."""


class LicenceKey(SigningKey):
    """Signs documents and licences."""
