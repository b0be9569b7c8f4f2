"""An amendment that would leave something referring to nothing is refused whole, with every place."""

from typing import Any

import pytest

from chalicelib.catalogue.registers import errors, register, service
from chalicelib.catalogue.registers.register import Outcome, RegisterKind
from tests.support.platform import FakePlatform
from tests.support.registers import certificate_type, department, region, registers

REGIONS, DEPARTMENTS, TYPES = RegisterKind


@pytest.fixture
def cloud() -> FakePlatform:
    cloud = FakePlatform()
    put(cloud, REGIONS, *registers().regions)
    put(cloud, DEPARTMENTS, *registers().departments)
    put(cloud, TYPES, *registers().certificate_types)
    return cloud


def put(cloud: FakePlatform, kind: RegisterKind, *entries: Any) -> dict[str, Outcome]:
    uow = cloud.unit_of_work()
    outcomes = service.amend(uow, kind, entries)
    uow.commit()
    return outcomes


def refused(cloud: FakePlatform, kind: RegisterKind, *entries: Any) -> list[str]:
    before = dict(cloud.table.rows)
    with pytest.raises(errors.EntriesRefused) as refusal:
        put(cloud, kind, *entries)
    assert cloud.table.rows == before
    return [pointer.pointer for pointer in refusal.value.pointers]


@pytest.mark.parametrize(
    ("entry", "places"),
    [
        (region("460107", "琼山区", "DISTRICT", parent="460200"), ["#/0/parent"]),
        (region("469999", "某县", "COUNTY", parent=""), ["#/0/parent"]),
        (region("461000", "某市", "PROVINCE"), ["#/0/kind"]),
        (region("460000", "海南省", "CITY"), ["#/0/kind"]),
        (region("460105001", "某街道", "DISTRICT"), ["#/0/kind"]),
        (region("460205", "某镇", "TOWNSHIP"), ["#/0/kind"]),
        (region("460500001", "某镇", "TOWNSHIP"), ["#/0/parent"]),
        (region("460205", "崖州区", "DISTRICT", in_scope=False), ["#/0/out_of_scope_reason"]),
        (region("460106", "龙华区", "DISTRICT", valid_to="2026-01-01"), ["#/0/valid_to"]),
        (region("460100001", "旧区", "TOWNSHIP", aliases=[{"code": "469003"}]), ["#/0/aliases/0/code"]),
        (region("469003", "某县", "COUNTY", valid_to="2010-01-01"), ["#/0/code"]),
        (region("460205", "崖州区", "DISTRICT", aliases=[{"code": "460205"}]), ["#/0/aliases/0/code"]),
    ],
)
def test_a_region_that_does_not_fit_in_is_refused(cloud, entry, places):
    assert refused(cloud, REGIONS, entry) == places


@pytest.mark.parametrize(
    ("entry", "places"),
    [
        (department("WJ", "卫生健康", supervises=["WJ", "XX", "YJ"]), ["#/0/supervises/0", "#/0/supervises/1"]),
        (department("YJ", "疾病预防控制", valid_to="2026-12-31"), ["#/0/valid_to"]),
        (department("SJ", "市场监督管理", valid_to="2026-12-31"), ["#/0/valid_to"]),
        (department("XX", "某部门", aliases=[{"code": "GS", "valid_from": "2018-01-01"}]), ["#/0/aliases/0/code"]),
    ],
)
def test_a_department_that_does_not_fit_in_is_refused(cloud, entry, places):
    assert refused(cloud, DEPARTMENTS, entry) == places


@pytest.mark.parametrize(
    ("entry", "places"),
    [
        (certificate_type("NEW", "新证", "XX"), ["#/0/issuing_department"]),
        (certificate_type("NEW", "新证", "ZJ"), ["#/0/valid_to"]),
        (certificate_type("NEW", "新证", "GA", replaces=["身份证", "…"]), ["#/0/replaces/1"]),
        (
            certificate_type("NEW", "新证", "GA", fields=[{"name": "a", "label": {"zh": "甲"}}] * 2),
            ["#/0/fields/1/name"],
        ),
        (certificate_type("NEW", "新证" * 2000, "GA"), ["#/0/code"]),
    ],
)
def test_a_certificate_type_that_does_not_fit_in_is_refused(cloud, entry, places):
    assert refused(cloud, TYPES, entry) == places


def test_all_or_none_with_every_fault(cloud):
    good, bad = region("460205", "崖州区", "DISTRICT"), region("460107", "琼山区", "DISTRICT", parent="460200")
    assert refused(cloud, REGIONS, good, bad, good) == ["#/1/parent", "#/2/code"]


def test_what_belongs_together_may_come_together_in_any_order(cloud):
    town, county = region("469031001", "某镇", "TOWNSHIP"), region("469031", "某县", "COUNTY")
    assert put(cloud, REGIONS, town, county) == {"469031001": Outcome.CREATED, "469031": Outcome.CREATED}
    ended = [it.model_copy(update={"valid_to": registers().departments[4].valid_to}) for it in (county, town)]
    assert set(put(cloud, REGIONS, *ended).values()) == {Outcome.CHANGED}


def test_the_same_again_writes_nothing(cloud):
    before = dict(cloud.table.rows)
    assert set(put(cloud, REGIONS, *registers().regions).values()) == {Outcome.UNCHANGED}
    assert cloud.table.rows == before


def test_a_register_that_would_not_fit_into_its_row_is_refused(cloud, monkeypatch):
    monkeypatch.setattr(register, "LARGEST_REGISTER", 5000)
    with pytest.raises(errors.RegisterTooLarge) as refusal:
        put(cloud, REGIONS, *(region(f"4601{number:02}", f"某区{number}", "DISTRICT") for number in range(10, 60)))
    assert refusal.value.facts["most"] == 5000


def test_a_large_amendment_fits_into_one_transaction_and_its_events_onto_the_bus(cloud):
    """As much as a register may hold, all of it changed at once."""
    towns = [region(f"4601050{number:02}", "某街道" * 400, "TOWNSHIP") for number in range(10, 99)]
    put(cloud, REGIONS, *towns)
    put(cloud, REGIONS, *(it.model_copy(update={"illustrative": True}) for it in towns))
    sizes = [len(str(row["data"]).encode()) for key, row in cloud.table.rows.items() if key[1].startswith("EVENT#")]
    assert len(sizes) < 80
    assert max(sizes) < 25_000
