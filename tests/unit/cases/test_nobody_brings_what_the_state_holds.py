"""Shared materials: asked for at once, obtained from their source or uploaded (State Council orders 716 and 809)."""

import pytest

from chalicelib.cases import errors
from chalicelib.cases.vocabulary import SlotState
from tests.support.cases import (
    APPLICANT,
    SOURCE,
    a_draft,
    a_new_case,
    a_submitted_case,
    by,
    expect,
    filled_in,
    not_obtained,
    obtained,
    only,
    sign,
    submit,
    types,
    upload,
)
from tests.support.items import joint_item, seeded_item

ITEM = seeded_item()
SHARED = "medical-certificate"


def state_of(case, code=SHARED):
    return case.materials[code].state, case.materials[code].why


def test_a_new_case_asks_the_source_and_says_what_only_the_applicant_has():
    case = a_new_case()
    assert state_of(case) == (SlotState.ASKING, "asking-source")
    assert state_of(case, "photo") == (SlotState.TO_UPLOAD, "only-the-applicant-has-it")


def test_what_the_source_holds_is_there():
    case = a_new_case()
    case.resolve_material(obtained(case.materials[SHARED]), by(SOURCE))
    slot = case.materials[SHARED]
    assert (slot.state, slot.why, slot.certificate_id) == (
        SlotState.OBTAINED,
        "held-by-source",
        "certificate-medical-certificate",
    )
    assert slot.is_there
    assert only(case, "MaterialResolved").data == {
        "material": SHARED,
        "state": "OBTAINED",
        "why": "held-by-source",
        "certificate_id": "certificate-medical-certificate",
    }


@pytest.mark.parametrize("why", ["not-held", "source-unavailable"])
def test_what_the_source_does_not_give_is_uploaded_and_never_passed_silently(why):
    case = a_new_case()
    case.resolve_material(not_obtained(case.materials[SHARED], why), by(SOURCE))
    assert state_of(case) == (SlotState.TO_UPLOAD, why)
    assert case.materials[SHARED].is_missing
    upload(case, SHARED)
    assert case.materials[SHARED].is_there


def test_an_upload_of_what_was_obtained_is_refused_with_the_reason():
    with pytest.raises(errors.MaterialNotOpen) as refused:
        expect(a_draft(), SHARED, "upload-1")
    assert refused.value.facts == {"state": "OBTAINED", "why": "held-by-source"}


def test_an_upload_while_the_source_is_being_asked_is_refused():
    with pytest.raises(errors.MaterialNotOpen) as refused:
        expect(a_new_case(), SHARED, "upload-1")
    assert refused.value.facts == {"state": "ASKING", "why": "asking-source"}


def test_an_upload_of_something_nobody_asked_for_is_refused():
    with pytest.raises(errors.MaterialUnknown):
        expect(a_new_case(), "diary", "upload-1")


@pytest.mark.parametrize("answer", [obtained, not_obtained])
def test_a_late_answer_overwrites_nothing(answer):
    case = a_new_case()
    case.resolve_material(not_obtained(case.materials[SHARED], "source-unavailable"), by(SOURCE))
    upload(case, SHARED)
    version, slot = case.version, case.materials[SHARED]
    case.resolve_material(answer(slot), by(SOURCE))
    assert (case.version, case.materials[SHARED]) == (version, slot)


def test_an_answer_after_the_application_was_taken_back_is_not_kept():
    case = a_new_case()
    slot = case.materials[SHARED]
    case.withdraw("不再需要", by(APPLICANT))
    case.resolve_material(obtained(slot), by(SOURCE))
    assert types(case)[-1] == "Withdrawn"
    assert case.materials[SHARED].certificate_id == ""


def test_a_submission_has_to_wait_for_the_source():
    case = a_new_case()
    case.save_form(filled_in(ITEM), ITEM, by(APPLICANT))
    upload(case, "photo")
    sign(case, ITEM)
    with pytest.raises(errors.MaterialsBeingAsked) as refused:
        submit(case)
    assert refused.value.facts == {"retry_after": 2}


def test_what_is_missing_is_named_place_by_place():
    case = a_new_case()
    case.resolve_material(not_obtained(case.materials[SHARED]), by(SOURCE))
    case.save_form(filled_in(ITEM), ITEM, by(APPLICANT))
    sign(case, ITEM)
    with pytest.raises(errors.MaterialsMissing) as refused:
        submit(case)
    assert [pointer.pointer for pointer in refused.value.pointers] == [
        "#/materials/medical-certificate",
        "#/materials/photo",
    ]
    assert refused.value.pointers[1].detail.en == "Missing: Recent photo on a white background"


def test_an_optional_material_holds_nothing_up():
    case = a_submitted_case(joint_item())
    assert state_of(case, "photo") == (SlotState.TO_UPLOAD, "only-the-applicant-has-it")
    assert only(case, "Submitted").data["materials"]["photo"] == ""
