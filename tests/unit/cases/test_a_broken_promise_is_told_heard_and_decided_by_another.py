"""Found, told, heard, decided by somebody else, recorded, repaired: in this order and in no other."""

import datetime as dt
from collections.abc import Callable

import pytest

from chalicelib.cases.promise_checks import errors
from chalicelib.cases.promise_checks.model import PromiseCheck
from chalicelib.cases.promise_checks.vocabulary import BreachLevel, CheckStatus, Finding, PromiseKind
from tests.support.cases import ANOTHER_HEAD, APPLICANT, HEAD, MONDAY, a_decided_case, by, official
from tests.support.promise_checks import FINDER, found, look, promised_in, upheld

CASE = a_decided_case()
TRUTH = promised_in(CASE)
PLEDGE = promised_in(CASE, PromiseKind.PLEDGE, "premises")
LAST_DAY = dt.date(2026, 3, 9)
"""Five working days after Monday, 2 March."""


def days_later(days: int) -> dt.datetime:
    return MONDAY + dt.timedelta(days=days)


def told() -> PromiseCheck:
    return found(TRUTH, Finding.BREACH, MONDAY)


def objected() -> PromiseCheck:
    check = told()
    check.object("附医院原件", by(APPLICANT, days_later(7)))
    return check


def test_its_subject_is_told_first_and_has_so_many_working_days() -> None:
    check = told()
    assert (check.status, check.objection_until, check.record) == (CheckStatus.NOTIFIED, LAST_DAY, None)
    assert [event.type for event in check.pending] == ["promise.BreachFound"]


def test_nobody_decides_before_they_objected_or_the_time_is_over() -> None:
    check = told()
    with pytest.raises(errors.ObjectionAwaited):
        upheld(check, days_later(7), HEAD)
    assert upheld(check, days_later(8), HEAD).status is CheckStatus.UPHELD


def test_once_they_objected_it_may_be_decided() -> None:
    assert upheld(objected(), days_later(7), HEAD).pending[-1].data["after_objection"] is True


def test_an_objection_comes_once_and_in_time() -> None:
    with pytest.raises(errors.NoNoticeStands):
        objected().object("再补充", by(APPLICANT))
    with pytest.raises(errors.ObjectionTooLate):
        told().object("附医院原件", by(APPLICANT, days_later(8)))


@pytest.mark.parametrize(
    "decide", [lambda it, act: it.dismiss("属实", act), lambda it, act: upheld(it, act.at, act.actor)]
)
def test_whoever_found_it_does_not_decide(decide: Callable[..., object]) -> None:
    check = found(TRUTH, Finding.BREACH, MONDAY, finder=HEAD)
    check.object("附医院原件", by(APPLICANT))
    with pytest.raises(errors.FoundByYou):
        decide(check, by(HEAD))
    decide(check, by(ANOTHER_HEAD))


def test_what_is_recorded_says_who_by_what_how_grave_and_how_long() -> None:
    check = upheld(objected(), days_later(7), HEAD)
    assert check.record is not None
    assert (check.record.authority, check.record.basis, check.record.level) == (
        f"{CASE.department}@{CASE.region}",
        "《虚构条例》第一条",
        BreachLevel.ORDINARY,
    )
    assert (check.record.since, check.record.until) == (dt.date(2026, 3, 9), dt.date(2026, 9, 9))
    event = check.pending[-1]
    assert (event.type, event.data["owner_id"], event.data["since"]) == (
        "promise.BreachRecorded",
        CASE.owner_id,
        "2026-03-09",
    )


@pytest.mark.parametrize(("level", "months"), [("MINOR", 4), ("ORDINARY", 2), ("ORDINARY", 13), ("SERIOUS", 11)])
def test_how_long_goes_with_how_grave(level: str, months: int) -> None:
    with pytest.raises(errors.PeriodDoesNotFit):
        objected().uphold("不成立", basis="依据", level=BreachLevel(level), months=months, act=by(HEAD))


def test_what_is_dismissed_stands_against_nobody() -> None:
    check = objected()
    check.dismiss("医院更正", by(HEAD))
    assert (check.status, check.record, check.is_open) == (CheckStatus.DISMISSED, None, False)
    with pytest.raises(errors.NoNoticeStands):
        upheld(check, days_later(9), HEAD)


def test_what_is_repaired_stays_on_record_as_repaired() -> None:
    check = upheld(objected(), days_later(7), HEAD)
    record = check.repair("已纠正", by(HEAD, days_later(60)))
    assert record.repaired_at == days_later(60)
    with pytest.raises(errors.NothingToRepair):
        check.repair("已纠正", by(HEAD, days_later(61)))


def test_a_pledge_may_be_put_right_by_a_day() -> None:
    check = found(PLEDGE, Finding.TO_FIX, MONDAY, fix_by=dt.date(2026, 3, 20))
    assert (check.status, check.pending[-1].type) == (CheckStatus.TO_FIX, "promise.FixDemanded")
    look(check, Finding.HOLDS, days_later(3), finder=official("reviewer"))
    assert (check.status, check.is_open) == (CheckStatus.HELD, False)


def test_before_that_day_is_over_it_is_not_broken() -> None:
    check = found(PLEDGE, Finding.TO_FIX, MONDAY, fix_by=dt.date(2026, 3, 20))
    with pytest.raises(errors.FixNotOver):
        look(check, Finding.BREACH, days_later(18))
    look(check, Finding.BREACH, days_later(19))
    assert check.status is CheckStatus.NOTIFIED


def test_there_is_one_time_to_put_it_right() -> None:
    check = found(PLEDGE, Finding.TO_FIX, MONDAY, fix_by=dt.date(2026, 3, 20))
    with pytest.raises(errors.NotToBeFixed):
        look(check, Finding.TO_FIX, days_later(19), fix_by=dt.date(2026, 4, 20))


@pytest.mark.parametrize("day", [None, dt.date(2026, 3, 2)])
def test_a_day_to_put_it_right_is_still_to_come(day: dt.date | None) -> None:
    with pytest.raises(errors.FixByMissing):
        found(PLEDGE, Finding.TO_FIX, MONDAY, fix_by=day)


def test_what_was_untrue_cannot_be_made_true() -> None:
    with pytest.raises(errors.TruthCannotBeFixed):
        found(TRUTH, Finding.TO_FIX, MONDAY, fix_by=dt.date(2026, 3, 20))


def test_what_holds_is_said_and_done_with() -> None:
    check = found(TRUTH, Finding.HOLDS, MONDAY)
    assert (check.status, check.is_open) == (CheckStatus.HELD, False)
    with pytest.raises(errors.NotToBeFixed):
        look(check, Finding.BREACH, days_later(1))


def test_its_events_say_nothing_of_what_was_found_or_said() -> None:
    check = upheld(objected(), days_later(7), HEAD)
    told_of = str([event.data for event in check.pending])
    for secret in ("伪造", "医院", "申辩", CASE.applicant.name, CASE.applicant.id_number):
        assert secret not in told_of
    assert FINDER.id not in told_of
