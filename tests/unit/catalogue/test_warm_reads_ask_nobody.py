"""What every request reads is kept in the process: a version for ever, what may change for a minute."""

import datetime as dt
import json

import pytest

from chalicelib.catalogue import warm
from chalicelib.catalogue.calendars.service import announce_year
from chalicelib.catalogue.editions import Edition, EditionState, read_state, write_state
from chalicelib.catalogue.errors import ItemUnknown
from chalicelib.catalogue.service import catalogue_of
from chalicelib.kernel.calendar import CalendarYear
from tests.support.calendars import SEED
from tests.support.cases import with_catalogue
from tests.support.items import changed, seeded_item
from tests.support.platform import FakePlatform
from tests.support.publishing import TODAY, put_online

ITEM = seeded_item()


class MachineTime:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture
def machine(monkeypatch) -> MachineTime:
    machine = MachineTime()
    monkeypatch.setattr(warm, "time", machine)
    return machine


@pytest.fixture
def cloud(machine) -> FakePlatform:
    return with_catalogue(FakePlatform())


def trips(cloud, read) -> int:
    before = cloud.table.round_trips
    read()
    return cloud.table.round_trips - before


READS = {
    "current": lambda cloud: catalogue_of(cloud).current(ITEM.code, TODAY),
    "version": lambda cloud: catalogue_of(cloud).version(ITEM.code, 1),
    "calendar": lambda cloud: catalogue_of(cloud).calendar(),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_once_read_it_is_warm(cloud, read):
    assert [trips(cloud, lambda: read(cloud)) for _ in range(3)] == [1, 0, 0]


@pytest.mark.parametrize(("name", "again"), [("current", 1), ("version", 0), ("calendar", 1)])
def test_after_a_minute_only_what_may_change_is_read_again(cloud, machine, name, again):
    READS[name](cloud)
    machine.seconds += 60
    assert trips(cloud, lambda: READS[name](cloud)) == 0
    machine.seconds += 1
    assert trips(cloud, lambda: READS[name](cloud)) == again


def go_live(cloud, number: int) -> None:
    uow = cloud.unit_of_work()
    edition = Edition(number=number, batch_id="batch", published_at=uow.act.at, snapshot_key="snapshot")
    write_state(uow, read_state(cloud.table), EditionState(live=edition), AssertionError("overtaken"))
    uow.commit()


def test_a_new_version_is_seen_within_a_minute(cloud, machine):
    catalogue_of(cloud).current(ITEM.code, TODAY)
    put_online(cloud.table, changed(ITEM, version=2), edition=1)
    go_live(cloud, 1)
    assert catalogue_of(cloud).current(ITEM.code, TODAY).version == 1
    machine.seconds += 61
    assert catalogue_of(cloud).current(ITEM.code, TODAY).version == 2


def test_all_items_of_an_edition_are_seen_at_the_same_moment(cloud, machine):
    """Whenever either was read before: the process follows one edition at a time."""
    other = changed(ITEM, code="OTHER-1")
    put_online(cloud.table, other)
    catalogue_of(cloud).current(ITEM.code, TODAY)
    machine.seconds += 30
    catalogue_of(cloud).current(other.code, TODAY)
    for item in (ITEM, other):
        put_online(cloud.table, changed(item, version=2), edition=1)
    go_live(cloud, 1)
    seen = set()
    for _ in range(13):
        seen.add(tuple(catalogue_of(cloud).current(code, TODAY).version for code in (ITEM.code, other.code)))
        machine.seconds += 5
    assert seen == {(1, 1), (2, 2)}


def test_a_new_year_is_seen_within_a_minute(cloud, machine):
    assert not catalogue_of(cloud).calendar().is_announced(2027)
    uow = cloud.unit_of_work()
    announce_year(uow, CalendarYear(year=2027, source="invented", holidays=(), make_up_workdays=()))
    uow.commit()
    assert not catalogue_of(cloud).calendar().is_announced(2027)
    machine.seconds += 61
    assert catalogue_of(cloud).calendar().announced_years == {2024, 2025, 2026, 2027}


def test_a_year_that_is_announced_again_replaces_its_earlier_entry(cloud):
    document = json.loads((SEED / "2026.json").read_text(encoding="utf-8"))
    uow = cloud.unit_of_work()
    announce_year(uow, CalendarYear.model_validate({**document, "holidays": []}))
    uow.commit()
    assert catalogue_of(cloud).calendar().kind(dt.date(2026, 1, 1)).value == "WORKDAY"


def test_what_is_not_there_is_not_remembered(cloud):
    """Or every code that a stranger makes up would stay in memory, and a version asked for too early be lost."""
    for _ in range(2):
        with pytest.raises(ItemUnknown):
            catalogue_of(cloud).current("MADE-UP", TODAY)
    with pytest.raises(ItemUnknown):
        catalogue_of(cloud).version(ITEM.code, 2)
    put_online(cloud.table, changed(ITEM, version=2))
    assert catalogue_of(cloud).version(ITEM.code, 2).version == 2


def test_every_deployment_has_a_catalogue_of_its_own(cloud):
    other = FakePlatform()
    assert catalogue_of(cloud) is catalogue_of(cloud)
    assert catalogue_of(cloud) is not catalogue_of(other)


def test_a_process_that_is_asked_for_everything_keeps_what_it_was_asked_for_last():
    kept: warm.Warm[int] = warm.Warm(60)
    for number in range(warm.MOST + 10):
        kept.get(number, lambda number=number: number)
    assert [kept.has(number) for number in (0, 9, 10, warm.MOST + 9)] == [False, False, True, True]
