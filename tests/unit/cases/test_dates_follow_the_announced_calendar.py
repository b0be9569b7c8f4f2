"""A due date that reaches an unannounced year is provisional, and computed again when the year is imported."""

import pytest

from chalicelib.cases import service, store
from chalicelib.cases.vocabulary import Status
from chalicelib.catalogue.calendars.service import announce_year
from chalicelib.catalogue.service import catalogue_of
from chalicelib.catalogue.store import load_calendar
from chalicelib.kernel.calendar import CalendarYear
from chalicelib.kernel.events import SYSTEM
from tests.support.cases import (
    CALENDAR,
    a_new_case,
    a_submitted_case,
    by,
    check,
    only,
    pause,
    resume,
    stored,
    tick,
    types,
    with_catalogue,
)
from tests.support.clocks import on
from tests.support.items import joint_item
from tests.support.platform import FakePlatform

QUIET = {"year": 2027, "source": "invented for this test", "holidays": (), "make_up_workdays": ()}
NEW_YEAR = [{"date": f"2027-01-0{day}", "name_zh": "元旦", "name_en": "New Year"} for day in (1, 2, 3, 4)]
YEAR = CalendarYear.model_validate(
    {"year": 2027, "source": "invented for this test", "holidays": NEW_YEAR, "make_up_workdays": []}
)
ANNOUNCED = CALENDAR.with_year(YEAR)


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
    assert only(case, "ClockRecomputed").data == {
        "clock": 1,
        "kind": "CHECK",
        "due": "2027-01-07",
        "statutory": "2027-01-07",
        "provisional": False,
        "due_before": "2027-01-05",
        "statutory_before": "2027-01-05",
    }


def test_whoever_runs_the_platform_learns_once_that_a_notice_is_missing():
    case = submitted()
    alert = only(case, "DueDateProvisional")
    assert (alert.actor, alert.data) == (
        SYSTEM,
        {"clock": 1, "kind": "CHECK", "due": "2027-01-05", "statutory": "2027-01-05"},
    )
    tick(case, on(12, 30))
    check(case, "fire", item=joint_item(), at=on(12, 30))
    check(case, "reviewer", item=joint_item(), at=on(12, 30))
    pause(case, on(12, 30))
    resume(case, on(12, 31))
    alerts = [event.data["kind"] for event in case.pending if event.type == "case.DueDateProvisional"]
    assert alerts == ["CHECK", "HANDLING"]


def test_a_date_that_becomes_settled_where_it_was_is_an_event_without_a_move():
    case = submitted()
    case.tick(by(SYSTEM, on(12, 30)), CALENDAR.with_year(CalendarYear(**QUIET)))
    told = only(case, "ClockRecomputed").data
    assert (told["due"], told["due_before"], told["provisional"]) == ("2027-01-05", "2027-01-05", False)


def test_what_was_warned_of_is_warned_of_again_when_the_date_moves_away():
    case = submitted()
    tick(case, on(1, 5, 0, 2027))
    assert {"LAMP_YELLOW", "WARNING"} <= set(case.clock.raised)
    case.recompute_clock(by(SYSTEM, on(1, 5, 1, 2027)), ANNOUNCED)
    assert "WARNING" not in case.clock.raised
    case.tick(by(SYSTEM, on(1, 7, 1, 2027)), ANNOUNCED)
    warnings = [event.data["fell_due_at"] for event in case.pending if event.data.get("alarm") == "WARNING"]
    assert warnings == ["2027-01-04T16:00:00Z", "2027-01-06T16:00:00Z"]


def test_a_process_that_has_not_heard_of_the_year_yet_moves_nothing_back():
    case = submitted()
    case.tick(by(SYSTEM, on(12, 30)), ANNOUNCED)
    tick(case, on(12, 30))
    assert (case.clock.promised, types(case).count("ClockRecomputed")) == ("2027-01-07", 1)


def test_a_process_that_has_not_heard_of_the_year_yet_raises_no_alarm():
    """It would tell of instants that are no more; told by the new calendar, each is told once."""
    case = submitted()
    case.tick(by(SYSTEM, on(12, 30)), ANNOUNCED)
    for day in (5, 6):
        tick(case, on(1, day, 1, 2027))
        assert case.clock.raised == ()
        assert case.clock.next_alarm == on(1, 6, 0, 2027)
    case.tick(by(SYSTEM, on(1, 7, 1, 2027)), ANNOUNCED)
    told = [(event.data["alarm"], event.data["fell_due_at"]) for event in case.pending if "alarm" in event.data]
    assert len(told) == len(set(told)) == 2


def test_time_is_told_by_a_calendar_as_new_as_that_of_the_case():
    """This process keeps the former one warm; the year was announced, and another process has moved the case."""
    cloud = with_catalogue(FakePlatform(), joint_item())
    catalogue = catalogue_of(cloud)
    former = catalogue.calendar()
    uow = cloud.unit_of_work()
    announce_year(uow, YEAR)
    uow.commit()
    announced = load_calendar(cloud.table)
    assert catalogue.calendar().edition == former.edition < announced.edition
    case = submitted()
    case.tick(by(SYSTEM, on(12, 30)), announced)
    stored(cloud.table, case)
    cloud.clock.instant = on(1, 7, 1, 2027)
    service.tick(cloud, case.id, cloud.act())
    told = [it.data["fell_due_at"] for it in store.load_history(cloud.table, case.id)[1] if "alarm" in it.data]
    assert told == ["2027-01-05T16:00:00Z", "2027-01-06T16:00:00Z"]


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


def test_a_correction_of_a_known_year_is_not_undone_by_who_has_not_heard_of_it():
    """As in January 2020, when the Spring Festival was prolonged while it was going on."""
    case = submitted()
    case.tick(by(SYSTEM, on(12, 30)), ANNOUNCED)
    longer = {**QUIET, "holidays": [*NEW_YEAR, {**NEW_YEAR[0], "date": "2027-01-05"}]}
    corrected = ANNOUNCED.with_year(CalendarYear.model_validate(longer))
    case.tick(by(SYSTEM, on(12, 31)), corrected)
    case.tick(by(SYSTEM, on(12, 31)), ANNOUNCED)
    assert (case.clock.promised, types(case).count("ClockRecomputed")) == ("2027-01-08", 2)


def test_a_newer_calendar_that_changes_nothing_for_it_is_no_event():
    case = submitted()
    case.tick(by(SYSTEM, on(12, 30)), ANNOUNCED)
    again = ANNOUNCED.with_year(CalendarYear.model_validate({**QUIET, "holidays": NEW_YEAR}))
    case.tick(by(SYSTEM, on(12, 30)), again)
    assert types(case).count("ClockRecomputed") == 1
