"""逾期不告知的,自收到申请材料之日起即为受理 (Administrative Licensing Law art. 32 (4))."""

import pytest

from chalicelib.cases import errors, handling_errors
from chalicelib.cases.vocabulary import ClockKind, Status
from chalicelib.kernel.events import SYSTEM
from tests.support.cases import (
    a_case_to_correct,
    a_submitted_case,
    advise,
    by,
    check,
    field,
    material,
    official,
    only,
    submit,
    tick,
    types,
    upload,
)
from tests.support.clocks import on
from tests.support.items import joint_item

JOINT = joint_item()
LAST_HOUR, OVER, LATER = on(3, 9, 23), on(3, 10, 0), on(3, 12)


def test_in_the_last_hour_a_request_is_in_time():
    case = a_submitted_case()
    check(case, "reviewer", material("photo"), at=LAST_HOUR)
    assert case.status is Status.CORRECTION_REQUESTED


@pytest.mark.parametrize("at", [OVER, LATER])
def test_after_five_working_days_a_request_is_refused(at):
    case = a_submitted_case()
    with pytest.raises(handling_errors.CheckOverdue):
        check(case, "reviewer", material("photo"), at=at)
    assert case.correction is None


@pytest.mark.parametrize("at", [OVER, LATER])
def test_the_papers_count_as_accepted_from_the_day_they_came_in(at):
    case = a_submitted_case(JOINT)
    tick(case, LAST_HOUR)
    assert case.status is Status.SUBMITTED
    tick(case, at)
    assert (case.status, case.accepted_since) == (Status.DEEMED_ACCEPTED, on(3, 2))
    assert only(case, "DeemedAccepted").data == {"since": "2026-03-02T02:00:00Z"}
    assert only(case, "DeemedAccepted").actor == SYSTEM


def test_the_handling_clock_runs_since_that_day():
    case = a_submitted_case(JOINT)
    tick(case, LATER)
    assert (case.clock.kind, case.clock.promised, case.clock.statutory) == (
        ClockKind.HANDLING,
        "2026-03-16",
        "2026-03-30",
    )
    assert case.clock.ledger.started_at == on(3, 2)


def test_a_late_acceptance_is_no_later_acceptance():
    case = a_submitted_case(JOINT)
    check(case, "reviewer", item=JOINT, at=LATER)
    assert (case.status, case.accepted_since, case.clock.promised) == (
        Status.DEEMED_ACCEPTED,
        on(3, 2),
        "2026-03-16",
    )


def test_a_desk_that_comes_late_does_not_send_what_another_found_in_time():
    case = a_submitted_case(JOINT)
    check(case, "fire", material("plan"), item=JOINT, at=LAST_HOUR)
    check(case, "reviewer", item=JOINT, at=OVER)
    assert (case.status, case.correction) == (Status.DEEMED_ACCEPTED, None)


def test_one_desk_in_time_does_not_stop_the_clock():
    case = a_submitted_case(JOINT)
    check(case, "fire", material("plan"), item=JOINT)
    tick(case, OVER)
    assert case.status is Status.DEEMED_ACCEPTED


def test_the_second_round_counts_from_its_own_day():
    case = a_case_to_correct(material("plan"), item=JOINT)
    upload(case, "plan", "upload-2", on(3, 6))
    submit(case, JOINT, on(3, 6))
    tick(case, on(3, 13, 23))
    assert case.status is Status.SUBMITTED
    tick(case, on(3, 14, 0))
    assert (case.status, case.accepted_since) == (Status.DEEMED_ACCEPTED, on(3, 6))


@pytest.mark.parametrize("say", ["refuse_acceptance", "declare_not_required"])
def test_nobody_is_turned_away_after_that(say):
    case = a_submitted_case()
    with pytest.raises(handling_errors.CheckOverdue):
        getattr(case, say)("不属于本机关职权", "海口市卫生健康委员会", by(official("reviewer"), OVER))
    assert case.status is Status.SUBMITTED


def test_such_a_case_is_reviewed_like_any_other():
    case = a_submitted_case()
    tick(case, LATER)
    assert case.desks == ("reviewer",)
    with pytest.raises(errors.NotNow):
        check(case, "reviewer", field("/residence_address"), at=LATER)
    advise(case, "reviewer", LATER)
    assert case.desks == ("head",)


def test_the_timer_tells_the_same_however_late_it_is():
    in_time, late = a_submitted_case(JOINT), a_submitted_case(JOINT)
    for at in (on(3, 7, 0), on(3, 10, 0), on(3, 14, 0), on(3, 17, 0), on(3, 18, 0), on(3, 19, 0)):
        tick(in_time, at)
    tick(late, on(3, 19, 0))

    def told(case):
        return [(event.type, event.data) for event in case.pending if event.type != "case.DataDisclosed"]

    assert told(late) == told(in_time)
    assert late.clock == in_time.clock
    assert types(late).count("DeemedAccepted") == 1
