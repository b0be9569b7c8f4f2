"""A running case is moved to another version of its item by an explicit act only, and only where nobody loses by it."""

import pytest

from chalicelib.cases import errors
from chalicelib.cases.blockers import what_blocks_a_move
from chalicelib.cases.vocabulary import SlotState, Stage
from chalicelib.catalogue.model import ItemContent
from chalicelib.kernel.clock_entries import PauseReason
from tests.support.cases import (
    APPLICANT,
    CALENDAR,
    HEAD,
    a_case_to_correct,
    a_decided_case,
    a_draft,
    a_new_case,
    a_reviewed_case,
    a_submitted_case,
    advise,
    an_accepted_case,
    by,
    check,
    extend,
    field,
    material,
    obtained,
    official,
    only,
    pause,
    pay,
    resume,
    sign,
    submit,
    tick,
    types,
    upload,
)
from tests.support.clocks import on
from tests.support.items import changed, joint_item, seeded_item

JOINT, SEEDED = joint_item(), seeded_item()
PLAN, PHOTO, CHARTER = (material.model_dump(mode="json") for material in JOINT.materials)


def second(item=JOINT, **parts):
    """The next version of `item`, with other parts."""
    return changed(item, version=2, **parts)


def days(promised, statutory, **more):
    return {"promised": {"amount": promised}, "statutory": {"amount": statutory}, **more}


def fee(amount, moment="BEFORE_DECISION"):
    return {"name": {"zh": "工本费"}, "amount_fen": amount, "basis": "虚构收费依据", "moment": moment}


def move(case, item, at=None, reason="新版本减少了材料"):
    case.move_to(item, reason, by(HEAD, at or on(3, 4)), CALENDAR)


def blocked(case, item):
    return [blocker.pointer for blocker in what_blocks_a_move(case, item, CALENDAR)]


def test_publishing_a_version_does_nothing_to_it():
    case = an_accepted_case(JOINT)
    tick(case, on(3, 4))
    assert (case.terms.version, case.clock.promised) == (1, "2026-03-16")


def test_an_equal_version_moves_a_case_at_any_point_before_the_decision():
    to_correct = a_case_to_correct(field("/seats"), item=JOINT)
    for case in (a_new_case(JOINT), a_draft(JOINT), a_submitted_case(JOINT), to_correct, a_reviewed_case(JOINT)):
        before = case.model_dump(exclude={"terms", "version", "head"})
        move(case, second())
        assert case.terms.version == 2
        assert case.model_dump(exclude={"terms", "version", "head"}) == before
        assert types(case)[-1] == "MovedToVersion"


def test_the_act_says_who_why_from_where_to_where_and_what_becomes_of_the_dates():
    case = an_accepted_case(JOINT)
    move(case, second(limits=days(8, 15)))
    event = only(case, "MovedToVersion")
    assert event.actor == HEAD
    assert event.data == {
        "from_version": 1,
        "to_version": 2,
        "reason": "新版本减少了材料",
        "route_changed": False,
        "clock": case.clock.number,
        "due": "2026-03-12",
        "statutory": "2026-03-23",
    }


def test_a_refused_move_changes_nothing_and_names_everything_in_its_way():
    case = an_accepted_case(JOINT)
    before = case.model_dump()
    with pytest.raises(errors.MoveRefused) as refusal:
        move(case, second(regions=["460200"], limits=days(11, 20), fee=fee(5001)))
    assert [blocker.pointer for blocker in refusal.value.pointers] == ["#/region", "#/limits/promised", "#/fee"]
    assert all(blocker.detail.zh and blocker.detail.en for blocker in refusal.value.pointers)
    assert case.model_dump() == before


def test_nobody_moves_their_own_application():
    with pytest.raises(errors.OwnCase):
        a_submitted_case(JOINT).move_to(second(), "理由", by(official("head", APPLICANT.id)), CALENDAR)


def test_what_was_decided_or_has_ended_stays():
    withdrawn = a_submitted_case(JOINT)
    withdrawn.withdraw("不再需要", by(APPLICANT))
    for case in (a_decided_case(JOINT), withdrawn):
        assert blocked(case, second()) == ["#/status"]


def test_the_version_that_it_is_on_is_no_move_but_a_draft_of_it_can_be_tried():
    case = a_submitted_case(JOINT)
    assert blocked(case, JOINT) == ["#/version"]
    content = ItemContent.model_validate(JOINT.model_dump(exclude={"version"}))
    assert blocked(case, content) == []


def test_another_department_does_not_get_a_case_this_way():
    other = {"code": "ZJ", "name": {"zh": "住房和城乡建设局"}}
    assert "#/department" in blocked(a_submitted_case(JOINT), second(department=other))


