"""不予受理, and what needs no permit or belongs elsewhere: in writing, naming the right authority (art. 32)."""

import pytest

from chalicelib.cases import errors
from chalicelib.cases.vocabulary import Stage, Status
from tests.support.cases import (
    APPLICANT,
    a_case_to_correct,
    a_draft,
    a_submitted_case,
    an_accepted_case,
    by,
    check,
    material,
    official,
    only,
    submit,
)
from tests.support.clocks import on
from tests.support.items import joint_item

REVIEWER = by(official("reviewer"), on(3, 3))
AUTHORITY = "海口市卫生健康委员会"
WAYS = {
    "refuse_acceptance": (Status.NOT_ACCEPTED, "AcceptanceRefused"),
    "declare_not_required": (Status.NOT_REQUIRED, "NotRequired"),
}


@pytest.mark.parametrize("way", WAYS)
def test_reason_and_right_authority_are_written_down_and_the_case_ends(way):
    case = a_submitted_case()
    getattr(case, way)("不属于本机关职权", AUTHORITY, REVIEWER)
    status, event = WAYS[way]
    assert (case.status, case.stage, case.refusal) == (status, Stage.ARCHIVE, "不属于本机关职权")
    assert only(case, event).data == {"reason": "不属于本机关职权", "right_authority": AUTHORITY}
    assert only(case, event).at == on(3, 3)
    assert case.right_authority == AUTHORITY
    assert (case.clock, case.desks, case.is_open) == (None, (), False)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("build", [a_draft, an_accepted_case, lambda: a_case_to_correct(material("photo"))])
def test_only_while_the_papers_are_checked(way, build):
    with pytest.raises(errors.NotNow):
        getattr(build(), way)("不属于本机关职权", AUTHORITY, REVIEWER)


@pytest.mark.parametrize("way", WAYS)
def test_nobody_turns_their_own_application_away(way):
    with pytest.raises(errors.OwnCase):
        getattr(a_submitted_case(), way)("不属于本机关职权", "", by(official("reviewer", APPLICANT.id)))


def test_a_desk_may_refuse_what_another_has_found_complete():
    case = a_submitted_case(joint_item())
    check(case, "fire", item=joint_item())
    case.refuse_acceptance("不符合受理条件", "", REVIEWER)
    assert case.status is Status.NOT_ACCEPTED


def test_an_ended_case_is_not_submitted_again():
    case = a_submitted_case()
    case.refuse_acceptance("不符合受理条件", "", REVIEWER)
    with pytest.raises(errors.AlreadySubmitted):
        submit(case)


def test_acceptance_is_dated_by_the_day_the_last_desk_found_nothing():
    case = a_submitted_case(joint_item())
    check(case, "fire", item=joint_item(), at=on(3, 3))
    check(case, "reviewer", item=joint_item(), at=on(3, 5))
    assert (case.accepted_since, case.clock.ledger.started_at) == (on(3, 5), on(3, 5))
    assert only(case, "Accepted").data == {"since": "2026-03-05T02:00:00Z"}
    assert only(case, "ReviewOpened").data == {"stages": 2}
