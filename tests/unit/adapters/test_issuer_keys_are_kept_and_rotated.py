"""How long the keys of an issuer are believed, and how often it is asked for them."""

from typing import Any

import pytest

from chalicelib.aws.counterparty_http import Unavailable
from chalicelib.parties.sources.oidc_keys import IssuerKeys
from infra.sandbox.oidc_tokens import ES256, RS256, Key, new_key, public_jwk
from tests.support.issuers import ISSUER, KEY_SET, Issuer, key_of

OLD = key_of(ES256)


def knows(keys: IssuerKeys, key: Key) -> bool:
    return keys.find(key["kid"], key["alg"]) is not None


def test_keys_are_read_once_an_hour() -> None:
    issuer = Issuer()
    keys = issuer.key_cache()
    assert all(knows(keys, OLD) for _ in range(9))
    issuer.move(minutes=59)
    assert (knows(keys, OLD), issuer.looks) == (True, 1)
    issuer.move(minutes=1)
    assert (knows(keys, OLD), issuer.looks) == (True, 2)


def test_a_new_key_is_found_at_once() -> None:
    issuer, new = Issuer(), new_key(ES256)
    keys = issuer.key_cache()
    assert knows(keys, OLD)
    issuer.keys.append(public_jwk(new))
    issuer.move(minutes=2)
    assert knows(keys, new)


def test_whoever_invents_keys_makes_us_ask_once_a_minute() -> None:
    issuer = Issuer()
    keys = issuer.key_cache()
    for _ in range(30):
        assert not knows(keys, new_key(ES256))
        issuer.move(seconds=10)
    assert issuer.looks <= 6
    assert knows(keys, OLD)


def test_a_withdrawn_key_is_accepted_no_longer_than_an_hour() -> None:
    issuer, new = Issuer(), new_key(ES256)
    keys = issuer.key_cache()
    assert knows(keys, OLD)
    issuer.keys = [public_jwk(new)]
    issuer.move(minutes=59)
    assert knows(keys, OLD)
    issuer.move(minutes=1)
    assert not knows(keys, OLD)
    assert knows(keys, new)


def test_a_withdrawn_key_is_gone_as_soon_as_its_successor_was_seen() -> None:
    issuer, new = Issuer(), new_key(ES256)
    keys = issuer.key_cache()
    assert knows(keys, OLD)
    issuer.keys = [public_jwk(new)]
    issuer.move(minutes=2)
    assert (knows(keys, new), knows(keys, OLD)) == (True, False)


def test_an_issuer_that_is_down_is_missed_only_when_its_keys_are_old() -> None:
    issuer = Issuer()
    keys = issuer.key_cache()
    assert knows(keys, OLD)
    issuer.down = True
    issuer.move(minutes=30)
    assert knows(keys, OLD)
    with pytest.raises(Unavailable):
        keys.find("another", ES256)
    assert knows(keys, OLD)
    issuer.move(minutes=30)
    for _ in range(9):
        with pytest.raises(Unavailable):
            keys.find(OLD["kid"], ES256)
    assert len(issuer.asked) == 4, "two when all was well, one for another key, one for the old one"
    issuer.down = False
    issuer.move(seconds=5)
    assert knows(keys, OLD)


@pytest.mark.parametrize(
    "described",
    [
        {},
        {"issuer": ISSUER},
        {"issuer": ISSUER + "/", "jwks_uri": KEY_SET},
        {"issuer": "https://other.test", "jwks_uri": KEY_SET},
        {"issuer": ISSUER, "jwks_uri": "http://keys.test/set"},
        {"issuer": ISSUER, "jwks_uri": "http://127.0.0.1/set"},
        {"issuer": ISSUER, "jwks_uri": "file:///etc/keys"},
        {"issuer": ISSUER, "jwks_uri": "https://[keys"},
        {"issuer": ISSUER, "jwks_uri": ["https://keys.test/set"]},
    ],
)
def test_what_is_discovered_must_be_the_issuers_own_and_safe(described: dict[str, Any]) -> None:
    issuer = Issuer(described=described)
    with pytest.raises(Unavailable):
        issuer.key_cache().find(OLD["kid"], ES256)
    assert issuer.looks == 0


@pytest.mark.parametrize("address", ["http://issuer.test", "ftp://issuer.test", "issuer.test", "https://", ""])
def test_an_issuer_is_spoken_to_over_tls(address: str) -> None:
    with pytest.raises(ValueError, match="https"):
        IssuerKeys(address, Issuer().fetch, Issuer().now)


def unusable() -> list[Any]:
    point, rsa = public_jwk(key_of(ES256)), public_jwk(key_of(RS256))
    return [
        "no key",
        {},
        point | {"kid": 1},
        point | {"kid": ""},
        point | {"use": "enc"},
        point | {"alg": "RS256"},
        point | {"alg": "HS256"},
        point | {"crv": "P-384"},
        point | {"crv": None},
        point | {"x": point["y"]},
        point | {"x": "!"},
        point | {"d": point["x"]},
        point | {"kty": "oct", "k": "c2VjcmV0", "alg": "HS256"},
        point | {"kty": ["EC"]},
        rsa | {"n": rsa["n"][:170]},
        rsa | {"n": 5},
        rsa | {"alg": "PS256"},
        {name: value for name, value in rsa.items() if name != "n"},
    ]


@pytest.mark.parametrize("member", unusable())
def test_a_key_that_we_do_not_verify_with_spoils_none_of_the_others(member: Any) -> None:
    good = new_key(ES256)
    keys = Issuer(keys=[member, public_jwk(good)]).key_cache()
    assert knows(keys, good)
    for other in (OLD, key_of(RS256)):
        assert not knows(keys, other)
        assert keys.find(other["kid"], "HS256") is None


def test_a_key_serves_one_algorithm() -> None:
    rsa = key_of(RS256)
    keys = Issuer(keys=[public_jwk(OLD), public_jwk(rsa)]).key_cache()
    assert (knows(keys, OLD), knows(keys, rsa)) == (True, True)
    assert (keys.find(OLD["kid"], RS256), keys.find(rsa["kid"], ES256)) == (None, None)


@pytest.mark.parametrize("members", [None, {}, "keys", 1])
def test_what_is_no_key_set_is_no_answer(members: Any) -> None:
    with pytest.raises(Unavailable):
        Issuer(keys=members).key_cache().find(OLD["kid"], ES256)
