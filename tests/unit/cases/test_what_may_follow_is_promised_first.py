"""What may follow later is there at the submission, or was promised in writing word for word."""

import pytest

from chalicelib.cases import errors
from chalicelib.cases.late.errors import MaterialMayFollow, NothingMayFollow, PromiseToFollowDiffers
from chalicelib.cases.model import Case
from chalicelib.cases.vocabulary import SlotState, Status
from tests.support.cases import (
    APPLICANT,
    MONDAY,
    a_draft,
    by,
    check,
    expect,
    field,
    material,
    only,
    promise_to_follow,
    receive,
    submit,
    upload,
)
from tests.support.items import changed, joint_item, late_item

ITEM = late_item()


def promised() -> Case:
    case = a_draft(ITEM)
    promise_to_follow(case, ITEM)
    return case


def test_without_it_the_refusal_tells_both_ways_out() -> None:
    with pytest.raises(errors.MaterialsMissing) as refused:
        submit(a_draft(ITEM), ITEM)
    assert [pointer.pointer for pointer in refused.value.pointers] == ["#/materials/rules", "#/materials/contract"]
    assert all("可以承诺后补" in pointer.detail.zh for pointer in refused.value.pointers)
    assert "promise-to-follow" in refused.value.next_step.en and "Upload" in refused.value.next_step.en


def test_the_promise_names_each_material_and_its_time_and_is_kept_word_for_word() -> None:
    case = promised()
    kept = case.late_promise
    assert kept is not None
    assert "1. 材料rules：5个工作日内" in kept.text and "2. 材料contract：8个工作日内" in kept.text
    assert (kept.level, kept.at) == (3, MONDAY)
    assert only(case, "PromisedToFollow").data == {
        "materials": ["rules", "contract"],
        "promise_version": kept.version,
        "promise_sha256": kept.sha256,
        "level": 3,
    }


def test_with_it_the_application_is_handed_in() -> None:
    case = promised()
    submit(case, ITEM)
    assert case.status is Status.SUBMITTED
    assert {case.materials[code].why for code in ("rules", "contract")} == {"promised-to-follow"}


def test_what_is_brought_needs_no_promise() -> None:
    case = a_draft(ITEM)
    upload(case, "rules")
    promise_to_follow(case, ITEM)
    assert case.late_promise is not None and "材料rules" not in case.late_promise.text
    submit(case, ITEM)
    assert case.status is Status.SUBMITTED


def test_one_that_was_not_named_is_still_missing() -> None:
    case = a_draft(ITEM)
    upload(case, "rules")
    promise_to_follow(case, ITEM)
    case.expect_upload("rules", upload_id="again", sha256="0" * 64, act=by(APPLICANT))
    case.refuse_material("rules", upload_id="again", why="unreadable", act=by(APPLICANT))
    with pytest.raises(errors.MaterialsMissing) as refused:
        submit(case, ITEM)
    assert [pointer.pointer for pointer in refused.value.pointers] == ["#/materials/rules"]


def test_a_promise_of_another_time_is_none() -> None:
    """The item changed while the draft lay: what was promised is not what it lets follow now."""
    case = promised()
    materials = ITEM.model_dump(mode="json")["materials"]
    materials[-1]["follow_within"]["amount"] = 3
    with pytest.raises(errors.MaterialsMissing) as refused:
        submit(case, changed(ITEM, materials=materials))
    assert [pointer.pointer for pointer in refused.value.pointers] == ["#/materials/contract"]


def test_other_words_are_not_promised() -> None:
    case = a_draft(ITEM)
    with pytest.raises(PromiseToFollowDiffers) as refused:
        case.promise_to_follow(version="2026-1", sha256="0" * 64, item=ITEM, level=3, act=by(APPLICANT))
    assert refused.value.facts["sha256"] == case.promise_to_follow_for(ITEM, MONDAY).sha256


def test_somebody_identified_too_weakly_promises_nothing() -> None:
    with pytest.raises(errors.LevelBelowItem):
        promise_to_follow(a_draft(ITEM), ITEM, level=ITEM.minimum_level - 1)


def test_where_nothing_may_follow_there_is_nothing_to_promise() -> None:
    with pytest.raises(NothingMayFollow):
        promise_to_follow(a_draft(joint_item()), joint_item())
    case = a_draft(ITEM)
    upload(case, "rules")
    upload(case, "contract")
    with pytest.raises(NothingMayFollow):
        promise_to_follow(case, ITEM)


def test_nobody_promises_after_the_papers_were_handed_in() -> None:
    case = promised()
    submit(case, ITEM)
    with pytest.raises(errors.NotNow):
        promise_to_follow(case, ITEM)


def test_what_was_promised_is_not_asked_for_before_acceptance() -> None:
    case = promised()
    submit(case, ITEM)
    with pytest.raises(MaterialMayFollow) as refused:
        check(case, "reviewer", field("/seats"), material("rules"), item=ITEM)
    assert [pointer.pointer for pointer in refused.value.pointers] == ["#/points/1/at"]


def test_a_file_that_is_on_its_way_at_the_submission_counts_when_it_comes() -> None:
    case = promised()
    expect(case, "rules", "upload-1")
    submit(case, ITEM)
    receive(case, "rules", "upload-1")
    assert case.materials["rules"].state is SlotState.UPLOADED
    for desk in case.terms.review[0].desks:
        check(case, desk, item=ITEM)
    assert [*case.late_materials] == ["contract"]


def test_in_a_correction_it_may_be_brought_though_nobody_asked_for_it() -> None:
    case = promised()
    submit(case, ITEM)
    check(case, "reviewer", field("/seats"), item=ITEM)
    check(case, "fire", item=ITEM)
    upload(case, "rules")
    with pytest.raises(errors.MaterialNotOpen):
        upload(case, "plan")


def test_a_draft_that_is_forgotten_forgets_it() -> None:
    case = promised()
    case.forget_draft(by(APPLICANT), begun_before=MONDAY.replace(year=2027))
    assert case.late_promise is None
