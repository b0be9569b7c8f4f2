"""补正: at once or within five working days, once, the full list (Administrative Licensing Law art. 32)."""

import pytest

from chalicelib.cases import errors, handling_errors
from chalicelib.cases.model import Case
from chalicelib.cases.vocabulary import ClockKind, Status, Target
from tests.support.cases import (
    APPLICANT,
    NUMBER,
    a_case_to_correct,
    a_draft,
    a_submitted_case,
    an_accepted_case,
    by,
    check,
    field,
    filled_in,
    material,
    not_obtained,
    official,
    only,
    sha_of,
    submit,
    tick,
    types,
    upload,
)
from tests.support.clocks import on
from tests.support.items import joint_item, seeded_item

ITEM, JOINT = seeded_item(), joint_item()
TUESDAY = on(3, 3)


def corrected(case: Case, item=ITEM, at=TUESDAY) -> Case:
    upload(case, "photo" if item is ITEM else "plan", "upload-2", at)
    submit(case, item, at)
    return case


def test_the_request_is_pinned_to_field_and_material_with_what_was_rejected():
    case = a_case_to_correct(field("/residence_address"), material("photo"))
    assert case.status is Status.CORRECTION_REQUESTED
    points = [(point.target, point.at, point.rejected, point.desk) for point in case.correction.points]
    assert points == [
        (Target.FIELD, "/residence_address", '"海口市美兰区虚构路一号"', "reviewer"),
        (Target.MATERIAL, "photo", sha_of("upload-photo"), "reviewer"),
    ]


def test_what_was_rejected_is_kept_whatever_its_shape():
    case = a_case_to_correct(field("/site/floor"), field("/seats"), field("/remark"), material("photo"), item=JOINT)
    rejected = [point.rejected for point in case.correction.points]
    assert rejected == ['{"area":"80","number":3}', "12", "null", ""]


def test_the_history_says_where_and_not_what_stood_there():
    case = a_case_to_correct(field("/residence_address"), material("photo"))
    assert only(case, "CorrectionRequested").data == {
        "points": ["FIELD:/residence_address", "MATERIAL:photo"],
        "shared": [],
    }


def test_two_desks_make_one_request_in_the_order_of_their_findings():
    case = a_submitted_case(JOINT)
    check(case, "fire", field("/site/address"), material("plan"), item=JOINT)
    assert (case.status, case.correction, case.desks) == (Status.SUBMITTED, None, ("reviewer",))
    check(case, "reviewer", material("plan", "图纸未盖章"), field("/seats"), item=JOINT)
    assert case.status is Status.CORRECTION_REQUESTED
    assert [(point.desk, point.at) for point in case.correction.points] == [
        ("fire", "/site/address"),
        ("fire", "plan"),
        ("reviewer", "plan"),
        ("reviewer", "/seats"),
    ]
    assert types(case).count("CorrectionRequested") == 1


def test_one_content_desk_does_not_undo_what_the_other_found():
    case = a_submitted_case(JOINT)
    check(case, "reviewer", item=JOINT)
    check(case, "fire", material("plan"), item=JOINT)
    assert case.status is Status.CORRECTION_REQUESTED


def test_the_applicant_gets_the_time_that_the_item_names():
    case = a_case_to_correct(material("photo"))
    assert (case.clock.kind, case.clock.promised) == (ClockKind.CORRECTION, "2026-03-23")
    assert case.desks == ()


def test_the_applicant_s_time_is_a_rule_of_the_item_and_not_the_law_that_binds_the_authority():
    case = a_case_to_correct(material("photo"))
    assert case.clock.ledger.entries[0].legal_basis == "事项规定的补正期限"


def test_a_second_request_is_refused_for_ever():
    case = corrected(a_case_to_correct(material("photo")))
    with pytest.raises(handling_errors.CorrectionUsed):
        check(case, "reviewer", field("/residence_address"), at=on(3, 3))
    check(case, "reviewer", at=on(3, 3))
    assert case.status is Status.ACCEPTED


def test_another_desk_has_no_second_request_either():
    case = corrected(a_case_to_correct(material("plan"), item=JOINT), JOINT)
    check(case, "reviewer", item=JOINT, at=on(3, 3))
    with pytest.raises(handling_errors.CorrectionUsed):
        check(case, "fire", field("/seats"), item=JOINT, at=on(3, 3))


