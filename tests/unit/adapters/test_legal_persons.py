"""Organisations and who represents them, by the legal-person base."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.aws.counterparty_http import SignedClient
from chalicelib.parties.sources.legal_persons import (
    LegalPersonAnswer,
    LegalPersonBase,
    LegalPersonMatch,
    OrganisationKind,
    RegistrationStatus,
)
from infra.sandbox.organisations import ORGANISATIONS, Organisation
from infra.sandbox.people import PEOPLE
from tests.unit.adapters.world import World, nonce, now

SHOP, OTHER_SHOP = ORGANISATIONS[:2]
UNAVAILABLE = LegalPersonAnswer(LegalPersonMatch.UNAVAILABLE)
MISMATCH = LegalPersonAnswer(LegalPersonMatch.MISMATCH)


def check(base: LegalPersonBase, organisation: Organisation, **otherwise: str) -> LegalPersonAnswer:
    stated = replace(organisation, **otherwise)
    return base.check(stated.uscc, stated.name, stated.representative_name, stated.representative_id_number)


def change(world: World, organisation: Organisation, **body: str) -> None:
    world.ask("PUT", f"/panel/organisations/{organisation.uscc}", body)


@pytest.mark.parametrize("organisation", ORGANISATIONS, ids=lambda organisation: organisation.uscc)
def test_the_fictional_organisations_are_known_with_their_kind(world: World, organisation: Organisation) -> None:
    answer = check(world.legal_persons, organisation)
    kind = OrganisationKind(organisation.subject_kind)
    assert answer == LegalPersonAnswer(LegalPersonMatch.MATCH, kind, RegistrationStatus.ACTIVE)
    represents = world.legal_persons.representative_of(organisation.uscc, organisation.representative_id_number)
    assert represents is LegalPersonMatch.MATCH


def test_every_kind_that_the_first_organisations_have_is_told_apart() -> None:
    assert {organisation.subject_kind for organisation in ORGANISATIONS} == {"2", "3", "4"}
    known = {person.id_number: person.name for person in PEOPLE}
    assert all(known[one.representative_id_number] == one.representative_name for one in ORGANISATIONS)


@pytest.mark.parametrize(
    "otherwise",
    [
        {"name": "别的公司"},
        {"representative_name": "别人"},
        {"representative_id_number": OTHER_SHOP.representative_id_number},
        {"uscc": OTHER_SHOP.uscc},
        {"uscc": "91460100XNYL000643"},
    ],
)
def test_what_is_stated_wrongly_does_not_match_and_nothing_else_is_told(
    world: World, otherwise: dict[str, str]
) -> None:
    assert check(world.legal_persons, SHOP, **otherwise) == MISMATCH


def test_a_new_representative_replaces_the_old_one(world: World) -> None:
    new = {name: getattr(OTHER_SHOP, name) for name in ("representative_name", "representative_id_number")}
    change(world, SHOP, **new)
    assert check(world.legal_persons, SHOP) == MISMATCH
    base, old = world.legal_persons, SHOP.representative_id_number
    assert base.representative_of(SHOP.uscc, old) is LegalPersonMatch.MISMATCH
    assert base.representative_of(SHOP.uscc, new["representative_id_number"]) is LegalPersonMatch.MATCH
    assert check(base, SHOP, **new).result is LegalPersonMatch.MATCH


@pytest.mark.parametrize("status", ["DEREGISTERED", "REVOKED"])
def test_an_organisation_that_has_ended_is_bound_by_nobody(world: World, status: str) -> None:
    change(world, SHOP, registration_status=status)
    assert check(world.legal_persons, SHOP) == LegalPersonAnswer(LegalPersonMatch.DISSOLVED)
    assert check(world.legal_persons, SHOP, name="别的公司") == MISMATCH
    represents = world.legal_persons.representative_of(SHOP.uscc, SHOP.representative_id_number)
    assert represents is LegalPersonMatch.DISSOLVED


def test_one_that_has_paused_its_business_exists(world: World) -> None:
    change(world, SHOP, registration_status="SUSPENDED")
    answer = check(world.legal_persons, SHOP)
    assert (answer.result, answer.status) == (LegalPersonMatch.MATCH, RegistrationStatus.SUSPENDED)


def test_an_organisation_is_founded_on_the_panel(world: World) -> None:
    office = replace(SHOP, uscc="11460000XNYL00056B", name="示例市示例局", subject_kind="5")
    assert check(world.legal_persons, office) == MISMATCH
    change(world, office, **{name: value for name, value in vars(office).items() if name != "uscc"})
    assert check(world.legal_persons, office).kind is OrganisationKind.ADMINISTRATIVE_ORGAN


def test_no_clear_answer_is_neither_yes_nor_no(world: World) -> None:
    represents = (SHOP.uscc, SHOP.representative_id_number)
    assert check(world.legal_persons, SHOP, uscc="91460100XNYL00013X") == UNAVAILABLE
    stranger = LegalPersonBase(world.client("face"), world.url, now=now, nonce=nonce)
    unreachable = LegalPersonBase(world.client("legal_persons"), "http://127.0.0.1:1", now=now, nonce=nonce)
    world.fault("legal_persons", unavailable=True)
    for base in (stranger, unreachable, world.legal_persons):
        assert check(base, SHOP) == UNAVAILABLE
        assert base.representative_of(*represents) is LegalPersonMatch.UNAVAILABLE


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"result": "YES"},
        {"result": []},
        {"result": "MATCH"},
        {"result": "MATCH", "subject_kind": "1", "registration_status": "ACTIVE"},
        {"result": "MATCH", "subject_kind": "2", "registration_status": "?"},
    ],
)
def test_an_answer_of_another_form_is_no_answer(
    world: World, answer: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SignedClient, "call", lambda *_: answer)
    assert check(world.legal_persons, SHOP) == UNAVAILABLE
