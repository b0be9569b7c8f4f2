"""Desks of a stage side by side, each once; the next stage opens when all have answered; then the head decides."""

import pytest

from chalicelib.cases import errors, handling_errors
from chalicelib.cases.vocabulary import Advice, Outcome, Stage, Status
from tests.support.cases import (
    APPLICANT,
    CALENDAR,
    HEAD,
    a_case_to_correct,
    a_decided_case,
    a_draft,
    a_reviewed_case,
    a_submitted_case,
    advise,
    an_accepted_case,
    by,
    material,
    official,
    only,
    types,
)
from tests.support.clocks import on
from tests.support.items import changed, joint_item

JOINT = joint_item()


def decide(case, at=None, outcome=Outcome.GRANTED, head=HEAD):
    case.decide(outcome, "符合法定条件", by(head, at or on(3, 4)), CALENDAR)


def test_desks_of_a_stage_answer_in_any_order():
    case = an_accepted_case(JOINT)
    advise(case, "fire")
    assert (case.status, case.desks) == (Status.IN_REVIEW, ("reviewer",))
    advise(case, "reviewer", advice=Advice.DENY)
    assert case.desks == ("panel",)
    assert [(opinion.stage, opinion.desk, opinion.advice) for opinion in case.opinions] == [
        (0, "fire", "GRANT"),
        (0, "reviewer", "DENY"),
    ]


def test_an_opinion_is_given_once():
    case = an_accepted_case(JOINT)
    advise(case, "fire")
    with pytest.raises(handling_errors.OpinionAlreadyGiven):
        advise(case, "fire")
    assert types(case).count("OpinionGiven") == 1


def test_a_later_stage_has_to_wait():
    case = an_accepted_case(JOINT)
    advise(case, "fire")
    with pytest.raises(handling_errors.DeskNotAsked):
        advise(case, "panel")


@pytest.mark.parametrize("desk", ["head", "nobody"])
def test_a_desk_that_the_item_does_not_ask_has_no_opinion(desk):
    with pytest.raises(handling_errors.DeskNotAsked):
        advise(an_accepted_case(JOINT), desk)


def test_after_the_last_opinion_there_is_nothing_to_add():
    case = an_accepted_case()
    advise(case, "reviewer")
    with pytest.raises(handling_errors.OpinionAlreadyGiven):
        advise(case, "reviewer")


def test_the_same_desk_may_be_asked_in_two_stages():
    stages = [{"name": {"zh": "初审"}, "desks": ["reviewer"]}, {"name": {"zh": "复核"}, "desks": ["reviewer", "fire"]}]
    case = an_accepted_case(changed(JOINT, review=stages))
    advise(case, "reviewer")
    assert case.desks == ("reviewer", "fire")
    advise(case, "reviewer")
    with pytest.raises(handling_errors.OpinionAlreadyGiven):
        advise(case, "reviewer")
    advise(case, "fire")
    assert case.stage is Stage.FEE


@pytest.mark.parametrize(
    "build", [a_draft, a_submitted_case, a_decided_case, lambda: a_case_to_correct(material("photo"))]
)
def test_only_an_accepted_case_is_reviewed(build):
    with pytest.raises(errors.NotNow):
        advise(build(), "reviewer")


def test_nobody_reviews_or_decides_their_own_application():
    with pytest.raises(errors.OwnCase):
        an_accepted_case().give_opinion("reviewer", Advice.GRANT, "齐全", by(official("reviewer", APPLICANT.id)))
    with pytest.raises(errors.OwnCase):
        decide(a_reviewed_case(), head=official("head", APPLICANT.id))


def test_the_head_decides_and_the_document_has_ten_working_days():
    case = a_reviewed_case()
    decide(case, on(3, 4))
    assert (case.status, case.is_granted, case.desks) == (Status.DECIDED, True, ())
    assert (case.clock.kind, case.clock.promised) == ("SERVICE", "2026-03-18")
    assert only(case, "Decided").data == {"outcome": "GRANTED", "reason": "符合法定条件"}
    assert only(case, "Decided").actor == HEAD


def test_the_head_is_free_to_differ():
    case = an_accepted_case()
    advise(case, "reviewer", advice=Advice.DENY)
    decide(case)
    assert case.is_granted


@pytest.mark.parametrize("build", [a_draft, a_submitted_case, an_accepted_case])
def test_no_decision_before_every_desk_has_advised(build):
    with pytest.raises(errors.NotNow):
        decide(build())


def test_no_decision_before_the_fee_where_it_comes_first():
    case = an_accepted_case(JOINT)
    for desk in ("fire", "reviewer", "panel"):
        advise(case, desk)
    assert case.stage is Stage.FEE
    with pytest.raises(errors.NotNow):
        decide(case)


@pytest.mark.parametrize("outcome", Outcome)
def test_a_decision_is_made_once(outcome):
    case = a_decided_case()
    with pytest.raises(errors.AlreadyDecided):
        decide(case, outcome=outcome)
    assert (case.is_granted, types(case).count("Decided")) == (True, 1)
