"""What holds for every item of a generated catalogue, at the plan's size and at that of the budgets."""

from functools import cache
from typing import Any

from chalicelib.catalogue.checks import violations_of
from chalicelib.catalogue.model import ItemContent
from infra.seed.generator import generate, generated
from tests.unit.seed.seeded import ITEMS, content_of, seeded_registers

SEED_2017 = 2017


@cache
def twenty_thousand() -> tuple[dict[str, Any], ...]:
    return tuple(generate(SEED_2017, 20_000))


def test_the_checks_name_what_is_wrong_and_object_to_nothing_else():
    registers = seeded_registers()
    for made in generated(SEED_2017):
        broken = {violation.rule for violation in violations_of(ItemContent.model_validate(made.content), registers)}
        assert broken == ({made.breaks} if made.breaks else set()), made.content["name"]["zh"]


def test_twenty_thousand_are_all_different():
    items = twenty_thousand()
    for values in (
        {item["code"] for item in items},
        {item["name"]["zh"] for item in items},
        {item["name"]["en"] for item in items},
    ):
        assert len(values) == 20_000
    assert list(items[:100]) == list(generate(SEED_2017, 234))[:100]


def test_a_name_is_never_that_of_a_generated_item():
    codes = {item["code"] for item in twenty_thousand()}
    names = {item["name"]["zh"] for item in twenty_thousand()}
    assert not {content_of(slug).code for slug in ITEMS} & codes
    assert not {content_of(slug).name.zh for slug in ITEMS} & names
