"""Name and number against the population base; a face against the provider."""

import pytest

from chalicelib.aws.counterparty_http import Refused, SignedClient, Unavailable
from chalicelib.parties.sources.face import FaceProvider, FaceTokenUnknown
from chalicelib.parties.sources.population import IdentityMatch, PopulationBase
from infra.sandbox.people import PEOPLE, Person, check_character
from tests.unit.adapters.world import World, nonce, now

WANG = PEOPLE[0]


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.id_number)
def test_the_fictional_people_are_known(world: World, person: Person) -> None:
    assert world.population.check(person.name, person.id_number) is IdentityMatch.MATCH
    assert world.population.check("别人", person.id_number) is IdentityMatch.MISMATCH


def test_a_number_nobody_holds_does_not_match_until_it_is_registered(world: World) -> None:
    number = "46010120010101001" + check_character("46010120010101001")
    assert world.population.check("新人样例", number) is IdentityMatch.MISMATCH
    world.ask("POST", "/panel/people", {"name": "新人样例", "id_number": number}, status=201)
    assert world.population.check("新人样例", number) is IdentityMatch.MATCH


def test_a_malformed_number_can_neither_be_registered_nor_checked(world: World) -> None:
    world.ask("POST", "/panel/people", {"name": "新人样例", "id_number": "460101200101010011"}, status=400)
    assert world.population.check("新人样例", "460101200101010011") is IdentityMatch.UNAVAILABLE


def test_no_clear_answer_is_never_a_pass(world: World) -> None:
    world.fault("population", unavailable=True)
    assert world.population.check(WANG.name, WANG.id_number) is IdentityMatch.UNAVAILABLE
    unreachable = PopulationBase(world.client("population"), "http://127.0.0.1:1", now=now, nonce=nonce)
    assert unreachable.check(WANG.name, WANG.id_number) is IdentityMatch.UNAVAILABLE
    stranger = PopulationBase(world.client("face"), world.url, now=now, nonce=nonce)
    assert stranger.check(WANG.name, WANG.id_number) is IdentityMatch.UNAVAILABLE


def face_token(world: World, person: Person) -> str:
    token: str = world.ask("POST", "/face/sessions", {"id_number": person.id_number}, status=201)["token"]
    return token


def test_a_face_check_proves_who_it_was_made_of(world: World) -> None:
    result = world.face.result(face_token(world, WANG), WANG.id_number)
    assert (result.passed, result.of_this_person, result.proves_identity) == (True, True, True)


def test_somebody_elses_face_proves_nothing(world: World) -> None:
    result = world.face.result(face_token(world, PEOPLE[1]), WANG.id_number)
    assert (result.passed, result.of_this_person, result.proves_identity) == (True, False, False)


def test_a_failed_check_proves_nothing(world: World) -> None:
    fails = next(person for person in PEOPLE if not person.face_passes)
    result = world.face.result(face_token(world, fails), fails.id_number)
    assert (result.passed, result.proves_identity) == (False, False)


def test_a_token_is_answered_once(world: World) -> None:
    token = face_token(world, WANG)
    world.face.result(token, WANG.id_number)
    for used_or_invented in (token, "invented", "../../panel/people"):
        with pytest.raises(FaceTokenUnknown):
            world.face.result(used_or_invented, WANG.id_number)


def test_a_face_provider_that_is_down_leaves_the_token_usable(world: World) -> None:
    token = face_token(world, WANG)
    world.fault("face", unavailable=True)
    with pytest.raises(Unavailable):
        world.face.result(token, WANG.id_number)
    world.no_fault("face")
    assert world.face.result(token, WANG.id_number).proves_identity


def test_a_stranger_is_told_nothing(world: World) -> None:
    stranger = FaceProvider(world.client("sms"), world.url, now=now, nonce=nonce)
    with pytest.raises(Refused) as refusal:
        stranger.result(face_token(world, WANG), WANG.id_number)
    assert refusal.value.code == "CLIENT_UNKNOWN"


@pytest.mark.parametrize("answer", [{}, {"result": "PASS"}, {"result": "PASS", "id_number_digest": "x", "score": []}])
def test_an_answer_of_another_form_is_no_answer(
    world: World, answer: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SignedClient, "call", lambda *_: answer)
    with pytest.raises(Unavailable):
        world.face.result("token", WANG.id_number)
    assert world.population.check(WANG.name, WANG.id_number) is IdentityMatch.UNAVAILABLE
