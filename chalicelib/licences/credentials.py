"""The machine-readable copy of a licence: an SD-JWT verifiable credential (RFC 9901; IETF SD-JWT VC).

Who presents it decides what of the holder is shown: name and number are disclosed each by itself, or not at all. It is
bound to no key of the holder: it proves what the paper proves, and whoever takes it compares the person.
"""

import datetime as dt
import hashlib
import json
from typing import Any

from chalicelib.aws.platform import Platform
from chalicelib.kernel.instants import midnight
from chalicelib.licences.authority import encoded, issuer, signed_token
from chalicelib.licences.model import Licence
from chalicelib.licences.status.service import status_uri

TYPE = "dc+sd-jwt"
MEDIA_TYPE = "application/dc+sd-jwt"
SALT_BYTES = 16
KIND = "urn:bujianmian:licence"


def credential_of(cloud: Platform, licence: Licence) -> str:
    """The licence as an SD-JWT with all its disclosures, `<token>~<disclosure>~…~`. One KMS call."""
    disclosures = [_disclosure(cloud, licence.id, name, value) for name, value in _of_the_holder(licence)]
    claims = _claims(cloud, licence)
    claims["_sd"] = sorted(encoded(hashlib.sha256(disclosure.encode()).digest()) for disclosure in disclosures)
    return "~".join((signed_token(cloud, TYPE, claims), *disclosures, ""))


def _claims(cloud: Platform, licence: Licence) -> dict[str, Any]:
    request = licence.request
    claims: dict[str, Any] = {
        "iss": issuer(cloud),
        "iat": int(licence.issued_at.timestamp()),
        "nbf": _first_second(request.valid_from),
        "vct": f"{KIND}:{request.certificate_type}",
        "identifier": licence.identifier,
        "title": request.title,
        "issuing_authority": request.issuer_name,
        "valid_from": request.valid_from.isoformat(),
        "document_sha256": request.sha256,
        "_sd_alg": "sha-256",
    }
    if request.valid_until is not None:
        claims["valid_until"] = request.valid_until.isoformat()
        claims["exp"] = _first_second(request.valid_until + dt.timedelta(days=1))
    if request.status is not None:
        claims["status"] = {"status_list": {"idx": request.status.index, "uri": status_uri(cloud, request.status)}}
    return claims


def _of_the_holder(licence: Licence) -> tuple[tuple[str, str], ...]:
    holder = licence.request.holder
    return (
        ("holder_name", holder.name),
        ("holder_number", holder.id_number),
        ("holder_number_type", holder.number_type),
    )


def _disclosure(cloud: Platform, licence_id: str, name: str, value: str) -> str:
    """The salt is derived: nobody guesses it, and a copy that is made again hides the same."""
    salt = encoded(cloud.secrets.keyed_hash("credential-salt", f"{licence_id}#{name}")[:SALT_BYTES])
    return encoded(json.dumps([salt, name, value], ensure_ascii=False).encode())


def _first_second(date: dt.date) -> int:
    return int(midnight(date).timestamp())
