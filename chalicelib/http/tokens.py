"""Access tokens: ES256 JWTs (RFC 9068 profile), signed by KMS, verified here without any call."""

import base64
import json
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from chalicelib.aws.keys import P256_BYTES, TokenKey
from chalicelib.aws.machine_time import machine_now
from chalicelib.http.access import Caller, Role
from chalicelib.http.access_refusals import TokenRefused
from chalicelib.http.authority import Authority, AuthorityKind

LIFETIME = timedelta(minutes=10)
LEEWAY_SECONDS = 30
MAX_CHARACTERS = 2048
TYPE = "at+jwt"
"""No other kind of token that the same key may ever sign is an access token (RFC 9068 §4)."""
INTRODUCING, INTRODUCED_FOR = "JWT", timedelta(minutes=5)
"""The type and the lifetime of tokens that tell a partner who somebody is."""
ES256 = ECDSA(SHA256())
"""The one algorithm (RFC 7518 §3.4): what a token's header says of it chooses nothing."""


class Tokens:
    """Issues and verifies the tokens of one deployment (`issuer` is the API's public address)."""

    def __init__(self, key: TokenKey, issuer: str) -> None:
        self._key = key
        self._issuer = issuer

    def issue(self, caller: Caller, now: datetime, *, not_after: datetime | None = None) -> str:
        """A token for `caller`, valid for ten minutes from `now` and never beyond `not_after` (machine time). One KMS
        call.
        """
        end = min(now + LIFETIME, not_after) if not_after else now + LIFETIME
        claims = {
            "iss": self._issuer,
            "aud": self._issuer,
            "sub": caller.id,
            "sid": caller.session_id,
            "role": caller.role,
            "level": caller.level,
            "dep": caller.department,
            "reg": caller.region,
            **({"client_id": caller.client_id, "chn": caller.channel} if caller.client_id else {}),
            **({"act": {"sub": caller.actor_id}} if caller.actor_id else {}),
            **({"aut": _claims_of(caller.authority)} if caller.authority else {}),
            "iat": int(now.timestamp()),
            "exp": int(end.timestamp()),
        }
        return self._signed(TYPE, claims)

    def introduce(
        self, *, audience: str, subject: str, level: int, authenticated_at: datetime, nonce: str, now: datetime
    ) -> str:
        """A token that tells `audience` who somebody is (OpenID Connect Core 1.0 §2); nothing can be done with it here.
        Times are machine time. One KMS call.
        """
        claims = {
            "iss": self._issuer,
            "aud": audience,
            "sub": subject,
            "acr": f"L{level}",
            "auth_time": int(authenticated_at.timestamp()),
            "nonce": nonce,
            "iat": int(now.timestamp()),
            "exp": int((now + INTRODUCED_FOR).timestamp()),
        }
        return self._signed(INTRODUCING, claims)

    def _signed(self, kind: str, claims: dict[str, Any]) -> str:
        header = {"alg": "ES256", "typ": kind, "kid": self.key_id}
        signing_input = f"{_encode(header)}.{_encode(claims)}"
        return f"{signing_input}.{_base64url(self._key.sign(signing_input.encode()))}"

    def verify(self, token: str) -> Caller:
        """Who `token` stands for. Raises `TokenRefused` for anything but a live token of ours."""
        if len(token) > MAX_CHARACTERS:
            raise TokenRefused
        try:
            return _caller_of(self._live_claims(token))
        except (InvalidSignature, ValueError, TypeError, KeyError, AttributeError) as error:
            raise TokenRefused from error

    def _live_claims(self, token: str) -> dict[str, Any]:
        """What our key has signed, and nothing of which is read before that is certain. Header and claims are those of
        an access token of ours (RFC 9068 §4), whose time it is (RFC 7519 §4.1, with the leeway).
        """
        signing_input, _, signature = token.rpartition(".")
        self._key.public_key.verify(_der(_decode(signature)), signing_input.encode("ascii"), ES256)
        header, claims = (json.loads(_decode(part)) for part in signing_input.split("."))
        if (header["alg"], header["typ"]) != ("ES256", TYPE) or "crit" in header:
            raise TokenRefused
        if (claims["iss"], claims["aud"]) != (self._issuer, self._issuer) or not isinstance(claims["sub"], str):
            raise TokenRefused
        now = machine_now().timestamp()
        if max(int(claims["iat"]), int(claims.get("nbf", 0))) > now + LEEWAY_SECONDS:
            raise TokenRefused
        if int(claims["exp"]) <= now - LEEWAY_SECONDS:
            raise TokenRefused
        return claims  # type: ignore[no-any-return] # an object: its members have been read

    @property
    def key_id(self) -> str:
        """Names the signing key in token headers and in the key set."""
        return self._key.key_id.rpartition("/")[2]

    def key_set(self) -> dict[str, Any]:
        """The public key as a JWK set (RFC 7517), for partners that verify our tokens."""
        numbers = self._key.public_key.public_numbers()
        x, y = (_base64url(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
        key = {"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.key_id, "x": x, "y": y}
        return {"keys": [key]}


def _claims_of(authority: Authority) -> dict[str, Any]:
    return {
        "kind": authority.kind,
        "id": authority.id,
        "items": authority.items,
        "powers": authority.powers,
        "until": authority.until,
    }


def _caller_of(claims: dict[str, Any]) -> Caller:
    return Caller(
        id=claims["sub"],
        role=Role(claims["role"]),
        level=int(claims["level"]),
        session_id=claims["sid"],
        department=claims["dep"],
        region=claims["reg"],
        actor_id=claims["act"]["sub"] if "act" in claims else "",
        authority=_authority_of(claims["aut"]) if "aut" in claims else None,
        client_id=claims.get("client_id", ""),
        channel=claims.get("chn", ""),
    )


def _authority_of(claims: dict[str, Any]) -> Authority:
    return Authority(
        kind=AuthorityKind(claims["kind"]),
        id=claims["id"],
        items=tuple(claims["items"]),
        powers=tuple(claims["powers"]),
        until=claims["until"],
    )


def _encode(part: dict[str, Any]) -> str:
    return _base64url(json.dumps(part, separators=(",", ":")).encode())


def _decode(part: str) -> bytes:
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)


def _der(signature: bytes) -> bytes:
    """The JWS form (r ‖ s, RFC 7518 §3.4) as the form that is verified."""
    if len(signature) != 2 * P256_BYTES:
        raise InvalidSignature
    r, s = (int.from_bytes(half, "big") for half in (signature[:P256_BYTES], signature[P256_BYTES:]))
    return encode_dss_signature(r, s)


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
