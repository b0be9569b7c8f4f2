"""An issuer in memory: its addresses are answered by a dictionary, its clock stands still until it is moved."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from chalicelib.aws.counterparty_http import Unavailable
from chalicelib.parties.sources.oidc import FederatedTokens, Trust
from chalicelib.parties.sources.oidc_keys import DISCOVERY, IssuerKeys
from infra.sandbox.oidc_tokens import ES256, Key, new_key, public_jwk, sign

ISSUER, AUDIENCE = "https://issuer.test/auth", "bujianmian"
KEY_SET = "https://keys.test/set?of=issuer"
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TRUST = Trust(ISSUER, AUDIENCE, {"L2": 2, "L3": 3}, {"name": "name", "id_number": "id_number", "mobile": "phone"})


@cache
def key_of(algorithm: str) -> Key:
    return new_key(algorithm)


@dataclass
class Issuer:
    keys: list[Any] = field(default_factory=lambda: [public_jwk(key_of(ES256))])
    described: dict[str, Any] = field(default_factory=lambda: {"issuer": ISSUER, "jwks_uri": KEY_SET})
    instant: datetime = NOW
    down: bool = False
    asked: list[str] = field(default_factory=list)

    def fetch(self, address: str) -> dict[str, Any]:
        self.asked.append(address)
        answers: dict[str, dict[str, Any]] = {ISSUER + DISCOVERY: self.described, KEY_SET: {"keys": self.keys}}
        if self.down or address not in answers:
            raise Unavailable(address)
        return answers[address]

    def now(self) -> datetime:
        return self.instant

    def move(self, **by: float) -> None:
        self.instant += timedelta(**by)

    @property
    def looks(self) -> int:
        """How often its key set was read."""
        return self.asked.count(KEY_SET)

    def key_cache(self) -> IssuerKeys:
        return IssuerKeys(ISSUER, self.fetch, self.now)

    def verification(self, trust: Trust = TRUST) -> FederatedTokens:
        return FederatedTokens(trust, self.key_cache(), self.now)

    def claims(self, **otherwise: Any) -> dict[str, Any]:
        """What a good token of this moment says; None leaves a claim out."""
        now = int(self.instant.timestamp())
        usual = {"iss": ISSUER, "aud": AUDIENCE, "sub": "person-1", "iat": now, "exp": now + 300, "acr": "L2"}
        return {name: value for name, value in (usual | otherwise).items() if value is not None}

    def token(self, **otherwise: Any) -> str:
        return sign(self.claims(**otherwise), key_of(ES256))
