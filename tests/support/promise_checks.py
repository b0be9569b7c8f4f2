"""Checks of promises at any point of their life."""

import datetime as dt

from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.cases.model import Case
from chalicelib.cases.promise_checks import store
from chalicelib.cases.promise_checks.model import PromiseCheck, Promised
from chalicelib.cases.promise_checks.vocabulary import BreachLevel, Finding, PromiseKind
from chalicelib.kernel.events import Actor
from chalicelib.kernel.working_time import Limit
from tests.support.cases import CALENDAR, by, official

FINDER = official("reviewer")
FIVE_DAYS = Limit(amount=5)


def promised_in(case: Case, kind: PromiseKind = PromiseKind.TRUTHFULNESS, material: str = "") -> Promised:
    """A promise of `case`."""
    return Promised(
        case_id=case.id,
        owner_id=case.owner_id,
        item_code=case.item_code,
        department=case.department,
        region=case.region,
        kind=kind,
        material=material,
        sha256="a" * 64,
        people=case.applicant.people,
        numbers=case.applicant.numbers,
    )


def found(
    promised: Promised,
    finding: Finding,
    at: dt.datetime,
    *,
    fix_by: dt.date | None = None,
    finder: Actor = FINDER,
    check_id: str = "01PROMISECHECK",
) -> PromiseCheck:
    """A check of which that was found."""
    check = PromiseCheck.open(check_id=check_id, promised=promised)
    look(check, finding, at, fix_by=fix_by, finder=finder)
    return check


def look(
    check: PromiseCheck, finding: Finding, at: dt.datetime, *, fix_by: dt.date | None = None, finder: Actor = FINDER
) -> None:
    """An official looks and finds that."""
    check.note(
        finding,
        facts="证明系伪造",
        evidence="医院复函",
        fix_by=fix_by,
        act=by(finder, at),
        calendar=CALENDAR,
        objection_time=FIVE_DAYS,
    )


def upheld(check: PromiseCheck, at: dt.datetime, decider: Actor, *, months: int = 6) -> PromiseCheck:
    """Decided against its subject."""
    check.uphold(
        "申辩不成立", basis="《虚构条例》第一条", level=BreachLevel.ORDINARY, months=months, act=by(decider, at)
    )
    return check


def kept(uow: UnitOfWork, check: PromiseCheck) -> PromiseCheck:
    """In the table, and the promise taken up."""
    if check.is_open:
        store.take_up(uow, check, lambda _: AssertionError("taken up already"))
    if check.record is not None:
        store.save_records(uow, check.owner_id, (check.record,), 0)
    store.save(uow, check)
    uow.commit()
    return check
