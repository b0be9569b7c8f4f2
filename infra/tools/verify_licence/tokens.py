"""Signed tokens (RFC 7515, ES256): SD-JWT credentials (RFC 9901) and status lists (IETF Token Status List)."""

import base64
import binascii
import hashlib
import json
import zlib
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from infra.tools.verify_licence.verdict import Genuine, NotGenuine, Outcome, Reference

CREDENTIAL, STATUS_LIST = "dc+sd-jwt", "statuslist+jwt"
HALF = 32
LARGEST_LIST = 2**24
STATUSES = {0: Outcome.GENUINE, 1: Outcome.REVOKED, 2: Outcome.SUSPENDED, 3: Outcome.REPLACED}
SHOWN = ("title", "identifier", "issuing_authority", "valid_from", "valid_until", "document_sha256")
UNREADABLE = (ValueError, KeyError, TypeError, binascii.Error, zlib.error)


class Keys:
    """The issuer's published keys: a JWK set, or the issuer's metadata around it."""

    def __init__(self, document: dict[str, Any]) -> None:
        keys = document.get("jwks", document)["keys"]
        self._by_id = {key["kid"]: _public_key(key) for key in keys}

    def of(self, key_id: str) -> ec.EllipticCurvePublicKey:
        """Raises `NotGenuine` for one that is not published."""
        if key_id not in self._by_id:
            raise NotGenuine(Outcome.FORGED, "it is signed with a key that the issuer does not publish")
        return self._by_id[key_id]

    def hold(self, x: int, y: int) -> bool:
        """Whether the key with that point is published."""
        return any((it.public_numbers().x, it.public_numbers().y) == (x, y) for it in self._by_id.values())


def credential(text: str, keys: Keys) -> Genuine:
    """An SD-JWT with those disclosures that its holder gave. Raises `NotGenuine`."""
    try:
        token, *disclosures, binding = text.strip().split("~")
        claims = _claims(token, CREDENTIAL, keys)
        if binding:
            raise NotGenuine(Outcome.ALTERED, "it ends with something that is no part of it")
        return Genuine(
            facts={**{name: claims[name] for name in SHOWN if name in claims}, **_disclosed(disclosures, claims)},
            status=_reference(claims),
            not_before=_instant(claims, "nbf"),
            not_after=_instant(claims, "exp"),
        )
    except UNREADABLE as error:
        raise NotGenuine(Outcome.ALTERED, f"it cannot be read: {type(error).__name__}") from error


def listed_status(token: str, keys: Keys, reference: Reference) -> Outcome:
    """What a status list says of one place; `STATUS_UNKNOWN` where it is another list. Raises `NotGenuine` for a list
    that the issuer did not sign.
    """
    try:
        claims = _claims(token.strip(), STATUS_LIST, keys)
        if claims["sub"] != reference.uri:
            return Outcome.STATUS_UNKNOWN
        bits = int(claims["status_list"]["bits"])
        places = zlib.decompressobj().decompress(_decoded(claims["status_list"]["lst"]), LARGEST_LIST)
        place, shift = divmod(reference.index * bits, 8)
        return STATUSES[places[place] >> shift & 2**bits - 1]
    except (*UNREADABLE, IndexError) as error:
        raise NotGenuine(Outcome.ALTERED, f"the status list cannot be read: {type(error).__name__}") from error


def _claims(token: str, kind: str, keys: Keys) -> dict[str, Any]:
    head, body, signature = token.split(".")
    header = json.loads(_decoded(head))
    if header.get("alg") != "ES256" or header.get("typ") != kind:
        raise NotGenuine(Outcome.FORGED, f"it is no token of type {kind}, signed with ES256")
    raw = _decoded(signature)
    parts = encode_dss_signature(int.from_bytes(raw[:HALF]), int.from_bytes(raw[HALF:]))
    try:
        keys.of(header["kid"]).verify(parts, f"{head}.{body}".encode(), ec.ECDSA(SHA256()))
    except InvalidSignature as error:
        raise NotGenuine(Outcome.ALTERED, "its signature does not fit") from error
    claims: dict[str, Any] = json.loads(_decoded(body))
    return claims


def _disclosed(disclosures: list[str], claims: dict[str, Any]) -> dict[str, str]:
    """What the holder shows; each disclosure has to be one of those that were signed, and none comes twice."""
    told: dict[str, str] = {}
    for disclosure in disclosures:
        digest = base64.urlsafe_b64encode(hashlib.sha256(disclosure.encode()).digest()).rstrip(b"=").decode()
        _, name, value = json.loads(_decoded(disclosure))
        if digest not in claims["_sd"] or name in claims or name in told:
            raise NotGenuine(Outcome.ALTERED, f"the disclosure of {name} was not signed")
        told[name] = value
    return told


def _reference(claims: dict[str, Any]) -> Reference | None:
    listed = claims.get("status", {}).get("status_list")
    return Reference(listed["uri"], int(listed["idx"])) if listed else None


def _instant(claims: dict[str, Any], name: str) -> datetime | None:
    return datetime.fromtimestamp(claims[name], UTC) if name in claims else None


def _public_key(key: dict[str, Any]) -> ec.EllipticCurvePublicKey:
    if (key["kty"], key["crv"]) != ("EC", "P-256"):
        raise ValueError("the issuer's keys are EC keys on P-256")
    x, y = (int.from_bytes(_decoded(key[name])) for name in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
