"""A person's digital certificate, by the certificate authority's word."""

import pytest

from chalicelib.aws.counterparty_http import Refused, SignedClient, Unavailable
from chalicelib.parties.sources.ca import CertificateAuthority
from chalicelib.parties.sources.device_checks import DeviceTokenUnknown
from infra.sandbox.people import PEOPLE, Person
from tests.unit.adapters.world import World, nonce, now

WANG = PEOPLE[0]


def ca_token(world: World, person: Person) -> str:
    token: str = world.ask("POST", "/ca/sessions", {"id_number": person.id_number}, status=201)["token"]
    return token


def test_a_certificate_proves_whose_it_is(world: World) -> None:
    result = world.ca.result(ca_token(world, WANG), WANG.id_number)
    assert (result.passed, result.of_this_person, result.proves_identity) == (True, True, True)


def test_somebody_elses_certificate_proves_nothing(world: World) -> None:
    result = world.ca.result(ca_token(world, PEOPLE[1]), WANG.id_number)
    assert (result.passed, result.of_this_person, result.proves_identity) == (True, False, False)


def test_whoever_holds_no_certificate_does_not_pass(world: World) -> None:
    without = next(person for person in PEOPLE if not person.holds_certificate)
    result = world.ca.result(ca_token(world, without), without.id_number)
    assert (result.passed, result.of_this_person, result.proves_identity) == (False, True, False)


def test_a_token_is_answered_once_and_by_the_provider_that_gave_it(world: World) -> None:
    used, of_the_face = ca_token(world, WANG), world.ask("POST", "/face/sessions", {"id_number": "x"}, status=201)
    world.ca.result(used, WANG.id_number)
    for token in (used, of_the_face["token"], "invented", "../../panel/people"):
        with pytest.raises(DeviceTokenUnknown):
            world.ca.result(token, WANG.id_number)


def test_an_authority_that_is_down_leaves_the_token_usable(world: World) -> None:
    token = ca_token(world, WANG)
    world.fault("ca", unavailable=True)
    with pytest.raises(Unavailable):
        world.ca.result(token, WANG.id_number)
    world.no_fault("ca")
    assert world.ca.result(token, WANG.id_number).proves_identity


def test_a_stranger_is_told_nothing(world: World) -> None:
    stranger = CertificateAuthority(world.client("face"), world.url, now=now, nonce=nonce)
    with pytest.raises(Refused) as refusal:
        stranger.result(ca_token(world, WANG), WANG.id_number)
    assert refusal.value.code == "CLIENT_UNKNOWN"


@pytest.mark.parametrize("answer", [{}, {"result": "PASS"}, {"id_number_digest": "x"}, {"id_number_digest": "字"}])
def test_an_answer_of_another_form_is_no_answer(
    world: World, answer: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SignedClient, "call", lambda *_: answer)
    with pytest.raises(Unavailable):
        world.ca.result("token", WANG.id_number)
