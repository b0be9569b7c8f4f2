"""Every holiday moves thousands of due dates: slips in a year's notice are found before it is in force, all at once."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.catalogue.calendars import errors
from chalicelib.catalogue.calendars.notices import RULES, YearNotice, faults_of
from chalicelib.catalogue.calendars.service import checked, year_of
from tests.support.calendars import SEED

NUMBER = "国办发明电〔2026〕9号"


def day(date: str) -> dict[str, str]:
    return {"date": date, "name_zh": "节日", "name_en": "Holiday"}


FIXED = [day(f"2027-{date}") for date in ("01-01", "05-01", "10-01", "10-02", "10-03")]
OTHERS = [day(f"2027-{date}") for date in ("02-05", "02-08", "02-09", "02-10", "02-11", "04-05", "06-09")]
MAKE_UP = [day("2027-02-13")]


def notice(**parts: Any) -> YearNotice:
    whole = {
        "source": "虚构的通知",
        "document_number": NUMBER,
        "holidays": [*FIXED, *OTHERS],
        "make_up_workdays": MAKE_UP,
    }
    return YearNotice.model_validate({**whole, **parts})


def places(**parts: Any) -> list[str]:
    return [fault.pointer for fault in faults_of(2027, notice(**parts))]


@pytest.mark.parametrize("path", sorted(SEED.glob("*.json")), ids=lambda path: path.stem)
def test_the_notices_of_real_years_are_plausible(path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    days = {name: document[name] for name in ("holidays", "make_up_workdays")}
    assert faults_of(document["year"], notice(**days)) == ()


def test_a_good_one_is_kept_as_it_was_announced() -> None:
    kept = checked(2027, notice())
    assert (kept.year, kept.source, len(kept.holidays), len(kept.make_up_workdays)) == (2027, "虚构的通知", 12, 1)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"holidays": [*FIXED, *OTHERS, day("2026-12-31")]}, ["#/holidays/12/date"]),
        ({"holidays": [*FIXED, *OTHERS, day("2027-01-01")]}, ["#/holidays/12/date"]),
        ({"make_up_workdays": [day("2027-02-05")]}, ["#/make_up_workdays/0/date", "#/make_up_workdays/0/date"]),
        ({"make_up_workdays": [day("2027-02-22")]}, ["#/make_up_workdays/0/date"]),
        ({"holidays": [*FIXED[1:], *OTHERS]}, ["#/holidays"]),
        ({"holidays": FIXED, "make_up_workdays": []}, ["#/holidays"]),
    ],
    ids=["another year", "twice", "both off and worked", "no weekend day", "no New Year", "cut off"],
)
def test_each_slip_is_named_with_its_place(parts: dict[str, Any], expected: list[str]) -> None:
    assert places(**parts) == expected


def test_a_list_that_was_pasted_into_the_wrong_place() -> None:
    many = [day(f"2027-{month:02d}-{date:02d}") for month in range(1, 8) for date in range(1, 12)]
    assert "#/holidays" in places(holidays=[*many, *FIXED[2:]])
    weekends = [day(f"2027-{month:02d}-{date:02d}") for month in (3, 7, 8) for date in (6, 13, 20, 27)]
    weekends += [day("2027-11-06"), day("2027-11-13")]
    assert places(make_up_workdays=weekends).count("#/make_up_workdays") == 2


def test_all_of_them_at_once_in_both_languages() -> None:
    with pytest.raises(errors.NoticeImplausible) as refusal:
        checked(2027, notice(holidays=[day("2026-01-01")], make_up_workdays=[day("2027-02-22")]))
    pointers = refusal.value.pointers
    assert len(pointers) == 8
    assert all(fault.detail.zh and fault.detail.en for fault in pointers)


def test_every_rule_says_why() -> None:
    assert all(rule.__doc__ for rule in RULES)
    assert len({rule.__name__ for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("number", ["", "9号", "国办发明电2026-9", "国办发明电〔2026〕号", "国办发明电〔1926〕9号"])
def test_a_notice_has_a_document_number(number: str) -> None:
    with pytest.raises(ValidationError):
        notice(document_number=number)


@given(st.lists(st.dates(), max_size=20), st.lists(st.dates(), max_size=10))
def test_whatever_passes_is_a_calendar(holidays: list[Any], make_up: list[Any]) -> None:
    given_notice = notice(
        holidays=[*FIXED, *OTHERS, *(day(date.isoformat()) for date in holidays)],
        make_up_workdays=[day(date.isoformat()) for date in make_up],
    )
    if not faults_of(2027, given_notice):
        assert given_notice.of_year(2027).year == 2027


@pytest.mark.parametrize("text", ["1999", "2100", "27", "２０２７", "-2027", "2027.0", "next", ""])
def test_there_are_years_of_which_no_calendar_is_kept(text: str) -> None:
    with pytest.raises(errors.YearOutOfRange):
        year_of(text)
    assert year_of("2027") == 2027
