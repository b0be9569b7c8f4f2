"""The registers are kept in the process for a minute, and read anew when this process amended them itself."""

import pytest

from chalicelib.catalogue import warm
from chalicelib.catalogue.registers import service
from chalicelib.catalogue.registers.register import RegisterKind
from chalicelib.catalogue.registers.service import forget_registers, registers_of
from tests.support.platform import FakePlatform
from tests.support.registers import registers


class MachineTime:
    """Stands still until it is moved."""

    seconds = 1000.0

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture
def machine(monkeypatch) -> MachineTime:
    machine = MachineTime()
    monkeypatch.setattr(warm, "time", machine)
    return machine


@pytest.fixture
def cloud(machine) -> FakePlatform:
    cloud = FakePlatform()
    put(cloud, *registers().regions)
    return cloud


def put(cloud, *regions) -> None:
    uow = cloud.unit_of_work()
    service.amend(uow, RegisterKind.REGIONS, regions)
    uow.commit()


def illustrative(cloud) -> bool:
    return registers_of(cloud).region("460000", None).illustrative


def test_an_amendment_is_seen_within_a_minute(cloud, machine):
    assert not illustrative(cloud)
    put(cloud, registers().regions[0].model_copy(update={"illustrative": True}))
    trips = cloud.table.round_trips
    assert not illustrative(cloud)
    machine.seconds += 61
    assert illustrative(cloud)
    assert cloud.table.round_trips == trips + 1


def test_who_amended_them_may_see_it_at_once(cloud):
    assert not illustrative(cloud)
    put(cloud, registers().regions[0].model_copy(update={"illustrative": True}))
    forget_registers(cloud)
    assert illustrative(cloud)


def test_before_anything_was_registered_there_is_nothing_in_them(machine):
    empty = registers_of(FakePlatform())
    assert (empty.regions, empty.departments, empty.certificate_types) == ((), (), ())
    assert set(empty.versions.values()) == {0}


def test_what_was_read_is_what_was_registered(cloud):
    assert set(registers_of(cloud).regions) == set(registers().regions)
    assert registers_of(cloud).versions[RegisterKind.REGIONS] == 1