def test_a_desk_answers_once_a_round():
    case = a_submitted_case(JOINT)
    check(case, "fire", material("plan"), item=JOINT)
    with pytest.raises(handling_errors.OpinionAlreadyGiven):
        check(case, "fire", item=JOINT)


@pytest.mark.parametrize("desk", ["panel", "head", "nobody"])
def test_only_desks_of_the_first_stage_check(desk):
    with pytest.raises(handling_errors.DeskNotAsked):
        check(a_submitted_case(JOINT), desk, item=JOINT)


@pytest.mark.parametrize("build", [a_draft, a_case_to_correct, an_accepted_case])
def test_only_what_is_handed_in_is_checked(build):
    case = build(material("photo")) if build is a_case_to_correct else build()
    with pytest.raises(errors.NotNow):
        check(case, "reviewer", material("photo"))


def test_what_the_system_obtained_is_never_asked_for_and_its_source_is_named():
    case = a_submitted_case()
    with pytest.raises(handling_errors.NeverAskTwice) as refused:
        check(case, "reviewer", material("photo"), material("medical-certificate"))
    assert refused.value.facts == {"materials": ["medical-certificate"], "read_at": "/v1/cases/case-1"}
    (pointer,) = refused.value.pointers
    assert pointer.pointer == "#/points/1/at"
    assert "卫生健康部门证照库" in pointer.detail.zh and "certificate-medical-certificate" in pointer.detail.zh
    assert (case.status, case.findings) == (Status.SUBMITTED, ())


def test_what_the_applicant_had_to_upload_instead_may_be_asked_for():
    case = a_draft()
    slot = case.materials["medical-certificate"]
    case.materials = {**case.materials, slot.code: not_obtained(slot)}
    upload(case, slot.code)
    submit(case)
    check(case, "reviewer", material(slot.code))
    assert case.status is Status.CORRECTION_REQUESTED


@pytest.mark.parametrize(
    "point",
    [
        field("/age"),
        field("residence_address"),
        field("//residence_address"),
        field("/"),
        field("/recipient/nickname"),
        field("/residence_address/street"),
        material("diary"),
        material("/photo"),
    ],
    ids=lambda point: point.at,
)
def test_a_point_pinned_to_nothing_is_refused_at_its_place(point):
    case = a_submitted_case()
    with pytest.raises(handling_errors.CorrectionTargetUnknown) as refused:
        check(case, "reviewer", material("photo"), point)
    assert [pointer.pointer for pointer in refused.value.pointers] == ["#/points/1/at"]
    assert case.findings == ()


def test_an_official_does_not_check_their_own_application():
    case = a_submitted_case()
    with pytest.raises(errors.OwnCase):
        case.check("reviewer", [], item=ITEM, act=by(official("reviewer", APPLICANT.id)), calendar=None)


def test_what_is_not_corrected_in_time_lapses():
    case = a_case_to_correct(material("photo"))
    tick(case, on(3, 23, 23))
    assert case.status is Status.CORRECTION_REQUESTED
    tick(case, on(3, 24, 0))
    assert (case.status, case.clock, case.desks) == (Status.CORRECTION_LAPSED, None, ())
    assert types(case)[-1] == "CorrectionLapsed"
    with pytest.raises(errors.NotNow):
        submit(case, at=on(3, 24))


def test_the_limit_ends_and_not_the_timer():
    case = a_case_to_correct(material("photo"))
    upload(case, "photo", "upload-2", on(3, 23, 23))
    with pytest.raises(errors.CorrectionOver):
        submit(case, at=on(3, 24, 0))
    submit(case, at=on(3, 23, 23))
    assert (case.status, case.number) == (Status.SUBMITTED, NUMBER)


def test_an_answer_in_time_is_checked_whatever_the_old_limit_says():
    case = corrected(a_case_to_correct(material("photo")), at=on(3, 23))
    tick(case, on(3, 24, 0))
    assert (case.status, case.clock.promised) == (Status.SUBMITTED, "2026-03-30")


def test_the_same_papers_may_be_handed_in_again():
    case = a_case_to_correct(field("/residence_address"))
    case.save_form(filled_in(ITEM), ITEM, by(APPLICANT))
    submit(case)
    assert case.status is Status.SUBMITTED
