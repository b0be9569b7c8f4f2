"""Who is registered as parent or guardian of a minor, by the population base."""

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.parties.sources.answer import Answer
from chalicelib.parties.sources.population import PopulationBase
from infra.sandbox.people import PEOPLE, check_character, under_age, well_formed
from tests.unit.adapters.world import World, nonce, now

CHILDREN = [person for person in PEOPLE if person.guardians]
GUARDIANSHIPS = [(guardian, child.id_number) for child in CHILDREN for guardian in child.guardians]
GUARDIAN, CHILD = GUARDIANSHIPS[0]
ELSEWHERE = "http://127.0.0.1:1"


def numbered(body: str) -> str:
    return body + check_character(body)


@pytest.mark.parametrize(("guardian", "child"), GUARDIANSHIPS)
def test_registered_guardians_are_known(world: World, guardian: str, child: str) -> None:
    assert world.population.guardianship(guardian, child) is Answer.MATCH
    assert world.population.guardianship(child, guardian) is Answer.MISMATCH


def test_nobody_else_is_the_guardian(world: World) -> None:
    strangers = [person.id_number for person in PEOPLE if person.id_number not in CHILDREN[0].guardians]
    assert {world.population.guardianship(one, CHILD) for one in strangers} == {Answer.MISMATCH}
    assert world.population.guardianship(GUARDIAN, numbered("46010120150101001")) is Answer.MISMATCH


def test_children_have_valid_numbers_and_guardians_among_the_people() -> None:
    adults = {person.id_number for person in PEOPLE if not person.guardians}
    assert len(CHILDREN) == 2
    for child in CHILDREN:
        assert well_formed(child.id_number)
        assert set(child.guardians) <= adults


def test_a_birth_is_registered_on_the_panel_and_a_guardian_can_change(world: World) -> None:
    number, born = numbered("46010120200101001"), {"name": "新生样例"}
    for guardians in ([GUARDIAN], [PEOPLE[2].id_number]):
        world.ask("POST", "/panel/people", born | {"id_number": number, "guardians": guardians}, status=201)
        assert world.population.guardianship(guardians[0], number) is Answer.MATCH
    assert world.population.guardianship(GUARDIAN, number) is Answer.MISMATCH
    for wrong in ("46010119900307221", ["1"], [1], {}):
        world.ask("POST", "/panel/people", born | {"id_number": number, "guardians": wrong}, status=400)


def test_whoever_is_of_age_has_no_guardian(world: World) -> None:
    adult = {"name": "成年样例", "id_number": numbered("46010120000101001"), "guardians": [GUARDIAN]}
    world.ask("POST", "/panel/people", adult, status=201)
    assert world.population.guardianship(GUARDIAN, str(adult["id_number"])) is Answer.MISMATCH


@pytest.mark.parametrize(("today", "minor"), [(date(2033, 5, 31), True), (date(2033, 6, 1), False)])
def test_one_comes_of_age_on_the_eighteenth_birthday(today: date, minor: bool) -> None:
    assert under_age(CHILD, today) is minor


def test_no_clear_answer_is_neither_yes_nor_no(world: World) -> None:
    assert world.population.guardianship(GUARDIAN, "460105201506010017") is Answer.UNAVAILABLE
    thief = replace(world.client("population"), client_secret="guessed")
    for base in (thief, world.url), (world.client("population"), ELSEWHERE):
        assert PopulationBase(*base, now=now, nonce=nonce).guardianship(GUARDIAN, CHILD) is Answer.UNAVAILABLE
    world.fault("population", unavailable=True)
    assert world.population.guardianship(GUARDIAN, CHILD) is Answer.UNAVAILABLE
