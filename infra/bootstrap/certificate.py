"""The certificate of the key that documents are signed with: requested, and installed once issued."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from chalicelib.aws.keys import P256_BYTES, LicenceKey
from infra.bootstrap.errors import BadInput


def request_of(key: LicenceKey, organisation: str) -> bytes:
    """A certificate signing request (PKCS #10, PEM) for the key, in the name of an organisation. One signature."""
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, organisation),
        ]
    )
    builder = x509.CertificateSigningRequestBuilder().subject_name(name)
    return builder.sign(_InKms(key), hashes.SHA256()).public_bytes(Encoding.PEM)


def checked_chain(pem: bytes, key: LicenceKey, now: datetime) -> str:
    """The chain as it is kept. Raises `BadInput` unless its first certificate is the key's, each is issued by the one
    behind it, and all are valid now.
    """
    try:
        chain = x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise BadInput("the chain is no PEM file of certificates: concatenate what the authority issued") from error
    if chain[0].public_key() != key.public_key:
        raise BadInput("the chain's first certificate is not for the stack's licence key: put the key's own first")
    _require_order(chain)
    for certificate in chain:
        if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
            name = certificate.subject.rfc4514_string()
            raise BadInput(f"{name} is not valid today: ask the authority for a new one")
    return "".join(certificate.public_bytes(Encoding.PEM).decode() for certificate in chain)


def _require_order(chain: Sequence[x509.Certificate]) -> None:
    for issued, issuer in zip(chain, chain[1:], strict=False):
        try:
            issued.verify_directly_issued_by(issuer)
        except (ValueError, TypeError, InvalidSignature) as error:
            name = issued.subject.rfc4514_string()
            raise BadInput(f"the certificate behind {name} did not issue it: put each authority behind it") from error


class _InKms(ec.EllipticCurvePrivateKey):
    """The private half as a builder of requests wants it: it signs, and never leaves KMS."""

    def __init__(self, key: LicenceKey) -> None:
        self._key = key

    def public_key(self) -> ec.EllipticCurvePublicKey:
        return self._key.public_key

    @property
    def curve(self) -> ec.EllipticCurve:
        return self._key.public_key.curve

    @property
    def key_size(self) -> int:
        return self._key.public_key.key_size

    def sign(self, data: Any, signature_algorithm: ec.EllipticCurveSignatureAlgorithm) -> bytes:
        if isinstance(signature_algorithm.algorithm, Prehashed):
            raise NotImplementedError("the whole message is signed")
        signature = self._key.sign(bytes(data))
        parts = signature[:P256_BYTES], signature[P256_BYTES:]
        return encode_dss_signature(*(int.from_bytes(part) for part in parts))

    def exchange(self, algorithm: ec.ECDH, peer_public_key: ec.EllipticCurvePublicKey) -> bytes:
        raise NotImplementedError

    def private_numbers(self) -> ec.EllipticCurvePrivateNumbers:
        raise NotImplementedError

    def private_bytes(self, *_: Any, **__: Any) -> bytes:
        raise NotImplementedError

    def __copy__(self) -> "_InKms":
        return self

    def __deepcopy__(self, memo: Any) -> "_InKms":
        return self
