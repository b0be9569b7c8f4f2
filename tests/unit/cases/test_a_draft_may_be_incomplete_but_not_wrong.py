import pytest

from chalicelib.cases import errors
from chalicelib.cases.model import Case
from tests.support.cases import (
    ADDRESS,
    APPLICANT,
    RECIPIENT,
    a_draft,
    a_new_case,
    a_submitted_case,
    an_accepted_case,
    by,
    filled_in,
    only,
    submit,
    types,
)
from tests.support.items import changed, joint_item, seeded_item

ITEM = seeded_item()


def save(case: Case, form: dict, item=ITEM) -> None:
    case.save_form(form, item, by(APPLICANT))


def pointers(refused: pytest.ExceptionInfo[errors.FormInvalid]) -> set[str]:
    return {pointer.pointer for pointer in refused.value.pointers}


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"licence_class": "C1"},
        {"delivery_way": "COURIER"},
        {"delivery_way": "COURIER", "recipient": {"name": "李收件"}},
    ],
    ids=["nothing yet", "one field", "no recipient yet", "half a recipient"],
)
def test_what_is_left_out_of_a_draft_is_no_fault(form):
    case = a_new_case()
    save(case, form)
    assert case.form == form
    assert types(case) == ["DraftOpened", "FormSaved"]


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ({"residence_address": "路"}, {"#/form/residence_address"}),
        ({"residence_address": "路" * 121}, {"#/form/residence_address"}),
        ({"licence_class": "Z9"}, {"#/form/licence_class"}),
        ({"physical_condition": "TIRED"}, {"#/form/physical_condition"}),
        ({"licence_number": "12"}, {"#/form/licence_number"}),
        ({"licence_number": None}, {"#/form/licence_number"}),
        ({"recipient": {"mobile": "139"}}, {"#/form/recipient/mobile"}),
        ({"recipient": "李收件"}, {"#/form/recipient"}),
        ({"licence_class": "Z9", "recipient": {"mobile": "139"}}, {"#/form/licence_class", "#/form/recipient/mobile"}),
    ],
)
def test_what_is_filled_in_has_to_fit_and_every_place_is_named(fields, places):
    case = a_new_case()
    with pytest.raises(errors.FormInvalid) as refused:
        save(case, fields)
    assert pointers(refused) == places
    assert (case.form, types(case)) == ({}, ["DraftOpened"])


def test_a_field_that_the_form_does_not_have_is_named():
    with pytest.raises(errors.FormInvalid) as refused:
        save(a_new_case(), {"age": 30, "recipient": {"nickname": "李"}})
    assert pointers(refused) == {"#/form/age", "#/form/recipient/nickname"}


@pytest.mark.parametrize("number", [1.5, 12.0, 2**53], ids=["fraction", "float of a whole number", "beyond 2^53"])
def test_a_number_that_readers_of_json_would_not_agree_on_is_a_fault(number):
    with pytest.raises(errors.FormInvalid) as refused:
        save(a_new_case(joint_item()), {"seats": number}, joint_item())
    assert pointers(refused) == {"#/form/seats"}


def test_such_a_number_is_found_wherever_it_hides():
    with pytest.raises(errors.FormInvalid) as refused:
        save(a_new_case(joint_item()), {"remark": {"a/b": [1, {"c": 0.5}]}}, joint_item())
    assert pointers(refused) == {"#/form/remark/a~1b/1/c"}


def test_a_submission_has_to_be_complete():
    case = a_draft()
    save(case, {"delivery_way": "COURIER", "recipient": {"name": "李收件"}})
    with pytest.raises(errors.FormInvalid) as refused:
        submit(case)
    assert pointers(refused) == {
        "#/form/licence_number",
        "#/form/licence_class",
        "#/form/residence_address",
        "#/form/physical_condition",
        "#/form/recipient/mobile",
        "#/form/recipient/address",
    }
    save(case, filled_in(ITEM, recipient=None) | {"recipient": RECIPIENT})
    submit(case)


def test_without_a_courier_nobody_asks_for_a_recipient():
    case = a_draft()
    form = {key: value for key, value in filled_in(ITEM, delivery_way="ELECTRONIC").items() if key != "recipient"}
    save(case, form)
    submit(case)


def test_faults_speak_both_languages_and_repeat_no_value():
    with pytest.raises(errors.FormInvalid) as refused:
        save(a_new_case(), {"licence_class": ADDRESS, "recipient": {"mobile": ADDRESS}})
    for pointer in refused.value.pointers:
        assert pointer.detail.zh
        assert pointer.detail.en
        assert ADDRESS not in pointer.detail.zh + pointer.detail.en


@pytest.mark.parametrize("build", [a_submitted_case, an_accepted_case])
def test_a_form_that_was_handed_in_stands(build):
    case = build()
    with pytest.raises(errors.NotNow):
        save(case, filled_in(ITEM))


def test_the_history_holds_the_hash_of_a_form_and_not_the_form():
    case = a_new_case()
    save(case, {"residence_address": ADDRESS})
    assert only(case, "FormSaved").data.keys() == {"form_sha256"}


def test_only_a_region_that_the_item_serves():
    item = changed(ITEM, regions=["460200"])
    with pytest.raises(errors.RegionNotServed) as refused:
        a_new_case(item)
    assert refused.value.facts["regions"] == ["460200"]
