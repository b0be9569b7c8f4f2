"""The keys of an OpenID Connect issuer: discovered, kept for an hour, read again when an unknown one is used."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import jwt

from chalicelib.aws.counterparty_http import CounterpartyHttp, Document, Unavailable

KEPT = timedelta(hours=1)
"""A key that the issuer has withdrawn is accepted no longer than this."""
BETWEEN_LOOKS = timedelta(minutes=1)
"""Whoever invents key identifiers makes us ask the issuer no more often than this."""
BETWEEN_TRIES = timedelta(seconds=5)
"""With no keys at hand, an issuer that does not answer is tried no more often than this: each try may take seconds."""
ALGORITHM_OF = {"RSA": "RS256", "EC": "ES256"}
"""The one algorithm for each type of key: nothing symmetric, and never none."""
CURVE, LEAST_RSA_BITS = "P-256", 2048
LOOPBACK = ("127.0.0.1", "localhost", "::1")
DISCOVERY = "/.well-known/openid-configuration"
PATIENTLY = {"Accept": "application/json"}
Keys = Mapping[tuple[str, str], jwt.PyJWK]
Fetch = Callable[[str], Document]


class IssuerKeys:
    """`fetch` reads a JSON object from an address or raises Unavailable; `now` is the machine's time."""

    def __init__(self, issuer: str, fetch: Fetch, now: Callable[[], datetime]) -> None:
        if not is_safe(issuer, loopback=True):
            raise ValueError("the issuer's address has to begin with https://")
        self._issuer, self._fetch, self._now = issuer, fetch, now
        self._keys: Keys = {}
        self._read_at: datetime | None = None
        self._asked_at: datetime | None = None

    def find(self, key_id: str, algorithm: str) -> jwt.PyJWK | None:
        """The issuer's key for this algorithm, None if it has none. Raises Unavailable when nobody can tell."""
        now = self._now()
        outdated = self._read_at is None or now - self._read_at >= KEPT
        if outdated or (key_id, algorithm) not in self._keys:
            self._look_again(now, outdated)
        return self._keys.get((key_id, algorithm))

    def _look_again(self, now: datetime, outdated: bool) -> None:
        pause = BETWEEN_TRIES if outdated else BETWEEN_LOOKS
        if self._asked_at is None or now - self._asked_at >= pause:
            self._asked_at = now
            self._keys = _usable(self._fetch(self._key_set_address()))
            self._read_at = now
        elif outdated:
            raise Unavailable("the issuer did not answer a moment ago")

    def _key_set_address(self) -> str:
        return _address_in(_described(self._issuer, self._fetch), "jwks_uri", self._issuer)


class IssuerAddresses:
    """Where the issuer is asked for what: discovered, and kept for an hour. Arguments as for `IssuerKeys`."""

    def __init__(self, issuer: str, fetch: Fetch, now: Callable[[], datetime]) -> None:
        self._issuer, self._fetch, self._now = issuer, fetch, now
        self._described: Document = {}
        self._asked_at: datetime | None = None

    def of(self, name: str) -> str:
        """The address that the issuer calls `name`. Raises Unavailable."""
        now = self._now()
        pause = KEPT if self._described else BETWEEN_TRIES
        if self._asked_at is None or now - self._asked_at >= pause:
            self._asked_at, self._described = now, {}
            self._described = _described(self._issuer, self._fetch)
        return _address_in(self._described, name, self._issuer)


def _described(issuer: str, fetch: Fetch) -> Document:
    """The discovery document (OpenID Connect Discovery 1.0 §4). Raises Unavailable."""
    described = fetch(issuer.rstrip("/") + DISCOVERY)
    if described.get("issuer") != issuer:
        raise Unavailable("what was discovered is of another issuer")
    return described


def _address_in(described: Document, name: str, issuer: str) -> str:
    address = described.get(name)
    if not isinstance(address, str) or not is_safe(address, loopback=not issuer.startswith("https:")):
        raise Unavailable(f"{name} of the issuer is not safe")
    return address


def is_safe(address: str, *, loopback: bool) -> bool:
    """Nobody between can change what is read there: https, or where `loopback` is allowed this very machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (loopback and parts.scheme == "http" and host in LOOPBACK))


def fetch(address: str) -> Document:
    """Read a JSON object, with our usual patience and bounds. Raises Unavailable or Refused."""
    parts = urlsplit(address)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    return CounterpartyHttp(f"{parts.scheme}://{parts.netloc}").send("GET", target, PATIENTLY).document()


def _usable(key_set: Document) -> Keys:
    members = key_set.get("keys")
    if not isinstance(members, list):
        raise Unavailable("the answer is not a key set")
    keys = (_key(member) for member in members if isinstance(member, dict))
    return {(str(key.key_id), key.algorithm_name): key for key in keys if key is not None}


def _key(member: dict[str, Any]) -> jwt.PyJWK | None:
    """None for what we do not verify with: an issuer may have keys for other purposes in the same set."""
    algorithm = ALGORITHM_OF.get(str(member.get("kty")))
    named = isinstance(member.get("kid"), str) and member["kid"]
    for_signatures = member.get("use", "sig") == "sig" and member.get("alg", algorithm) == algorithm
    if algorithm is None or not named or not for_signatures or "d" in member:
        return None
    try:
        key = jwt.PyJWK(member, algorithm)
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        return None
    strong = member.get("crv") == CURVE if member["kty"] == "EC" else key.key.key_size >= LEAST_RSA_BITS
    return key if strong else None
