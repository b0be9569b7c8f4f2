"""The sandbox's issuer, asked over HTTP: discovery, key set, rotation, trouble."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.aws.counterparty_http import Refused
from chalicelib.parties.errors import FederatedTokenRefused, IssuerUnavailable
from chalicelib.parties.sources.oidc import FederatedTokens, Trust
from chalicelib.parties.sources.oidc_keys import IssuerKeys, fetch
from infra.sandbox.oidc import AUDIENCE, WRONG_TOKENS
from infra.sandbox.people import PEOPLE
from tests.unit.adapters.world import World, now, receiving

WANG = PEOPLE[0]
CLAIMS = {"name": "name", "id_number": "id_number", "mobile": "phone_number"}


def trust(world: World) -> Trust:
    return Trust(f"{world.url}/oidc", AUDIENCE, {"L2": 2, "L3": 3}, CLAIMS)


def verification(world: World, clock: Callable[[], datetime] = now) -> FederatedTokens:
    return FederatedTokens(trust(world), IssuerKeys(trust(world).issuer, fetch, clock), clock)


def minted(world: World, **body: Any) -> str:
    token: str = world.ask("POST", "/panel/oidc/tokens", {"id_number": WANG.id_number} | body, status=201)["token"]
    return token


@pytest.mark.parametrize("algorithm", ["ES256", "RS256"])
def test_a_persons_token_tells_who_they_are(world: World, algorithm: str) -> None:
    identity = verification(world).verify(minted(world, alg=algorithm, acr="L3", mobile="13800000001"))
    assert (identity.name, identity.id_number, identity.mobile) == (WANG.name, WANG.id_number, "13800000001")
    assert identity.level == 3
    assert WANG.id_number not in identity.subject
    assert identity.subject == verification(world).verify(minted(world)).subject


def test_a_member_of_staff_has_a_token_too(world: World) -> None:
    staff = {"id_number": None, "staff_number": "S-001", "name": "窗口示例", "mobile": "13900000001"}
    identity = verification(world).verify(minted(world, **staff, nonce="n"))
    assert (identity.name, identity.id_number, identity.mobile) == ("窗口示例", "", "13900000001")
    assert identity.subject != verification(world).verify(minted(world)).subject


@pytest.mark.parametrize("wrong", WRONG_TOKENS)
def test_a_wrong_token_is_refused(world: World, wrong: str) -> None:
    with pytest.raises(FederatedTokenRefused):
        verification(world).verify(minted(world, wrong=wrong))


def test_claims_can_be_replaced_and_left_out(world: World) -> None:
    token = minted(world, claims={"name": "别名", "id_number": None, "nonce": "n-1"})
    identity = verification(world).verify(token, nonce="n-1")
    assert (identity.name, identity.id_number) == ("别名", "")


def test_a_rotated_key_is_followed_and_the_old_one_forgotten(world: World) -> None:
    moved = [now()]
    tokens = verification(world, lambda: moved[0])
    before = minted(world)
    tokens.verify(before)
    world.ask("POST", "/panel/oidc/keys", {}, status=201)
    moved[0] += timedelta(minutes=2)
    tokens.verify(minted(world))
    with pytest.raises(FederatedTokenRefused):
        tokens.verify(before)


def test_a_key_that_is_kept_beside_the_new_one_stays_good(world: World) -> None:
    before = minted(world)
    world.ask("POST", "/panel/oidc/keys", {"keep": True}, status=201)
    for token in (before, minted(world)):
        verification(world).verify(token)


def test_an_issuer_that_is_down_or_silent_is_unavailable(world: World) -> None:
    token = minted(world)
    world.fault("oidc", unavailable=True)
    with pytest.raises(IssuerUnavailable):
        verification(world).verify(token)
    nowhere = FederatedTokens(trust(world), IssuerKeys("http://127.0.0.1:1", fetch, now), now)
    with pytest.raises(IssuerUnavailable):
        nowhere.verify(token)


def test_another_issuers_discovery_is_not_believed(world: World) -> None:
    other = replace(trust(world), issuer=f"{world.url}/oidc/")
    tokens = FederatedTokens(other, IssuerKeys(other.issuer, fetch, now), now)
    with pytest.raises(IssuerUnavailable):
        tokens.verify(minted(world, claims={"iss": other.issuer}))


@pytest.mark.parametrize("answer", [(404, b"{}"), (302, b""), (200, b"<html>"), (200, b"[]"), (200, b"{}")])
def test_an_answer_of_another_form_is_no_answer(world: World, answer: tuple[int, bytes]) -> None:
    with receiving() as other:
        other.answers = [answer]
        issuer = other.url
        tokens = FederatedTokens(replace(trust(world), issuer=issuer), IssuerKeys(issuer, fetch, now), now)
        with pytest.raises(IssuerUnavailable):
            tokens.verify(minted(world))


def test_addresses_are_asked_for_whole(world: World) -> None:
    with receiving() as other:
        other.answers = [(404, b"")]
        for address in (other.url, f"{other.url}/?a=b", f"{other.url}/x/"):
            with pytest.raises(Refused):
                fetch(address)
        assert len(other.received) == 3


@pytest.mark.parametrize(
    "body",
    [
        {"wrong": "in some way"},
        {"wrong": ["expired"]},
        {"alg": "HS256"},
        {"alg": ["ES256"]},
        {"claims": []},
        {"id_number": 5},
        {"staff_number": "S-1"},
    ],
)
def test_a_token_that_makes_no_sense_is_not_made(world: World, body: dict[str, Any]) -> None:
    world.ask("POST", "/panel/oidc/tokens", {"id_number": WANG.id_number} | body, status=400)


def test_nobody_is_given_a_token_whom_nobody_knows(world: World) -> None:
    world.ask("POST", "/panel/oidc/tokens", {"id_number": "46010120010101001X"}, status=404)
