"""Entering and changing organisations on the panel."""

import pytest

from chalicelib.kernel.check_digits import organisation_check, uscc_check
from infra.sandbox.organisations import ORGANISATIONS, Organisation, well_formed_uscc
from tests.unit.adapters.world import World

SHOP = ORGANISATIONS[0]
PATH = f"/panel/organisations/{SHOP.uscc}"


@pytest.mark.parametrize("organisation", ORGANISATIONS, ids=lambda organisation: organisation.uscc)
def test_both_check_characters_of_a_code_are_right(organisation: Organisation) -> None:
    uscc = organisation.uscc
    assert uscc[16] == organisation_check(uscc[8:16])
    assert uscc[17] == uscc_check(uscc[:17])
    assert well_formed_uscc(uscc)


@pytest.mark.parametrize(
    "uscc",
    ["", "91460100XNYL00013", "91460100XNYL00013A", "91460100XNYL00014T", "91460100xnyl00013T", "I1460100XNYL00013T"],
)
def test_a_malformed_code_is_refused(world: World, uscc: str) -> None:
    assert not well_formed_uscc(uscc)
    world.ask("PUT", f"/panel/organisations/{uscc or '-'}", {"name": "某公司"}, status=400)


def test_the_inner_check_character_counts_too() -> None:
    body = SHOP.uscc[:16] + "4"
    assert not well_formed_uscc(body + uscc_check(body))


@pytest.mark.parametrize(
    "body",
    [
        {"registration_status": "GONE"},
        {"subject_kind": "1"},
        {"subject_kind": 2},
        {"name": ""},
        {"representative_id_number": "460105199003072216"},
    ],
)
def test_a_change_that_makes_no_sense_is_refused_and_changes_nothing(world: World, body: dict[str, object]) -> None:
    before = world.ask("GET", "/panel/organisations")
    world.ask("PUT", PATH, body, status=400)
    assert world.ask("GET", "/panel/organisations") == before


def test_only_what_is_named_changes(world: World) -> None:
    changed = world.ask("PUT", PATH, {"registration_status": "REVOKED"})
    assert (changed["name"], changed["registration_status"]) == (SHOP.name, "REVOKED")
    assert changed in world.ask("GET", "/panel/organisations")["organisations"]
