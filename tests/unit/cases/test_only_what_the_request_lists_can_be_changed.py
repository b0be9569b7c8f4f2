import pytest

from chalicelib.cases import errors
from chalicelib.cases.model import Case
from chalicelib.cases.showing import case_view, with_known_fields
from chalicelib.catalogue.model import ItemVersion
from tests.support.cases import (
    APPLICANT,
    CALENDAR,
    HEAD,
    MONDAY,
    RECIPIENT,
    WHO,
    a_case_to_correct,
    by,
    expect,
    field,
    filled_in,
    material,
    submit,
    upload,
)
from tests.support.items import changed, joint_item, seeded_item

ITEM, JOINT = seeded_item(), joint_item()
SITE = filled_in(JOINT)["site"]


def save(case: Case, form: dict, item=JOINT) -> None:
    case.save_form(form, item, by(APPLICANT))


def refused_places(case: Case, form: dict, item=JOINT) -> list[str]:
    before = case.form
    with pytest.raises(errors.FieldNotOpen) as refused:
        save(case, form, item)
    assert case.form == before
    return [pointer.pointer for pointer in refused.value.pointers]


def test_a_listed_field_may_change_again_and_again():
    case = a_case_to_correct(field("/seats"), item=JOINT)
    save(case, filled_in(JOINT, seats=13))
    save(case, filled_in(JOINT, seats=14))
    assert case.form["seats"] == 14


def test_every_other_change_is_named():
    case = a_case_to_correct(field("/seats"), item=JOINT)
    site = {"address": "三亚市虚构路三号", "floor": {"number": 4, "area": "80"}}
    form = filled_in(JOINT, seats=13, site=site, remark="新")
    assert refused_places(case, form) == ["#/form/remark", "#/form/site/address", "#/form/site/floor/number"]


def test_a_listed_part_opens_what_is_inside_it_and_nothing_beside_it():
    case = a_case_to_correct(field("/site/floor"), item=JOINT)
    save(case, filled_in(JOINT, site={**SITE, "floor": {"number": 5, "area": "90"}}))
    assert refused_places(case, filled_in(JOINT, site={"address": "三亚市虚构路三号", "floor": {}})) == [
        "#/form/site/address"
    ]


def test_a_listed_leaf_does_not_open_its_neighbours_or_its_parent():
    case = a_case_to_correct(field("/site/floor/number"), item=JOINT)
    save(case, filled_in(JOINT, site={**SITE, "floor": {"number": 5, "area": "80"}}))
    assert refused_places(case, filled_in(JOINT, site={**SITE, "floor": {"number": 5}})) == ["#/form/site/floor/area"]
    assert refused_places(case, filled_in(JOINT, site={"address": SITE["address"]})) == ["#/form/site/floor"]


def test_a_name_that_begins_like_a_listed_one_stays_closed():
    form = {**JOINT.form, "properties": {**JOINT.form["properties"], "seats_outside": {}, "site/address": {}}}
    item = changed(JOINT, form=form)
    case = a_case_to_correct(field("/seats"), field("/site"), item=item)
    assert refused_places(case, filled_in(item, seats_outside=1), item) == ["#/form/seats_outside"]
    assert refused_places(case, {**filled_in(item), "site/address": "x"}, item) == ["#/form/site~1address"]


@pytest.mark.parametrize(
    ("before", "after"),
    [({}, {"remark": None}), ({"remark": 1}, {"remark": True}), ({"remark": [0]}, {"remark": [False]})],
    ids=["empty instead of absent", "true instead of 1", "false instead of 0, inside"],
)
def test_a_change_is_a_change_however_small(before, after):
    case = a_case_to_correct(field("/seats"), item=JOINT)
    case.form = {**case.form, **before}
    assert refused_places(case, {**filled_in(JOINT), **after})[0].startswith("#/form/remark")


