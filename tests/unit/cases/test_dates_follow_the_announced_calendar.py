"""A due date that reaches an unannounced year is provisional, and computed again when the year is imported."""

import pytest

from chalicelib.cases.vocabulary import Status
from chalicelib.kernel.calendar import CalendarYear
from chalicelib.kernel.events import SYSTEM
from tests.support.cases import (
    CALENDAR,
    a_new_case,
    a_submitted_case,
    by,
    only,
    tick,
    types,
)
from tests.support.clocks import on
from tests.support.items import joint_item

NEW_YEAR = [{"date": f"2027-01-0{day}", "name_zh": "元旦", "name_en": "New Year"} for day in (1, 2, 3, 4)]
ANNOUNCED = CALENDAR.with_year(
    CalendarYear.model_validate(
        {"year": 2027, "source": "invented for this test", "holidays": NEW_YEAR, "make_up_workdays": []}
    )
)


def submitted():
    """Checked until 2027-01-05 as far as weekends tell, until 2027-01-07 with two days off."""
    return a_submitted_case(joint_item(), at=on(12, 29))


def test_it_is_marked():
    assert submitted().clock.provisional
    assert not a_submitted_case(at=on(12, 1)).clock.provisional


def test_it_is_computed_again_by_the_next_tick():
    case = submitted()
    before = case.clock.promised
    case.tick(by(SYSTEM, on(12, 30)), ANNOUNCED)
    assert (before, case.clock.promised, case.clock.provisional) == ("2027-01-05", "2027-01-07", False)
    assert only(case, "ClockRecomputed").data == {"clock": 1, "due": "2027-01-07", "statutory": "2027-01-07"}


def test_nobody_is_judged_by_a_date_that_was_only_guessed():
    case = submitted()
    case.tick(by(SYSTEM, on(1, 6, 0, 2027)), ANNOUNCED)
    assert case.status is Status.SUBMITTED
    case.tick(by(SYSTEM, on(1, 8, 0, 2027)), ANNOUNCED)
    assert case.status is Status.DEEMED_ACCEPTED


@pytest.mark.parametrize("calendar", [CALENDAR, ANNOUNCED])
def test_an_announcement_that_changes_nothing_is_no_event(calendar):
    case = a_submitted_case(joint_item())
    case.tick(by(SYSTEM, on(3, 3)), calendar)
    assert "ClockRecomputed" not in types(case)


def test_without_a_clock_there_is_nothing_to_compute():
    case = a_new_case()
    tick(case, on(12, 30))
    assert types(case) == ["DraftOpened"]
