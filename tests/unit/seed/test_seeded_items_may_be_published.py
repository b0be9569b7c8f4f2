"""The items of the plan, described in full: lawful, in both languages, and asking for nothing that the state has."""

import re

import pytest

from chalicelib.catalogue.checks import remarks_of, violations_of
from tests.unit.seed.seeded import ITEMS, content_of, seeded_registers

REGISTERS = seeded_registers()
NAMED_IN_THE_PLAN = {
    # slug: statutory, promised (d calendar days, WD working days, H hours), fee in yuan, visits
    "residence-permit": ("15d", "5WD", 0, 0),
    "talent-household-registration": ("20WD", "5WD", 0, 0),
    "id-card-replacement": ("60d", "15WD", 40, 1),
    "ordinary-passport-renewal": ("7WD", "5WD", 120, 1),
    "hk-macao-endorsement": ("7WD", "0WD", 15, 0),
    "driving-licence-renewal": ("1WD", "0WD", 10, 0),
    "vehicle-mortgage-registration": ("1WD", "1WD", 0, 0),
    "no-criminal-record-certificate": ("7WD", "3WD", 0, 0),
    "company-establishment": ("3WD", "0WD", 0, 0),
    "food-operation-permit": ("20WD", "5WD", 0, 0),
    "public-place-hygiene-permit": ("20WD", "1H", 0, 0),
    "retail-pharmacy": ("20WD", "8WD", 0, 0),
    "physician-registration": ("20WD", "3WD", 0, 0),
    "medical-institution": ("45d", "15WD", 0, 0),
    "construction-permit": ("7d", "3WD", 0, 0),
    "housing-presale-permit": ("10d", "5WD", 0, 0),
    "second-hand-house-transfer": ("30WD", "1WD", 80, 0),
    "water-transport-licence": ("20WD", "2WD", 0, 0),
    "labour-dispatch-licence": ("20WD", "5WD", 0, 0),
    "unemployment-benefit": ("10WD", "3WD", 0, 0),
}
UNITS = {"WORKING_DAY": "WD", "CALENDAR_DAY": "d", "HOUR": "H"}
SAFETY = {
    "driving-licence-renewal",
    "food-operation-permit",
    "retail-pharmacy",
    "physician-registration",
    "medical-institution",
    "construction-permit",
    "water-transport-licence",
}
each_item = pytest.mark.parametrize("slug", ITEMS)


def written(limit) -> str:
    return f"{limit.amount}{UNITS[limit.unit]}"


def test_they_are_those_of_the_plan():
    assert set(ITEMS) == set(NAMED_IN_THE_PLAN)
    assert len({content_of(slug).code for slug in ITEMS}) == len(ITEMS)


@each_item
def test_no_publication_check_objects(slug):
    assert not violations_of(content_of(slug), REGISTERS)
    assert not remarks_of(content_of(slug))
    assert content_of(slug).illustrative


@each_item
def test_limits_fee_and_visits_are_those_of_the_plan(slug):
    item = content_of(slug)
    fee = item.fee.amount_fen // 100 if item.fee else 0
    found = (written(item.limits.statutory), written(item.limits.promised), fee, item.visits)
    assert found == NAMED_IN_THE_PLAN[slug]
    assert item.limits.checked


@each_item
def test_an_applicant_is_told_everything(slug):
    item = content_of(slug)
    assert item.conditions and item.place and item.hours and item.questions and item.keywords and item.life_events
    for text in (item.conditions, item.place, item.hours, item.visit_reason, item.limits.note):
        assert text is None or (text.zh and text.en)
    for question in item.questions:
        assert question.question.en and question.answer.en


@each_item
def test_every_material_explains_itself(slug):
    for material in content_of(slug).materials:
        assert material.specification.en
        assert material.shared_source or material.how_to_fill or material.acceptance_standard, material.code


@each_item
def test_what_the_state_has_is_fetched(slug):
    for material in content_of(slug).materials:
        if material.certificate_type:
            assert material.shared_source.certificate_type == material.certificate_type
            assert REGISTERS.certificate_type(material.certificate_type).is_obtainable


@each_item
def test_laws_are_cited_by_name(slug):
    item = content_of(slug)
    cited = [*item.legal_basis, *(material.legal_basis for material in item.materials)]
    assert all(re.search("《[^《》]+》", basis) for basis in cited)


def test_safety_is_never_left_to_a_pledge():
    assert {slug for slug in ITEMS if content_of(slug).safety_related} == SAFETY
    assert [slug for slug in ITEMS if content_of(slug).credit.pledge_allowed] == ["public-place-hygiene-permit"]
    assert not [slug for slug in ITEMS if content_of(slug).tacit_approval]
