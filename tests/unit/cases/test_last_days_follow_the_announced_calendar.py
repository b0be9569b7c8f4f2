"""A last day that reaches an unannounced year is provisional; the year's notice may move it back, never forward."""

import pytest

from chalicelib.cases.late.model import LateMaterial
from chalicelib.cases.model import Case
from chalicelib.kernel.calendar import CalendarYear, WorkCalendar
from chalicelib.kernel.events import SYSTEM
from tests.support.cases import CALENDAR, an_accepted_case_with_materials_to_follow, by, only, tick, types, upload
from tests.support.clocks import on

HOLIDAYS = [{"date": f"2027-01-0{day}", "name_zh": "元旦", "name_en": "New Year"} for day in (1, 4)]


def announced(*holidays: dict[str, str], worked: tuple[dict[str, str], ...] = ()) -> WorkCalendar:
    year = {"year": 2027, "source": "invented for this test", "holidays": holidays, "make_up_workdays": worked}
    return CALENDAR.with_year(CalendarYear.model_validate(year))


def waiting() -> Case:
    """Accepted on Monday 28 December: the rules by Monday 4 January as far as weekends tell."""
    return an_accepted_case_with_materials_to_follow(at=on(12, 28))


def rules(case: Case) -> LateMaterial:
    return case.late_materials["rules"]


def test_it_is_marked() -> None:
    assert (rules(waiting()).due, rules(waiting()).provisional) == ("2027-01-04", True)


def test_it_moves_back_with_the_holidays_and_what_was_told_of_the_former_day_is_told_anew() -> None:
    case = waiting()
    tick(case, on(12, 31, 10))
    case.tick(by(SYSTEM, on(12, 31, 11)), announced(*HOLIDAYS))
    assert (rules(case).due, rules(case).provisional) == ("2027-01-06", False)
    told = [event.data["due"] for event in case.pending if event.type == "case.LateMaterialReminded"]
    assert told == ["2027-01-04", "2027-01-06"]
    moved = only(case, "LateMaterialsRescheduled").data
    assert (moved["before"]["rules"], moved["materials"]["rules"]) == ("2027-01-04", "2027-01-06")


def test_it_never_moves_forward() -> None:
    """Saturday 2 January is worked: by that the time would be over a day earlier than its applicant was told."""
    case = waiting()
    case.tick(
        by(SYSTEM, on(12, 29)), announced(worked=({"date": "2027-01-02", "name_zh": "调休", "name_en": "Worked"},))
    )
    assert (rules(case).due, rules(case).provisional) == ("2027-01-04", False)


def test_a_process_that_has_not_heard_of_the_notice_changes_nothing() -> None:
    case = waiting()
    case.tick(by(SYSTEM, on(12, 29)), announced(*HOLIDAYS))
    before = case.version
    tick(case, on(12, 29, 12))
    assert case.version == before


@pytest.mark.parametrize("again", [1, 2])
def test_said_once(again: int) -> None:
    case = waiting()
    for _ in range(again):
        case.tick(by(SYSTEM, on(12, 29)), announced(*HOLIDAYS))
    assert types(case).count("LateMaterialsRescheduled") == 1


def test_what_came_has_no_day_any_more() -> None:
    case = waiting()
    for code in ("rules", "contract"):
        upload(case, code, at=on(12, 28, 11))
    case.tick(by(SYSTEM, on(12, 29)), announced(*HOLIDAYS))
    assert "LateMaterialsRescheduled" not in types(case)
