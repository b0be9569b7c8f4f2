"""Number and query password of a receipt (回执)."""

import re

import pytest

from chalicelib.aws.unit_of_work import Overtaken
from chalicelib.cases import errors, service, store
from chalicelib.kernel.case_number import CaseNumber
from tests.support.cases import (
    APPLICANT,
    WHO,
    a_draft,
    a_submitted_case,
    stored,
    with_catalogue,
)
from tests.support.items import seeded_item
from tests.support.platform import FakePlatform

UNKNOWN_NUMBER = str(CaseNumber.make("460100", CaseNumber("46010020260302000013").date, 77))


@pytest.fixture
def cloud() -> FakePlatform:
    return with_catalogue(FakePlatform())


def submitted(cloud: FakePlatform, case_id: str = "case-1") -> tuple[str, str]:
    """Number and password."""
    stored(cloud.table, a_draft(case_id=case_id))
    uow = cloud.unit_of_work(APPLICANT)
    case = store.load(cloud.table, case_id)
    password = service.submit(uow, cloud, case, level=3)
    uow.commit()
    return case.number, password


def find(cloud: FakePlatform, number: str, password: str):
    return service.find_by_number(cloud.table, cloud, number, password)


def test_a_number_holds_region_date_serial_and_check(cloud):
    number, _ = submitted(cloud)
    parsed = CaseNumber.parse(number)
    assert (len(number), parsed.region, f"{parsed.date}") == (20, "460100", "2026-03-02")


def test_the_date_of_a_number_is_the_date_in_hainan(cloud):
    cloud.clock.move(hours=15, minutes=30)
    number, _ = submitted(cloud)
    assert number[6:14] == "20260303"


def test_a_password_has_eight_characters_that_nobody_confuses(cloud):
    _, password = submitted(cloud)
    assert re.fullmatch("[2-9A-HJ-NP-Z]{8}", password)


def test_the_password_is_the_same_whenever_it_is_asked_for(cloud):
    _, password = submitted(cloud)
    assert service.password_of(cloud, "case-1") == password
    assert service.password_of(cloud, "case-2") != password


def test_the_password_is_nowhere_in_the_table(cloud):
    _, password = submitted(cloud)
    assert password not in str(list(cloud.table.rows.values()))
    assert password not in str(cloud.table.stream)


def test_whoever_holds_the_receipt_finds_the_case(cloud):
    number, password = submitted(cloud)
    assert find(cloud, number, password).id == "case-1"
    assert find(cloud, number, password.lower()).id == "case-1"


@pytest.mark.parametrize("wrong", ["AAAAAAAA", "", "密码密码密码密码", "ßßßßßßßß", "\ud800AAAAAAA"])
def test_a_wrong_password_and_a_wrong_number_cannot_be_told_apart(cloud, wrong):
    number, password = submitted(cloud)
    answers = []
    for tried in ((number, wrong), (UNKNOWN_NUMBER, wrong), (UNKNOWN_NUMBER, password)):
        trips = cloud.table.round_trips
        with pytest.raises(errors.LookupRefused) as refused:
            find(cloud, *tried)
        answers.append((refused.value.facts, refused.value.pointers, cloud.table.round_trips - trips))
    assert answers == [({}, (), 1)] * 3


def test_a_number_that_is_taken_refuses_the_whole_submission(cloud, monkeypatch):
    monkeypatch.setattr(service.random_source, "randbelow", lambda _: 7)
    submitted(cloud)
    cloud.table.rows.pop((f"OPEN#{WHO.account_id}#{seeded_item().code}", "CASE"))
    with pytest.raises(errors.NumberTaken):
        submitted(cloud, "case-2")
    assert store.load(cloud.table, "case-2").number == ""


def test_a_submission_needs_the_level_of_the_item(cloud):
    stored(cloud.table, a_draft())
    with pytest.raises(errors.LevelBelowItem) as refused:
        service.submit(cloud.unit_of_work(), cloud, store.load(cloud.table, "case-1"), level=2)
    assert refused.value.facts == {
        "required_level": 3,
        "present_level": 2,
        "step_up": ["POST /v1/me/face-checks"],
    }


def test_a_second_submission_is_told_the_number_of_the_first(cloud):
    number, _ = submitted(cloud)
    with pytest.raises(errors.AlreadySubmitted) as refused:
        service.submit(cloud.unit_of_work(), cloud, store.load(cloud.table, "case-1"), level=3)
    assert refused.value.facts["number"] == number


def test_two_submissions_at_once_make_one_number(cloud):
    stored(cloud.table, a_draft())
    units = [cloud.unit_of_work(APPLICANT), cloud.unit_of_work(APPLICANT)]
    for uow in units:
        service.submit(uow, cloud, store.load(cloud.table, "case-1"), level=3)
    units[0].commit()
    with pytest.raises(Overtaken):
        units[1].commit()
    assert sum(pk.startswith("NUMBER#") for pk, _ in cloud.table.rows) == 1


def test_a_case_is_found_by_the_number_it_was_stored_with(cloud):
    case = stored(cloud.table, a_submitted_case())
    assert store.id_of_number(cloud.table, case.number) == "case-1"
    assert store.id_of_number(cloud.table, UNKNOWN_NUMBER) is None
