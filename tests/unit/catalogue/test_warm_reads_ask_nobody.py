"""What every request reads is kept in the process: a version for ever, what may change for a minute."""

import datetime as dt
import json

import pytest

from chalicelib.catalogue import service
from chalicelib.catalogue.errors import ItemUnknown
from chalicelib.catalogue.service import announce_year, catalogue_of, publish
from chalicelib.kernel.calendar import CalendarYear
from tests.support.calendars import SEED
from tests.support.cases import with_catalogue
from tests.support.items import changed, seeded_item
from tests.support.platform import FakePlatform

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
    monkeypatch.setattr(service, "time", machine)
    return machine


@pytest.fixture
def cloud(machine) -> FakePlatform:
    return with_catalogue(FakePlatform())


def trips(cloud, read) -> int:
    before = cloud.table.round_trips
    read()
    return cloud.table.round_trips - before


READS = {
    "current": lambda cloud: catalogue_of(cloud).current(ITEM.code),
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


def test_a_new_version_is_seen_within_a_minute(cloud, machine):
    catalogue_of(cloud).current(ITEM.code)
    uow = cloud.unit_of_work()
    publish(uow, changed(ITEM, version=2))
    uow.commit()
    assert catalogue_of(cloud).current(ITEM.code).version == 1
    machine.seconds += 61
    assert catalogue_of(cloud).current(ITEM.code).version == 2


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
            catalogue_of(cloud).current("MADE-UP")
    with pytest.raises(ItemUnknown):
        catalogue_of(cloud).version(ITEM.code, 2)
    uow = cloud.unit_of_work()
    publish(uow, changed(ITEM, version=2))
    uow.commit()
    assert catalogue_of(cloud).version(ITEM.code, 2).version == 2


def test_every_deployment_has_a_catalogue_of_its_own(cloud):
    other = FakePlatform()
    assert catalogue_of(cloud) is catalogue_of(cloud)
    assert catalogue_of(cloud) is not catalogue_of(other)