@pytest.mark.parametrize(
    ("build", "level", "in_the_way"),
    [(a_submitted_case, 4, ["#/applicant"]), (a_submitted_case, 3, []), (a_new_case, 4, [])],
)
def test_nobody_has_to_identify_themselves_again(build, level, in_the_way):
    assert blocked(build(JOINT), second(minimum_level=level)) == in_the_way


def test_what_was_handed_in_has_to_fit_and_a_draft_may_still_be_filled_in():
    form = {**JOINT.form, "required": ["site", "seats", "remark"]}
    assert blocked(a_submitted_case(JOINT), second(form=form)) == ["#/form/remark"]
    assert blocked(a_draft(JOINT), second(form=form)) == []


def test_one_more_material_is_not_asked_for_after_submission():
    more = [PLAN, {**PHOTO, "necessity": "REQUIRED"}, CHARTER, {**PLAN, "code": "survey"}]
    assert blocked(a_submitted_case(JOINT), second(materials=more)) == ["#/materials/photo", "#/materials/survey"]
    draft = a_draft(JOINT)
    move(draft, second(materials=more))
    with pytest.raises(errors.MaterialsMissing) as refusal:
        submit(draft, second(materials=more))
    assert [it.pointer for it in refusal.value.pointers] == ["#/materials/photo", "#/materials/survey"]
    for code in ("photo", "survey"):
        upload(draft, code)
    submit(draft, second(materials=more))


def test_a_source_of_a_new_material_is_asked_for_a_draft():
    registry = {**CHARTER, "code": "registry"}
    draft = a_draft(JOINT)
    move(draft, second(materials=[PLAN, CHARTER, registry]))
    assert {code: slot.state for code, slot in draft.materials.items()} == {
        "plan": SlotState.UPLOADED,
        "charter": SlotState.OBTAINED,
        "registry": SlotState.ASKING,
    }
    draft.resolve_material(obtained(draft.materials["registry"]), by(APPLICANT))
    submit(draft, second(materials=[PLAN, CHARTER, registry]))


def test_what_is_not_required_any_more_is_not_asked_for_and_what_is_there_stays():
    case = a_new_case(JOINT)
    late = case.materials["charter"]
    upload(case, "plan")
    move(case, second(materials=[PHOTO]))
    assert set(case.materials) == {"photo", "plan"}
    case.resolve_material(obtained(late), by(APPLICANT))
    assert set(case.materials) == {"photo", "plan"}


def test_a_point_of_the_correction_request_does_not_lose_its_place():
    case = a_case_to_correct(field("/site/floor"), material("plan"), item=JOINT)
    site = {"type": "object", "properties": {"address": {"type": "string"}}}
    form = {**JOINT.form, "properties": {**JOINT.form["properties"], "site": site}}
    assert blocked(case, second(form=form, materials=[CHARTER])) == ["#/correction/points/0", "#/correction/points/1"]


@pytest.mark.parametrize(
    ("limits", "in_the_way"),
    [
        (days(10, 20), []),
        (days(5, 15), []),
        (days(11, 20), ["#/limits/promised"]),
        (days(10, 21), ["#/limits/statutory"]),
        (days(11, 25), ["#/limits/promised", "#/limits/statutory"]),
    ],
)
@pytest.mark.parametrize("build", [a_submitted_case, an_accepted_case])
def test_a_promise_that_was_given_is_kept(build, limits, in_the_way):
    """Already from the submission on: the applicant was told of it when they handed in."""
    assert blocked(build(JOINT), second(limits=limits)) == in_the_way


def test_limits_in_other_units_are_compared_by_their_dates():
    week = {"promised": {"amount": 7, "unit": "CALENDAR_DAY"}, "statutory": {"amount": 20}}
    month = {"promised": {"amount": 1, "unit": "MONTH"}, "statutory": {"amount": 20}}
    assert blocked(an_accepted_case(JOINT), second(limits=week)) == []
    assert blocked(an_accepted_case(JOINT), second(limits=month)) == ["#/limits/promised"]


def test_a_draft_was_promised_nothing():
    assert blocked(a_draft(JOINT), second(limits=days(15, 30))) == []


def test_pauses_and_the_extension_go_on_counting():
    case = an_accepted_case(JOINT)
    pause(case, on(3, 3), PauseReason.HEARING)
    resume(case, on(3, 5))
    extend(case, 5, on(3, 5))
    move(case, second(limits=days(5, 15)), on(3, 5))
    assert (case.clock.promised, case.clock.statutory) == ("2026-03-18", "2026-04-01")
    assert case.clock.ledger.is_extended
    assert blocked(case, changed(JOINT, version=3, limits=days(5, 15, extension={"amount": 4}))) == ["#/limits"]


def test_a_shorter_check_does_not_shorten_the_one_that_runs():
    case = a_submitted_case(JOINT)
    move(case, second(acceptance_check={"amount": 2}))
    assert (case.clock.kind, case.clock.promised) == ("CHECK", "2026-03-09")


