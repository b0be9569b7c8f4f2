import pytest

from chalicelib.cases import errors
from chalicelib.cases.model import Case
from chalicelib.cases.vocabulary import SlotState
from chalicelib.kernel.events import SYSTEM
from tests.support.cases import (
    APPLICANT,
    a_draft,
    a_new_case,
    a_submitted_case,
    an_accepted_case,
    by,
    expect,
    only,
    receive,
    sha_of,
    submit,
    types,
)
from tests.support.items import joint_item


def refuse(case: Case, upload_id: str, why: str = "sha256-differs", code: str = "photo") -> None:
    case.refuse_material(code, upload_id=upload_id, why=why, act=by(SYSTEM))


def photo(case: Case) -> tuple[SlotState, str, str]:
    slot = case.materials["photo"]
    return slot.state, slot.why, slot.upload_id


def test_a_file_that_is_expected_does_not_count_yet():
    case = a_draft()
    expect(case, "photo", "upload-2")
    assert photo(case) == (SlotState.UPLOADING, "upload-expected", "upload-2")
    with pytest.raises(errors.MaterialsMissing):
        submit(case)


def test_a_file_that_arrived_and_was_checked_counts():
    case = a_new_case()
    expect(case, "photo", "upload-1")
    receive(case, "photo", "upload-1")
    slot = case.materials["photo"]
    assert (slot.state, slot.source, slot.object_key, slot.sha256, slot.size, slot.media_type) == (
        SlotState.UPLOADED,
        "applicant",
        "case-1/upload-1",
        sha_of("upload-1"),
        1000,
        "image/jpeg",
    )
    assert only(case, "MaterialReceived").data["sha256"] == sha_of("upload-1")


def test_the_same_arrival_twice_is_noted_once():
    case = a_new_case()
    expect(case, "photo", "upload-1")
    receive(case, "photo", "upload-1")
    receive(case, "photo", "upload-1")
    assert types(case).count("MaterialReceived") == 1


@pytest.mark.parametrize("code", ["photo", "diary"])
def test_a_file_that_is_not_the_one_expected_now_changes_nothing(code):
    case = a_new_case()
    expect(case, "photo", "upload-1")
    expect(case, "photo", "upload-2")
    version = case.version
    receive(case, code, "upload-1")
    refuse(case, "upload-1", code=code)
    assert (case.version, photo(case)) == (version, (SlotState.UPLOADING, "upload-expected", "upload-2"))


def test_a_refused_file_does_not_count_and_says_why():
    case = a_draft()
    expect(case, "photo", "upload-2")
    refuse(case, "upload-2", "type-differs")
    assert photo(case) == (SlotState.REFUSED, "type-differs", "upload-2")
    with pytest.raises(errors.MaterialsMissing):
        submit(case)


def test_a_refused_file_has_to_be_uploaded_again():
    case = a_draft()
    expect(case, "photo", "upload-2")
    refuse(case, "upload-2")
    receive(case, "photo", "upload-2")
    assert photo(case)[0] is SlotState.REFUSED
    expect(case, "photo", "upload-3")
    receive(case, "photo", "upload-3")
    submit(case)


def test_what_was_checked_is_not_refused_afterwards():
    case = a_new_case()
    expect(case, "photo", "upload-1")
    receive(case, "photo", "upload-1")
    refuse(case, "upload-1")
    assert photo(case)[0] is SlotState.UPLOADED


def test_until_the_submission_a_file_may_be_replaced():
    case = a_draft()
    expect(case, "photo", "upload-2")
    receive(case, "photo", "upload-2")
    assert case.materials["photo"].sha256 == sha_of("upload-2")


@pytest.mark.parametrize("build", [a_submitted_case, an_accepted_case])
def test_nothing_is_replaced_once_it_was_handed_in(build):
    with pytest.raises(errors.NotNow):
        expect(build(), "photo", "upload-9")


@pytest.mark.parametrize("late", [receive, refuse])
def test_a_file_that_arrives_after_the_submission_slips_into_nothing(late):
    case = a_draft(joint_item())
    expect(case, "photo", "upload-late")
    submit(case, joint_item())
    handed_in, version = case.materials, case.version
    late(case, "photo", "upload-late") if late is receive else late(case, "upload-late")
    assert (case.materials, case.version) == (handed_in, version)


def test_a_file_for_an_application_that_was_taken_back_is_not_noted():
    case = a_new_case()
    expect(case, "photo", "upload-1")
    case.withdraw("不再需要", by(APPLICANT))
    receive(case, "photo", "upload-1")
    assert types(case)[-1] == "Withdrawn"
