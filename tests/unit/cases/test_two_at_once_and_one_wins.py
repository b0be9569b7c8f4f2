"""Two people who act on the same version: one is written, the other is told, and nothing is doubled."""

import pytest

from chalicelib.aws.unit_of_work import ATTEMPTS, Overtaken, UnitOfWork
from chalicelib.cases import errors, service, store
from chalicelib.cases.vocabulary import Outcome, Status
from chalicelib.kernel.chain import verify
from chalicelib.kernel.events import SYSTEM
from tests.support.cases import (
    ANOTHER_HEAD,
    APPLICANT,
    CALENDAR,
    HEAD,
    a_reviewed_case,
    a_submitted_case,
    by,
    check,
    material,
    official,
    stored,
    with_catalogue,
)
from tests.support.clocks import on
from tests.support.items import joint_item
from tests.support.memory_table import MemoryTable
from tests.support.platform import FakePlatform


def unit(table: MemoryTable, actor, how) -> UnitOfWork:
    """A unit of work of `actor`, from a load of its own, not committed yet."""
    uow = UnitOfWork(table, by(actor))
    service.change(uow, store.load(table, "case-1"), lambda case: how(case, uow.act))
    return uow


def decide(outcome: Outcome):
    return lambda case, act: case.decide(outcome, "符合条件", act, CALENDAR)


@pytest.fixture
def table() -> MemoryTable:
    return MemoryTable()


def events(table: MemoryTable) -> list[str]:
    return [event.type for event in store.load_history(table, "case-1")[1]]


def test_two_heads_deciding_at_once(table):
    stored(table, a_reviewed_case())
    first, second = unit(table, HEAD, decide(Outcome.GRANTED)), unit(table, ANOTHER_HEAD, decide(Outcome.DENIED))
    first.commit()
    with pytest.raises(Overtaken):
        second.commit()
    with pytest.raises(errors.AlreadyDecided):
        unit(table, ANOTHER_HEAD, decide(Outcome.DENIED))
    assert events(table).count("case.Decided") == 1
    assert store.load(table, "case-1").decision.official == HEAD.id


def test_a_desk_accepts_while_the_applicant_takes_back(table):
    stored(table, a_submitted_case())
    withdrawal = unit(table, APPLICANT, lambda case, act: case.withdraw("不再需要", act))
    acceptance = unit(table, official("reviewer"), lambda case, act: check(case, "reviewer", item=None, at=act.at))
    withdrawal.commit()
    with pytest.raises(Overtaken):
        acceptance.commit()
    assert store.load(table, "case-1").status is Status.WITHDRAWN
    assert not [key for key in table.rows if key[1].startswith("WORK#")]


def test_two_desks_at_once_neither_is_lost(table):
    item = joint_item()
    stored(table, a_submitted_case(item))
    units = [
        unit(table, official(desk), lambda case, act, desk=desk: check(case, desk, material("plan"), item=item))
        for desk in ("fire", "reviewer")
    ]
    units[0].commit()
    with pytest.raises(Overtaken):
        units[1].commit()
    unit(table, official("reviewer"), lambda case, act: check(case, "reviewer", material("plan"), item=item)).commit()
    case, history = store.load_history(table, "case-1")
    assert (case.status, len(case.correction.points)) == (Status.CORRECTION_REQUESTED, 2)
    assert verify(history) == case.head


def test_consumers_start_again_with_the_newer_case():
    cloud = with_catalogue(FakePlatform())
    stored(cloud.table, a_reviewed_case(joint_item()))
    overtakers = [by(official("reviewer")), by(HEAD)]

    def overtaken_twice(case):
        if overtakers:
            act = overtakers.pop()
            service.apply(cloud, "case-1", act, lambda it: it.disclose("核对", act))
        case.note_trouble("review", "States.Timeout", by(SYSTEM))

    service.apply(cloud, "case-1", by(SYSTEM), overtaken_twice)
    assert events(cloud.table)[-3:] == ["case.DataDisclosed", "case.DataDisclosed", "case.TroubleRecorded"]


def test_whoever_is_overtaken_for_ever_says_so():
    cloud = with_catalogue(FakePlatform())
    stored(cloud.table, a_submitted_case())

    def always_overtaken(case):
        uow = UnitOfWork(cloud.table, by(HEAD))
        service.change(uow, store.load(cloud.table, "case-1"), lambda it: it.disclose("核对", uow.act))
        uow.commit()
        case.disclose("核对", by(HEAD))

    with pytest.raises(Overtaken):
        service.apply(cloud, "case-1", by(SYSTEM), always_overtaken)
    assert events(cloud.table).count("case.DataDisclosed") == ATTEMPTS


def test_a_timer_with_nothing_to_tell_writes_nothing(table):
    stored(table, a_submitted_case())
    stale = UnitOfWork(table, by(SYSTEM, on(3, 3)))
    service.change(stale, store.load(table, "case-1"), lambda case: case.tick(stale.act, CALENDAR))
    assert stale.is_empty


def test_a_timer_with_nothing_to_tell_brings_no_finished_work_back(table):
    stored(table, a_submitted_case())
    stale = UnitOfWork(table, by(SYSTEM, on(3, 3)))
    service.change(stale, store.load(table, "case-1"), lambda case: case.tick(stale.act, CALENDAR))
    unit(table, APPLICANT, lambda case, act: case.withdraw("不再需要", act)).commit()
    stale.commit()
    assert not [key for key in table.rows if key[1].startswith("WORK#")]
