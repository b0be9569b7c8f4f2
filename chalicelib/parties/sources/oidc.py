"""Tokens of another issuer: the province's unified authentication (统一身份认证), by OpenID Connect.

An ID token is taken as it was issued: signed by the issuer, for us, now. Nothing is asked about the bearer.
"""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import jwt
from jwt.types import Options

from chalicelib.aws.counterparty_http import Refused, Unavailable
from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.platform import Platform
from chalicelib.aws.settings import Settings
from chalicelib.parties.errors import FederatedTokenRefused, IssuerUnavailable
from chalicelib.parties.sources.oidc_keys import ALGORITHM_OF, IssuerKeys, fetch

MAX_CHARACTERS = 8192
SKEW_SECONDS = 60
ALGORITHMS = frozenset(ALGORITHM_OF.values())
TYPES = ("", "JWT")
"""An ID token says no more of its type; a logout token of the same issuer for us does (RFC 8725 §3.11)."""
LONGEST_SUBJECT = 255
LEAST_LEVEL = 1
LAST_SECOND = datetime(9999, 12, 31, tzinfo=UTC).timestamp()
OPTIONS: Options = {
    "require": ["iss", "aud", "sub", "exp", "iat"],
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
}
"""Times are compared here, with the clock that is given."""
WARM = "parties.sources.oidc"
NOT_A_TOKEN = (jwt.PyJWTError, ValueError, TypeError, KeyError)
"""What reading a token may end with."""
Claims = dict[str, Any]


@dataclass(frozen=True)
class Trust:
    """Whose tokens we take and what they are worth. `claims` says under which name the issuer tells what we ask."""

    issuer: str
    audience: str
    levels: Mapping[str, int] = field(default_factory=dict)
    claims: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def by(cls, settings: Settings) -> "Trust":
        """Raises ValueError for settings that make no sense."""
        levels = dict(pair.rsplit("=", 1) for pair in settings.oidc_levels.split(",") if pair)
        claims = dict(pair.split("=", 1) for pair in settings.oidc_claims.split(",") if pair)
        if not settings.oidc_audience:
            raise ValueError("an issuer is named, and not whom its tokens are meant for")
        numbered = {acr: int(level) for acr, level in levels.items()}
        return cls(settings.oidc_issuer, settings.oidc_audience, numbered, claims)


@dataclass(frozen=True)
class FederatedIdentity:
    """Whom the issuer vouches for; what it was not asked for or does not tell is empty.

    `subject` is the issuer's name for the person; `level` is 1 for an `acr` that we know nothing of.
    """

    subject: str
    level: int
    authenticated_at: datetime
    name: str = field(default="", repr=False)
    id_number: str = field(default="", repr=False)
    mobile: str = field(default="", repr=False)
    staff_id: str = ""


class FederatedTokens:
    """`now` is the machine's time."""

    def __init__(self, trust: Trust, keys: IssuerKeys, now: Callable[[], datetime]) -> None:
        self._trust, self._keys, self._now = trust, keys, now

    def verify(self, token: str, nonce: str | None = None) -> FederatedIdentity:
        """Who `token` stands for; it must carry `nonce`, where one was given to the issuer.

        Raises FederatedTokenRefused for anything but a live token for us, IssuerUnavailable when nobody can tell.
        """
        if len(token) > MAX_CHARACTERS:
            raise FederatedTokenRefused
        try:
            claims = self._claims(token)
            self._check_recipient(claims)
            _check_nonce(claims, nonce)
            return self._identity(claims)
        except (Unavailable, Refused) as error:
            raise IssuerUnavailable from error
        except NOT_A_TOKEN as error:
            raise FederatedTokenRefused from error

    def _claims(self, token: str) -> Claims:
        header = jwt.get_unverified_header(token)
        algorithm = header["alg"]
        if algorithm not in ALGORITHMS or str(header.get("typ", "")).upper() not in TYPES or "crit" in header:
            raise FederatedTokenRefused
        key = self._keys.find(header["kid"], algorithm)
        if key is None:
            raise FederatedTokenRefused
        return jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            audience=self._trust.audience,
            issuer=self._trust.issuer,
            options=OPTIONS,
        )

    def _check_recipient(self, claims: Claims) -> None:
        """A token for several recipients says which of them asked for it (OpenID Connect Core 1.0, 3.1.3.7)."""
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        asked_by = claims.get("azp", None if several else self._trust.audience)
        if asked_by != self._trust.audience:
            raise FederatedTokenRefused

    def _identity(self, claims: Claims) -> FederatedIdentity:
        now, issued = self._now().timestamp(), _seconds(claims, "iat")
        begins, ends = _seconds(claims, "nbf", issued), _seconds(claims, "exp")
        authenticated = _seconds(claims, "auth_time", issued)
        if ends <= now - SKEW_SECONDS or max(issued, begins, authenticated) > now + SKEW_SECONDS:
            raise FederatedTokenRefused
        if not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
            raise FederatedTokenRefused
        told = {wanted: _text(claims, name) for wanted, name in self._trust.claims.items()}
        level = self._trust.levels.get(_text(claims, "acr"), LEAST_LEVEL)
        return FederatedIdentity(claims["sub"], level, datetime.fromtimestamp(authenticated, UTC), **told)


def federated_tokens(cloud: Platform) -> FederatedTokens | None:
    """The deployment's verification, with its keys kept for the life of the process; None if no issuer is named."""
    if not cloud.settings.oidc_issuer:
        return None
    if WARM not in cloud.warm:
        trust = Trust.by(cloud.settings)
        cloud.warm[WARM] = FederatedTokens(trust, IssuerKeys(trust.issuer, fetch, machine_now), machine_now)
    kept: FederatedTokens = cloud.warm[WARM]
    return kept


def _check_nonce(claims: Claims, nonce: str | None) -> None:
    if nonce is not None and not hmac.compare_digest(_text(claims, "nonce").encode(), nonce.encode()):
        raise FederatedTokenRefused


def _seconds(claims: Claims, name: str, otherwise: float | None = None) -> float:
    """A NumericDate (RFC 7519); `otherwise` if the claim is absent. Raises for what is none, also for NaN."""
    value = claims.get(name, otherwise)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < LAST_SECOND:
        raise ValueError(name)
    return float(value)


def _text(claims: Claims, name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""