@pytest.mark.parametrize(("amount", "in_the_way"), [(5001, ["#/fee"]), (5000, []), (1, [])])
def test_nobody_pays_more_than_they_were_told(amount, in_the_way):
    assert blocked(a_submitted_case(JOINT), second(fee=fee(amount))) == in_the_way
    assert blocked(a_submitted_case(changed(JOINT, fee=None)), second(fee=fee(amount))) == ["#/fee"]


def test_a_fee_that_was_asked_for_does_not_change_even_downwards():
    case = a_reviewed_case(JOINT)
    assert blocked(case, second(fee=fee(4999))) == ["#/fee"]
    assert blocked(case, second(fee=None)) == ["#/fee"]


def test_a_fee_that_is_gone_is_not_asked_for():
    case = an_accepted_case(JOINT)
    move(case, second(fee=None))
    for desk in ("reviewer", "fire", "panel"):
        advise(case, desk)
    assert (case.stage, case.fee) == (Stage.DECISION, None)


def stages(*desks):
    return [{"name": {"zh": f"第{number}步审查"}, "desks": list(names)} for number, names in enumerate(desks)]


def test_a_stage_that_was_answered_stays_and_one_that_was_not_may_change():
    case = an_accepted_case(JOINT)
    advise(case, "fire")
    assert blocked(case, second(review=stages(["fire"], ["panel"]))) == ["#/review/0"]
    move(case, second(review=stages(["fire", "reviewer"], ["board"], ["reviewer"])))
    assert only(case, "MovedToVersion").data["route_changed"]
    for desk in ("reviewer", "board", "reviewer"):
        advise(case, desk)
    pay(case)
    assert case.stage is Stage.DECISION


def test_a_check_that_was_begun_is_finished_by_the_same_desks():
    case = a_submitted_case(JOINT)
    check(case, "fire", item=JOINT)
    assert blocked(case, second(review=stages(["reviewer"]))) == ["#/review/0"]
    assert blocked(case, second(review=stages(["reviewer", "fire"]))) == []


def test_answers_to_stages_that_are_gone_are_not_thrown_away():
    assert blocked(a_reviewed_case(JOINT), second(review=stages(["reviewer", "fire"]))) == ["#/review/1"]


def test_a_new_stage_after_the_last_one_is_gone_through():
    case = a_reviewed_case(JOINT)
    move(case, second(review=stages(["reviewer", "fire"], ["panel"], ["board"])))
    assert (case.stage, case.desks) == (Stage.REVIEW, ("board",))
    assert case.desks_owing(7) == ()


def test_the_way_of_delivery_that_was_chosen_is_kept():
    assert blocked(a_submitted_case(), second(SEEDED, delivery=["ELECTRONIC"])) == ["#/form/delivery_way"]


def test_consent_by_silence_is_not_taken_back():
    tacit = changed(JOINT, tacit_approval={"basis": "虚构条例第九条"})
    assert blocked(a_submitted_case(tacit), second()) == ["#/tacit_approval"]
    assert blocked(a_draft(tacit), second()) == []
    assert blocked(a_submitted_case(JOINT), second(tacit)) == []


def test_a_draft_signs_the_promise_of_its_new_version():
    promise = {**SEEDED.promise.model_dump(mode="json"), "version": "2", "text": "本人承诺所填内容真实。"}
    other = second(SEEDED, promise=promise)
    draft, submitted = a_draft(), a_submitted_case()
    move(draft, other)
    move(submitted, other)
    assert (draft.promise, submitted.promise.sha256) == (None, SEEDED.promise.sha256)
    with pytest.raises(errors.PromiseMissing):
        submit(draft, other)
    sign(draft, other)
    submit(draft, other)


def test_whether_a_second_open_case_is_barred_was_settled_at_the_beginning():
    case = a_submitted_case(JOINT)
    move(case, second(one_open_case=False))
    assert case.terms.one_open_case


def test_warnings_of_dates_that_came_nearer_are_given_for_the_new_dates():
    case = an_accepted_case(JOINT)
    tick(case, on(3, 13, 0))
    told = list(case.clock.raised)
    move(case, second(limits=days(9, 20)), on(3, 13, 1))
    assert case.clock.promised == "2026-03-13"
    tick(case, on(3, 13, 2))
    again = [event.data["alarm"] for event in case.pending if event.type == "case.ClockAlarmRaised"]
    assert told and len(again) > len(told)


def test_it_goes_to_no_version_that_is_for_others():
    case = a_submitted_case(JOINT)
    (blocker,) = what_blocks_a_move(case, second(subjects=["2", "3"]), CALENDAR)
    assert (blocker.pointer, blocker.detail.en) == (
        "#/subjects",
        "The new version is not for applicants of this kind",
    )
    assert what_blocks_a_move(case, second(subjects=["1", "2"]), CALENDAR) == ()
