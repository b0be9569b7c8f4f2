"""Shared materials: asked for at once, obtained from their source or uploaded (State Council orders 716 and 809)."""

import datetime as dt

import pytest

from chalicelib.cases import errors
from chalicelib.cases.showing import case_view
from chalicelib.cases.vocabulary import SlotState
from tests.support.cases import (
    APPLICANT,
    CALENDAR,
    MONDAY,
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
from tests.support.items import changed, joint_item, seeded_item

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


LONG_AFTER = MONDAY + dt.timedelta(minutes=10)
"""The draft was opened on Monday, and whoever asks the source has died on the way."""


def test_ten_minutes_without_an_answer_it_is_the_applicant_s_to_upload():
    case = a_new_case()
    with pytest.raises(errors.MaterialNotOpen):
        expect(case, SHARED, "upload-1", LONG_AFTER - dt.timedelta(seconds=1))
    upload(case, SHARED, at=LONG_AFTER)
    assert state_of(case)[0] is SlotState.UPLOADED


def test_what_nobody_answers_for_is_shown_as_what_has_to_be_uploaded():
    case = a_new_case()
    early, late = (
        case_view(case, "en", now=now, calendar=CALENDAR).materials[0]
        for now in (LONG_AFTER - dt.timedelta(seconds=1), LONG_AFTER)
    )
    assert (early.state, late.state, late.why) == ("ASKING", "TO_UPLOAD", "source-unavailable")


def test_ten_minutes_without_an_answer_a_submission_says_what_is_missing():
    case = a_new_case()
    case.save_form(filled_in(ITEM), ITEM, by(APPLICANT))
    upload(case, "photo")
    sign(case, ITEM)
    with pytest.raises(errors.MaterialsMissing) as refused:
        submit(case, at=LONG_AFTER)
    assert [pointer.pointer for pointer in refused.value.pointers] == ["#/materials/medical-certificate"]


def test_what_is_handed_in_is_not_being_asked_for():
    optional = [{**material, "necessity": "OPTIONAL"} for material in ITEM.model_dump(mode="json")["materials"]]
    item = changed(ITEM, materials=optional)
    case = a_new_case(item)
    case.save_form(filled_in(item), item, by(APPLICANT))
    sign(case, item)
    submit(case, item, LONG_AFTER)
    assert state_of(case) == (SlotState.TO_UPLOAD, "source-unavailable")


@pytest.mark.parametrize("begun", [False, True], ids=["nothing uploaded", "an upload begun"])
def test_a_late_answer_still_spares_the_applicant_the_upload(begun):
    case = a_new_case()
    if begun:
        expect(case, SHARED, "upload-1", LONG_AFTER)
    case.resolve_material(obtained(case.materials[SHARED]), by(SOURCE, LONG_AFTER))
    assert state_of(case) == (SlotState.OBTAINED, "held-by-source")


def test_a_late_answer_that_spares_nothing_leaves_the_upload_alone():
    case = a_new_case()
    expect(case, SHARED, "upload-1", LONG_AFTER)
    case.resolve_material(not_obtained(case.materials[SHARED]), by(SOURCE, LONG_AFTER))
    assert state_of(case) == (SlotState.UPLOADING, "upload-expected")


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
