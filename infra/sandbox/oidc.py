"""An OpenID Connect issuer, as the province's unified authentication (统一身份认证) is one: discovery, keys, tokens.

Nobody types a password here: the panel has tokens made for whom it names.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug import Request

from infra.sandbox.errors import Refusal
from infra.sandbox.oidc_code import CodeFlow
from infra.sandbox.oidc_tokens import (
    ALGORITHMS,
    ES256,
    RS256,
    Key,
    new_key,
    public_jwk,
    sign,
    signed_with_public_key,
    unsigned,
)
from infra.sandbox.state import Document
from infra.sandbox.wire import Counterparty, Reply, Route, Surroundings, text

AUDIENCE, LIFETIME_SECONDS = "bujianmian", 300
HOUR = 3600
Wrong = Callable[[Document, Key], str]
WRONG_TOKENS: dict[str, Wrong] = {
    "other_audience": lambda claims, key: sign(claims | {"aud": "another-system"}, key),
    "other_issuer": lambda claims, key: sign(claims | {"iss": "https://issuer.invalid"}, key),
    "expired": lambda claims, key: sign(claims | {"iat": claims["iat"] - HOUR, "exp": claims["exp"] - HOUR}, key),
    "of_the_future": lambda claims, key: sign(claims | {"iat": claims["iat"] + HOUR, "exp": claims["exp"] + HOUR}, key),
    "alg_none": unsigned,
    "hs256_public_key": signed_with_public_key,
    "unknown_kid": lambda claims, key: sign(claims, key, kid="nobody-knows-this-key"),
    "forged": lambda claims, key: sign(claims, new_key(key["alg"]), kid=key["kid"]),
}
"""Tokens that nobody should accept, by what is wrong with them."""


class Oidc(Counterparty):
    name = "oidc"

    def __init__(self, around: Surroundings) -> None:
        self._around, self._state = around, around.state
        if not self._state.all("oidc_key"):
            for algorithm in ALGORITHMS:
                self._add_key(algorithm)
        secret = around.keys[self.name]["client_secret"]
        self._codes = CodeFlow(self._state, AUDIENCE, secret, self.mint, lambda: int(around.now().timestamp()))

    def routes(self) -> Iterable[Route]:
        return (
            ("GET", "/oidc/.well-known/openid-configuration", self.discovery),
            ("GET", "/oidc/jwks", self.key_set),
            ("GET", "/oidc/authorize", self._codes.authorize),
            ("POST", "/oidc/token", self.token),
        )

    def discovery(self, request: Request) -> Reply:
        issuer = issuer_of(request)
        described = {
            "issuer": issuer,
            "jwks_uri": f"{issuer}/jwks",
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ALGORITHMS,
            "acr_values_supported": ["L1", "L2", "L3", "L4"],
        }
        return Reply(described, effect="read")

    def key_set(self, _: Request) -> Reply:
        return Reply({"keys": [public_jwk(key) for key in self._state.all("oidc_key")]}, effect="read")

    def token(self, request: Request) -> Reply:
        return self._codes.token(request, issuer_of(request))

    def rotate(self, body: Document) -> Document:
        """The panel's way to a new key; the former ones of its algorithm leave the set unless `keep` is true."""
        algorithm = _algorithm(body)
        former = [key for key in self._state.all("oidc_key") if key["alg"] == algorithm]
        added = self._add_key(algorithm)
        for key in former if body.get("keep") is not True else ():
            self._state.remove("oidc_key", key["kid"])
        return {"kid": added["kid"], "alg": algorithm}

    def mint(self, issuer: str, body: Document) -> Document:
        """The panel's way to a token.

        `id_number` of a known person or `staff_number` with `name` · `alg` · `acr` · `claims` replaces claims, and
        those given as null are left out · `wrong` is one of WRONG_TOKENS.
        """
        wrong, key = body.get("wrong"), self._newest_key(_algorithm(body))
        if wrong is not None and str(wrong) not in WRONG_TOKENS:
            raise Refusal(400, "PARAM_ERROR", f"wrong: {', '.join(WRONG_TOKENS)}")
        replaced = body.get("claims", {})
        if not isinstance(replaced, dict):
            raise Refusal(400, "PARAM_ERROR", "claims: an object")
        stated = self._claims(issuer, body) | replaced
        claims = {name: value for name, value in stated.items() if value is not None}
        return {"token": WRONG_TOKENS.get(str(wrong), sign)(claims, key), "claims": claims}

    def _claims(self, issuer: str, body: Document) -> Document:
        now = int(self._around.now().timestamp())
        timely = {"iat": now, "auth_time": now, "exp": now + LIFETIME_SECONDS}
        return {"iss": issuer, "aud": AUDIENCE, "acr": body.get("acr", "L2"), **timely, **self._subject(body)}

    def _subject(self, body: Document) -> dict[str, Any]:
        mobile = {"phone_number": body["mobile"]} if "mobile" in body else {}
        if "staff_number" in body:
            number = text(body, "staff_number", 64)
            return {
                "sub": _pairwise(f"staff {number}"),
                "name": text(body, "name", 64),
                "staff_number": number,
                **mobile,
            }
        id_number = text(body, "id_number", 18)
        person = self._state.get("person", id_number)
        if person is None:
            raise Refusal(404, "PERSON_UNKNOWN", "nobody here has this id_number")
        return {"sub": _pairwise(id_number), "name": person["name"], "id_number": id_number, **mobile}

    def _newest_key(self, algorithm: str) -> Key:
        return [key for key in self._state.all("oidc_key") if key["alg"] == algorithm][-1]

    def _add_key(self, algorithm: str) -> Key:
        key = new_key(algorithm)
        self._state.put("oidc_key", key["kid"], key)
        return key


def issuer_of(request: Request) -> str:
    """Always the same, whatever name of the machine was called."""
    return f"http://127.0.0.1:{request.environ['SERVER_PORT']}/oidc"


def _algorithm(body: Document) -> str:
    algorithm: str = body.get("alg", ES256)
    if algorithm not in ALGORITHMS:
        raise Refusal(400, "PARAM_ERROR", f"alg: {RS256} or {ES256}")
    return algorithm


def _pairwise(who: str) -> str:
    """A subject that tells nothing about its bearer and is the same each time."""
    return hashlib.sha256(f"{AUDIENCE} {who}".encode()).hexdigest()[:32]
