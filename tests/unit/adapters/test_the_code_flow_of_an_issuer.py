"""The whole way over HTTP with the sandbox's issuer: its page, its code, its token endpoint, our verification."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import urllib3

from chalicelib.aws.platform import Platform
from chalicelib.parties.errors import FederatedTokenRefused, IssuerUnavailable
from chalicelib.parties.federation.attempts import Attempt
from chalicelib.parties.sources.oidc_code import Federation, federation_of
from infra.sandbox.oidc import AUDIENCE
from infra.sandbox.people import PEOPLE
from tests.support.platform import SETTINGS, FakePlatform
from tests.unit.adapters.world import World, now

WANG = PEOPLE[0]
PAGE = "http://127.0.0.1:5173/signed-in"


@pytest.fixture
def cloud(world: World) -> FakePlatform:
    settings = replace(
        SETTINGS,
        oidc_issuer=f"{world.url}/oidc",
        oidc_audience=AUDIENCE,
        oidc_levels="L2=2,L3=3",
        oidc_claims="name=name,id_number=id_number,mobile=phone_number,staff_id=staff_number",
        oidc_redirect_uri=PAGE,
    )
    platform = FakePlatform(settings)
    platform.secrets.counterparties = world.secret
    return platform


def federation(cloud: Platform) -> Federation:
    found = federation_of(cloud)
    assert found is not None
    return found


def address_of(cloud: FakePlatform, attempt: Attempt) -> str:
    return federation(cloud).authorization_url(attempt.state, attempt.nonce, attempt.challenge)


def returned(address: str, hint: str, acr: str = "L3") -> dict[str, str]:
    """Where the issuer sends the browser."""
    answer = urllib3.request("GET", f"{address}&login_hint={hint}&acr_values={acr}", redirect=False)
    assert (answer.status, answer.headers["Location"].partition("?")[0]) == (302, PAGE)
    return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))


@pytest.mark.parametrize(
    ("hint", "expected"),
    [
        (WANG.id_number, {"name": WANG.name, "id_number": WANG.id_number, "staff_id": ""}),
        ("staff:S-001:%E5%91%A8%E8%B4%9F%E8%B4%A3", {"name": "周负责", "id_number": "", "staff_id": "S-001"}),
    ],
)
def test_a_code_becomes_a_token_that_tells_who_signed_in(
    cloud: FakePlatform, hint: str, expected: dict[str, Any]
) -> None:
    attempt = Attempt.begin(cloud.secrets, now())
    back = returned(address_of(cloud, attempt), hint)
    assert back["state"] == attempt.state
    token = federation(cloud).id_token(back["code"], attempt.verifier)
    identity = federation(cloud).tokens.verify(token, nonce=attempt.nonce)
    assert {name: getattr(identity, name) for name in expected} == expected
    assert identity.level == 3
    with pytest.raises(FederatedTokenRefused):
        federation(cloud).id_token(back["code"], attempt.verifier)


def test_a_code_is_nothing_without_its_verifier(cloud: FakePlatform) -> None:
    attempt, other = (Attempt.begin(cloud.secrets, now()) for _ in range(2))
    back = returned(address_of(cloud, attempt), WANG.id_number)
    with pytest.raises(FederatedTokenRefused):
        federation(cloud).id_token(back["code"], other.verifier)


def test_a_wrong_secret_is_our_mistake_and_not_the_persons(cloud: FakePlatform) -> None:
    cloud.secrets.counterparties = {"oidc": {"client_secret": "wrong"}}
    with pytest.raises(IssuerUnavailable):
        federation(cloud).id_token("code", "verifier")


def test_without_a_hint_the_page_lists_the_people(cloud: FakePlatform) -> None:
    address = address_of(cloud, Attempt.begin(cloud.secrets, now()))
    assert WANG.name in urllib3.request("GET", address).data.decode()


def test_the_issuer_does_not_know_other_clients(cloud: FakePlatform) -> None:
    address = address_of(cloud, Attempt.begin(cloud.secrets, now())).replace(AUDIENCE, "another")
    assert urllib3.request("GET", address + "&login_hint=x").status == 400
