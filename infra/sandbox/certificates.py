"""What a certificate authority and a timestamp authority do, without the way they are asked."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import cached_property

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

Key = EllipticCurvePublicKey | RSAPublicKey
SINCE = datetime(2020, 1, 1, tzinfo=UTC)
ROOT_DAYS, LEAF_DAYS = 36500, 18000
ROOT_NUMBER, TIMESTAMPS_NUMBER = 1, 2
ROOT, TIMESTAMPS = "示例根证书 Sandbox Root", "示例时间戳 Sandbox Timestamps"


class Authority:
    """One root, which issues to whoever asks and to its own timestamp service. Equal keys give equal certificates of
    the two.
    """

    def __init__(self, root_key: RSAPrivateKey, timestamp_key: RSAPrivateKey) -> None:
        self._root_key, self._timestamp_key = root_key, timestamp_key

    def certify(self, organisation: str, key: Key) -> str:
        """A certificate to sign documents with, and the root's: PEM."""
        usage = x509.KeyUsage(True, True, *[False] * 7)
        return _pem(self._issue(organisation, key, usage, x509.random_serial_number())) + self.root

    @property
    def root(self) -> str:
        """The root's certificate, PEM."""
        return _pem(self._root)

    def stamp(self, query: bytes, at: datetime) -> bytes:
        """The answer to a timestamp query (RFC 3161); ValueError for anything else."""
        secret = self._timestamp_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        above = SimpleCertificateStore()
        above.register(_asn1(self._root))
        moment = at.replace(microsecond=0)
        stamper = DummyTimeStamper(_asn1(self._stamping), keys.PrivateKeyInfo.load(secret), above, fixed_dt=moment)
        asked = tsp.TimeStampReq.load(query, strict=True)
        return bytes(asyncio.run(stamper.async_request_tsa_response(asked)).dump())

    @cached_property
    def _root(self) -> x509.Certificate:
        name, usage = _named(ROOT), x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        builder = _builder(name, name, self._root_key.public_key(), ROOT_NUMBER, ROOT_DAYS)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        return builder.add_extension(usage, critical=True).sign(self._root_key, SHA256())

    @cached_property
    def _stamping(self) -> x509.Certificate:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        return self._issue(TIMESTAMPS, self._timestamp_key.public_key(), purpose, TIMESTAMPS_NUMBER)

    def _issue(self, name: str, key: Key, purpose: x509.ExtensionType, serial: int) -> x509.Certificate:
        builder = _builder(self._root.subject, _named(name), key, serial, LEAF_DAYS)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        above = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._root_key.public_key())
        builder = builder.add_extension(above, critical=False).add_extension(purpose, critical=True)
        return builder.sign(self._root_key, SHA256())


def _builder(issuer: x509.Name, subject: x509.Name, key: Key, serial: int, days: int) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(subject)
        .public_key(key)
        .serial_number(serial)
        .not_valid_before(SINCE)
        .not_valid_after(SINCE + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _named(name: str) -> x509.Name:
    country = x509.NameAttribute(NameOID.COUNTRY_NAME, "CN")
    owner = (x509.NameAttribute(oid, name) for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME))
    return x509.Name([country, *owner])


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()


def _asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))
