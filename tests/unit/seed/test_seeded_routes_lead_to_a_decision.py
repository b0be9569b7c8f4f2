"""Every seeded item is walked from the application to the decision, and somebody sits at every desk on its way."""

import pytest

from chalicelib.cases.model import Case
from chalicelib.cases.vocabulary import Outcome, SlotState
from chalicelib.catalogue.model import ItemVersion
from infra.seed.staff import staff_entries
from tests.support.cases import (
    APPLICANT,
    CALENDAR,
    HEAD,
    MONDAY,
    SOURCE,
    WHO,
    advise_all,
    by,
    check,
    obtained,
    pay,
    sign,
    submit,
    upload,
)
from tests.unit.seed.seeded import EXAMPLES, ITEMS, content_of, seeded_registers

HAIKOU = "460100"
STAFF = {(entry.role.value, entry.department, entry.region) for entry in staff_entries()}
each_item = pytest.mark.parametrize("slug", ITEMS)


def region_of(slug: str) -> str:
    regions = content_of(slug).regions
    return HAIKOU if HAIKOU in regions else regions[0]


def submitted(slug: str) -> Case:
    """Shared materials come from where the state has them; the rest is uploaded."""
    item = ItemVersion.of(content_of(slug), 1)
    case = Case.open(case_id="case-1", item=item, applicant=WHO, region=region_of(slug), act=by(APPLICANT, MONDAY))
    for slot in [slot for slot in case.materials.values() if slot.state is SlotState.ASKING]:
        case.resolve_material(obtained(slot), by(SOURCE, MONDAY))
    case.save_form(EXAMPLES[slug], item, by(APPLICANT, MONDAY))
    for slot in [slot for slot in case.materials.values() if slot.is_missing or slot.may_follow]:
        upload(case, slot.code)
    sign(case, item)
    submit(case, item)
    return case


@each_item
def test_an_application_is_granted_at_the_end_of_the_route(slug):
    case = submitted(slug)
    for desk in case.terms.review[0].desks:
        check(case, desk, item=ItemVersion.of(content_of(slug), 1))
    advise_all(case)
    if case.fee_is_due:
        pay(case)
    case.decide(Outcome.GRANTED, "符合法定条件", by(HEAD, MONDAY), CALENDAR)
    assert case.is_granted


@each_item
def test_nobody_uploads_what_is_shared(slug):
    case, item = submitted(slug), content_of(slug)
    for material in item.materials:
        if material.shared_source:
            assert case.materials[material.code].state is SlotState.OBTAINED


@each_item
def test_somebody_sits_at_every_desk(slug):
    item, region = content_of(slug), region_of(slug)
    own = (item.department.code, region)
    assert ("head", *own) in STAFF
    for stage in item.review:
        for desk in stage.desks:
            seat = desk.id_in(region, item.department.code).partition("@")[2]
            department, _, place = seat.partition(":")
            assert (desk.role, department or own[0], place or own[1]) in STAFF


@each_item
def test_every_desk_belongs_to_a_registered_department(slug):
    item = content_of(slug)
    desks = [desk for stage in item.review for desk in stage.desks]
    for code in (item.department.code, *item.joint_departments, *(desk.department for desk in desks)):
        assert not code or seeded_registers().department(code, None)


def test_construction_is_reviewed_side_by_side():
    stage = content_of("construction-permit").review[0]
    assert [desk.department for desk in stage.desks] == ["", "ZG", "RS", "XF"]


def test_the_catalogue_office_and_public_security_have_two_people_each_for_four_eyes():
    for department in ("", "GA"):
        assert ("catalogue-manager", department, "460000") in STAFF
        assert ("catalogue-approver", department, "460000") in STAFF
