import pytest

from chalicelib.cases import errors
from chalicelib.cases.vocabulary import Stage, Status
from tests.support.cases import (
    APPLICANT,
    a_case_to_correct,
    a_decided_case,
    a_delivered_case,
    a_draft,
    a_new_case,
    a_released_case,
    a_reviewed_case,
    a_submitted_case,
    an_accepted_case,
    by,
    check,
    expect,
    material,
    only,
    pause,
    tick,
    types,
)
from tests.support.clocks import on
from tests.support.items import seeded_item


def withdraw(case) -> None:
    case.withdraw("不再需要", by(APPLICANT, on(3, 6)))


@pytest.mark.parametrize(
    "build",
    [
        a_new_case,
        a_draft,
        a_submitted_case,
        lambda: a_case_to_correct(material("photo")),
        an_accepted_case,
        a_reviewed_case,
    ],
)
def test_at_any_time_before(build):
    case = build()
    withdraw(case)
    assert (case.status, case.stage, case.clock, case.desks, case.is_open) == (
        Status.WITHDRAWN,
        Stage.ARCHIVE if case.number else Stage.CLOSED,
        None,
        (),
        False,
    )
    assert only(case, "Withdrawn").data == {"reason": "不再需要"}


def test_also_when_it_counts_as_accepted_and_when_its_clock_stands_still():
    deemed, paused = a_submitted_case(), an_accepted_case()
    tick(deemed, on(3, 10, 0))
    pause(paused, on(3, 2))
    for case in (deemed, paused):
        withdraw(case)
        assert case.status is Status.WITHDRAWN


@pytest.mark.parametrize("build", [a_decided_case, a_released_case, a_delivered_case])
def test_not_afterwards(build):
    case = build()
    with pytest.raises(errors.AlreadyDecided):
        withdraw(case)
    assert "Withdrawn" not in types(case)


def test_once_is_enough():
    case = a_submitted_case()
    withdraw(case)
    with pytest.raises(errors.NotNow):
        withdraw(case)


def test_nothing_happens_to_it_any_more():
    case = a_submitted_case()
    withdraw(case)
    version = case.version
    for attempt in (
        lambda: check(case, "reviewer"),
        lambda: expect(case, "photo", "upload-9"),
        lambda: case.save_form({}, seeded_item(), by(APPLICANT)),
        lambda: case.refuse_acceptance("不符合条件", "", by(APPLICANT)),
    ):
        with pytest.raises(errors.NotNow):
            attempt()
    tick(case, on(12, 31))
    assert case.version == version