def test_taking_a_field_away_is_a_change():
    case = a_case_to_correct(field("/residence_address"))
    form = {name: value for name, value in filled_in(ITEM).items() if name != "recipient"}
    assert refused_places(case, form, ITEM) == ["#/form/recipient"]


def test_a_field_with_a_slash_in_its_name_can_be_listed():
    form = {**JOINT.form, "properties": {**JOINT.form["properties"], "in/out~": {}}}
    item = changed(JOINT, form=form)
    case = a_case_to_correct(field("/in~1out~0"), item=item)
    save(case, {**filled_in(item), "in/out~": "x"}, item)
    assert case.form["in/out~"] == "x"


def test_what_is_changed_has_to_fit_the_form_still():
    case = a_case_to_correct(field("/seats"), item=JOINT)
    with pytest.raises(errors.FormInvalid):
        save(case, filled_in(JOINT, seats=0))


def test_a_listed_material_may_be_replaced():
    case = a_case_to_correct(material("photo"))
    upload(case, "photo", "upload-2")
    upload(case, "photo", "upload-3")
    assert case.materials["photo"].upload_id == "upload-3"


def test_a_material_that_is_not_listed_stands():
    case = a_case_to_correct(field("/seats"), material("plan"), item=JOINT)
    with pytest.raises(errors.MaterialNotOpen) as refused:
        expect(case, "photo", "upload-2")
    assert refused.value.facts["state"] == "TO_UPLOAD"


def test_a_listed_field_does_not_open_a_material():
    case = a_case_to_correct(field("/recipient/mobile"))
    with pytest.raises(errors.MaterialNotOpen):
        expect(case, "photo", "upload-2")
    save(case, filled_in(ITEM, recipient={**RECIPIENT, "mobile": "13900000009"}), ITEM)


def moved_where_names_are_known(*points: str) -> tuple[Case, ItemVersion]:
    """Sent back, and then moved to a version that says of a field filled in by hand, and of a new one, that they hold
    the applicant's verified name.
    """
    case = a_case_to_correct(*(field(at) for at in points), item=JOINT)
    form = JOINT.model_dump(mode="json")["form"]
    known = {"type": "string", "x-from": "applicant.name"}
    properties = {**form["properties"], "remark": known, "holder": known}
    item = changed(JOINT, version=2, form={**form, "properties": properties})
    case.form = {**case.form, "remark": "无"}
    case.move_to(item, "新版本预填姓名", by(HEAD), CALENDAR)
    return case, item


def test_what_another_version_knows_of_fields_that_are_closed_stands_in_no_way():
    case, item = moved_where_names_are_known("/seats")
    save(case, filled_in(JOINT, remark="无", seats=13), item)
    assert case.form == filled_in(JOINT, remark="无", seats=13)
    assert refused_places(case, filled_in(JOINT, remark=WHO.name, seats=13), item) == ["#/form/remark"]
    assert refused_places(case, filled_in(JOINT, remark="无", holder=WHO.name), item) == ["#/form/holder"]
    submit(case, item)


@pytest.mark.parametrize(("points", "shown"), [(["/seats"], []), (["/seats", "/remark"], ["/remark"])])
def test_what_is_shown_as_known_is_what_may_be_filled_in(points: list[str], shown: list[str]):
    case, item = moved_where_names_are_known(*points)
    view = with_known_fields(case_view(case, "en", now=MONDAY, calendar=CALENDAR), case, item.form, "en")
    assert [it.at for it in view.verified_fields if it.at in {"/remark", "/holder"}] == shown


def test_what_another_version_knows_of_a_field_that_is_open_is_filled_in():
    case, item = moved_where_names_are_known("/seats", "/remark")
    with pytest.raises(errors.FieldIsVerified):
        save(case, filled_in(JOINT, remark="有", seats=13), item)
    save(case, filled_in(JOINT, seats=13), item)
    assert case.form == filled_in(JOINT, remark=WHO.name, seats=13)
