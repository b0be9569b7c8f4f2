"""Which tokens of another issuer are taken, and what they tell. No network here."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chalicelib.parties.errors import FederatedTokenRefused, IssuerUnavailable
from chalicelib.parties.sources.oidc import FederatedIdentity, Trust, federated_tokens
from infra.sandbox.oidc import WRONG_TOKENS
from infra.sandbox.oidc_tokens import ES256, RS256, new_key, public_jwk, sign
from tests.support.issuers import AUDIENCE, ISSUER, NOW, TRUST, Issuer, key_of
from tests.support.platform import SETTINGS, FakePlatform

STAMP = int(NOW.timestamp())


def refused(issuer: Issuer, token: str, nonce: str | None = None) -> bool:
    """Rather than accepted; any other error is a failure of the test."""
    try:
        issuer.verification().verify(token, nonce)
    except FederatedTokenRefused:
        return True
    return False


def test_a_good_token_tells_who_and_how_well_known() -> None:
    issuer = Issuer()
    told = {"name": "王示例", "id_number": "460105199003072215", "phone": "13800000001"}
    identity = issuer.verification().verify(issuer.token(**told, acr="L3", auth_time=STAMP - 600))
    expected = FederatedIdentity("person-1", 3, NOW - timedelta(minutes=10), *told.values())
    assert identity == expected
    assert not any(value in repr(identity) for value in told.values())


def test_what_is_not_told_is_empty_and_what_was_not_asked_for_is_not_read() -> None:
    issuer = Issuer()
    silent = issuer.verification().verify(issuer.token(name=["no text"]))
    assert (silent.name, silent.id_number, silent.mobile, silent.authenticated_at) == ("", "", "", NOW)
    told = issuer.token(name="王示例", id_number="460105199003072215")
    assert issuer.verification(replace(TRUST, claims={})).verify(told) == silent


@pytest.mark.parametrize(("acr", "level"), [("L2", 2), ("L3", 3), ("L9", 1), (None, 1), (3, 1), (["L3"], 1)])
def test_a_level_that_we_know_nothing_of_is_the_least(acr: Any, level: int) -> None:
    issuer = Issuer()
    assert issuer.verification().verify(issuer.token(acr=acr)).level == level


@pytest.mark.parametrize("algorithm", [ES256, RS256])
def test_both_algorithms_are_verified(algorithm: str) -> None:
    key = key_of(algorithm)
    issuer = Issuer(keys=[public_jwk(key)])
    assert issuer.verification().verify(sign(issuer.claims(), key)).subject == "person-1"


@pytest.mark.parametrize("wrong", WRONG_TOKENS)
@pytest.mark.parametrize("algorithm", [ES256, RS256])
def test_every_kind_of_wrong_token_is_refused(wrong: str, algorithm: str) -> None:
    key = key_of(algorithm)
    issuer = Issuer(keys=[public_jwk(key)])
    assert refused(issuer, WRONG_TOKENS[wrong](issuer.claims(), key))


WRONG_CLAIMS: list[dict[str, Any]] = [
    {"iss": None},
    {"iss": ISSUER + "/"},
    {"aud": None},
    {"aud": []},
    {"aud": AUDIENCE.upper()},
    {"aud": ["another", "third"]},
    {"aud": [AUDIENCE, "another"]},
    {"aud": [AUDIENCE, "another"], "azp": "another"},
    {"azp": "another"},
    {"aud": {"bujianmian": 1}},
    {"sub": None},
    {"sub": ""},
    {"sub": 1},
    {"sub": "x" * 256},
    {"iat": None},
    {"exp": None},
    {"exp": STAMP - 60},
    {"exp": float("nan")},
    {"exp": float("inf")},
    {"exp": 10**400},
    {"exp": str(STAMP + 300)},
    {"exp": True},
    {"iat": STAMP + 61},
    {"iat": -1},
    {"iat": [STAMP]},
    {"nbf": STAMP + 61},
    {"nbf": "soon"},
    {"nbf": False},
    {"auth_time": STAMP + 61},
    {"auth_time": float("-inf")},
]


@pytest.mark.parametrize("claims", WRONG_CLAIMS, ids=str)
def test_a_wrong_or_missing_claim_is_refused(claims: dict[str, Any]) -> None:
    issuer = Issuer()
    assert refused(issuer, issuer.token(**claims))


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": STAMP - 59},
        {"iat": STAMP + 60},
        {"nbf": STAMP + 60},
        {"exp": STAMP + 0.5},
        {"aud": [AUDIENCE]},
        {"aud": [AUDIENCE, "another"], "azp": AUDIENCE},
    ],
    ids=str,
)
def test_clocks_may_differ_by_a_minute_and_audiences_may_be_several(claims: dict[str, Any]) -> None:
    issuer = Issuer()
    assert not refused(issuer, issuer.token(**claims))


WRONG_HEADERS: list[dict[str, Any]] = [
    {"alg": "RS256"},
    {"alg": "ES384"},
    {"alg": "none"},
    {"alg": ["ES256"]},
    {"alg": None},
    {"kid": None},
    {"kid": 7},
    {"kid": ["x"]},
    {"typ": "logout+jwt"},
    {"typ": "at+jwt"},
    {"crit": ["b64"], "b64": True},
    {"crit": ["exp"]},
]


@pytest.mark.parametrize("header", WRONG_HEADERS, ids=str)
def test_a_header_that_promises_something_else_is_refused(header: dict[str, Any]) -> None:
    issuer = Issuer()
    assert refused(issuer, sign(issuer.claims(), key_of(ES256), **header))


def test_a_key_that_the_token_brings_along_counts_for_nothing() -> None:
    issuer, own = Issuer(), new_key(ES256)
    assert refused(issuer, sign(issuer.claims(), own, jwk=public_jwk(own), jku="https://thief.test/keys"))
    assert not any("thief" in address for address in issuer.asked)


def test_an_algorithm_that_we_never_take_asks_nobody() -> None:
    issuer = Issuer()
    for wrong in ("alg_none", "hs256_public_key"):
        assert refused(issuer, WRONG_TOKENS[wrong](issuer.claims(), key_of(ES256)))
    assert issuer.asked == []


def deep(levels: int) -> str:
    brackets = "[" * levels
    return base64.urlsafe_b64encode(brackets.encode()).decode().rstrip("=")


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "é.é.é", "e30.e30.", deep(6000), f"{deep(5000)}.e30.e30"])
def test_what_is_no_token_is_refused(token: str) -> None:
    assert refused(Issuer(), token)


def test_brackets_without_end_inside_a_signed_token_are_refused() -> None:
    header = base64.urlsafe_b64encode(json.dumps({"alg": ES256, "kid": key_of(ES256)["kid"]}).encode()).decode()
    assert refused(Issuer(), f"{header.rstrip('=')}.{deep(5000)}.{'A' * 86}")


def test_a_token_has_at_most_eight_kilobytes() -> None:
    issuer = Issuer()
    assert not refused(issuer, issuer.token(padding="x" * 5000))
    assert refused(issuer, issuer.token(padding="x" * 8192))


def test_a_nonce_that_was_given_comes_back() -> None:
    issuer = Issuer()
    token = issuer.token(nonce="随机")
    assert not refused(issuer, token)
    assert not refused(issuer, token, "随机")
    assert refused(issuer, token, "another")
    assert refused(issuer, issuer.token(), "随机")
    assert refused(issuer, issuer.token(nonce=5), "5")


@given(place=some.integers(min_value=0), character=some.sampled_from("AZaz09-_."))
def test_no_character_of_a_token_can_be_changed(place: int, character: str) -> None:
    issuer = Issuer()
    token = issuer.token()
    place %= len(token) - 1  # the last one has bits that mean nothing
    changed = token[:place] + character + token[place + 1 :]
    assert changed == token or refused(issuer, changed)


def test_nobody_can_tell_while_the_issuer_is_down() -> None:
    issuer = Issuer(down=True)
    with pytest.raises(IssuerUnavailable):
        issuer.verification().verify(issuer.token())


def test_a_deployment_without_an_issuer_takes_no_tokens() -> None:
    assert federated_tokens(FakePlatform()) is None


def test_what_a_deployment_trusts_is_in_its_settings() -> None:
    settings = replace(
        SETTINGS,
        oidc_issuer=ISSUER,
        oidc_audience=AUDIENCE,
        oidc_levels="L2=2,urn:level=high=3",
        oidc_claims="name=full_name,mobile=phone_number",
    )
    expected = Trust(ISSUER, AUDIENCE, {"L2": 2, "urn:level=high": 3}, {"name": "full_name", "mobile": "phone_number"})
    assert Trust.by(settings) == expected
    cloud = FakePlatform(settings)
    assert federated_tokens(cloud) is federated_tokens(cloud) is not None
    with pytest.raises(ValueError, match="meant for"):
        Trust.by(replace(settings, oidc_audience=""))
