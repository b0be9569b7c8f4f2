"""Tokens that nobody must be let in with, each made from a good one by changing a single thing."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.aws.platform import Platform
from chalicelib.http.access import Caller, Role
from chalicelib.http.tokens import LEEWAY_SECONDS, LIFETIME, MAX_CHARACTERS, Tokens
from tests.support.platform import FakeSigningKey

Forgery = Callable[[Platform, Caller], str]
ELSEWHERE = "https://api.elsewhere.test/v1-stage"


def genuine(cloud: Platform, caller: Caller, now: datetime | None = None) -> str:
    """What the deployment itself issues to `caller`."""
    return Tokens(cloud.token_key, cloud.settings.public_base_url).issue(caller, now or datetime.now(UTC))


def encoded(part: bytes | dict[str, Any]) -> str:
    """As a part of a token (RFC 7515 §2)."""
    text = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def decoded(part: str) -> dict[str, Any]:
    """The object in a part of a token."""
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def signed_anew(cloud: Platform, caller: Caller, *, key: Any = None, header: Any = None, **claims: Any) -> str:
    """A good token's header and claims with these changed, and a right signature by `key`, by default our own."""
    head, payload, _ = genuine(cloud, caller).split(".")
    message = f"{encoded(decoded(head) | (header or {}))}.{encoded(decoded(payload) | claims)}"
    return f"{message}.{encoded((key or cloud.token_key).sign(message.encode()))}"


def unsigned(cloud: Platform, caller: Caller) -> str:
    """`alg: none` (RFC 7519 §6)."""
    head, payload, _ = genuine(cloud, caller).split(".")
    return f"{encoded(decoded(head) | {'alg': 'none'})}.{payload}."


def signature_left_out(cloud: Platform, caller: Caller) -> str:
    """The algorithm is named, and nothing signed."""
    return genuine(cloud, caller).rpartition(".")[0] + "."


def signature_of_zeros(cloud: Platform, caller: Caller) -> str:
    """r = s = 0, which careless implementations of ECDSA take for right under any key."""
    return f"{genuine(cloud, caller).rpartition('.')[0]}.{encoded(bytes(64))}"


def with_the_public_key_as_secret(encoding: Encoding) -> Forgery:
    """HS256, with what everybody can read at /v1/jwks for a secret (RFC 8725 §2.1)."""

    def forge(cloud: Platform, caller: Caller) -> str:
        head, payload, _ = genuine(cloud, caller).split(".")
        message = f"{encoded(decoded(head) | {'alg': 'HS256'})}.{payload}"
        secret = cloud.token_key.public_key.public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo)
        return f"{message}.{encoded(hmac.digest(secret, message.encode(), hashlib.sha256))}"

    return forge


def role_altered(cloud: Platform, caller: Caller) -> str:
    """The good token of somebody else in another role, with the wanted caller written over them."""
    other = next(role for role in Role if role is not caller.role)
    head, _, signature = genuine(cloud, replace(caller, role=other)).split(".")
    return f"{head}.{genuine(cloud, caller).split('.')[1]}.{signature}"


def brings_its_own_key(cloud: Platform, caller: Caller) -> str:
    """Rightly signed by a key that stands in its own header (RFC 8725 §3.1)."""
    key = FakeSigningKey()
    jwk = Tokens(key, ELSEWHERE).key_set()["keys"][0]  # type: ignore[arg-type]  # has the face of a signing key
    return signed_anew(cloud, caller, key=key, header={"jwk": jwk})


def expired(cloud: Platform, caller: Caller) -> str:
    """A good one, a second after its time and the leeway."""
    return genuine(cloud, caller, datetime.now(UTC) - LIFETIME - timedelta(seconds=LEEWAY_SECONDS + 1))


FORGERIES: dict[str, Forgery] = {
    "alg none": unsigned,
    "no signature": signature_left_out,
    "a signature of zeros": signature_of_zeros,
    "HS256 by the public key in PEM": with_the_public_key_as_secret(Encoding.PEM),
    "HS256 by the public key in DER": with_the_public_key_as_secret(Encoding.DER),
    "an altered payload": role_altered,
    "another key": lambda cloud, caller: signed_anew(cloud, caller, key=FakeSigningKey()),
    "a key of its own in the header": brings_its_own_key,
    "another audience": lambda cloud, caller: signed_anew(cloud, caller, aud=ELSEWHERE),
    "another issuer": lambda cloud, caller: signed_anew(cloud, caller, iss=ELSEWHERE),
    "typ JWT": lambda cloud, caller: signed_anew(cloud, caller, header={"typ": "JWT"}),
    "its time over": expired,
    "its time not yet come": lambda cloud, caller: signed_anew(cloud, caller, nbf=2**33),
    "too many characters": lambda cloud, caller: signed_anew(cloud, caller, note="x" * MAX_CHARACTERS),
    "a role that does not exist": lambda cloud, caller: signed_anew(cloud, caller, role="emperor"),
}
