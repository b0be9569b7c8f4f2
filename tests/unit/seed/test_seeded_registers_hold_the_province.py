"""The registers of the seed: the province with its cities and counties, its departments, its certificates."""

import datetime as dt
import json

import pytest

from chalicelib.catalogue.registers.entries import RegionKind
from chalicelib.catalogue.registers.rules import faults_of
from chalicelib.catalogue.vocabulary import DepartmentNature
from chalicelib.kernel.regions import parent_of
from infra.seed.matters import SEED
from tests.unit.seed.seeded import seeded_registers

REGISTERS = seeded_registers()
ENTRIES = (*REGISTERS.regions, *REGISTERS.departments, *REGISTERS.certificate_types)
TODAY = dt.date(2026, 3, 2)
CITIES_AND_COUNTIES = {RegionKind.CITY, RegionKind.COUNTY_LEVEL_CITY, RegionKind.COUNTY}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_the_registers_agree_with_themselves(entry):
    assert not list(faults_of(entry, REGISTERS))
    assert entry.name.en


def test_the_plan_reaches_eighteen_cities_and_counties_and_not_sansha():
    reached = [region for region in REGISTERS.regions_in_scope(TODAY) if region.kind in CITIES_AND_COUNTIES]
    assert len(reached) == 18
    (left_out,) = [region for region in REGISTERS.regions if not region.in_scope]
    assert (left_out.code, left_out.name.zh) == ("460300", "三沙市")
    assert left_out.out_of_scope_reason


def test_there_are_three_levels_below_and_including_the_province():
    levels = {region.level for region in REGISTERS.regions}
    assert levels == {"2", "3", "4", "5"}
    assert all(region.parent == parent_of(region.code) for region in REGISTERS.regions if region.parent)


def test_what_does_not_exist_says_so():
    townships = [region for region in REGISTERS.regions if region.kind is RegionKind.TOWNSHIP]
    assert townships
    assert all(region.illustrative and "虚构" in region.name.zh for region in townships)


def test_danzhou_had_another_code_until_2015():
    assert REGISTERS.region("469003", dt.date(2014, 1, 1)).code == "460400"
    assert REGISTERS.region("469003", TODAY) is None
    assert REGISTERS.region("460400499", TODAY).parent == "460400"


def test_the_government_service_office_supervises_all_and_each_line_those_below():
    assert len(REGISTERS.departments) >= 16
    assert all(
        REGISTERS.may_supervise(("ZWFW", "460100"), (line.code, "460105"), TODAY) for line in REGISTERS.departments
    )
    assert REGISTERS.may_supervise(("GA", "460000"), ("GA", "469001"), TODAY)
    assert REGISTERS.may_supervise(("RS", "460100"), ("SB", "460100"), TODAY)
    assert not REGISTERS.may_supervise(("GA", "460000"), ("SB", "460100"), TODAY)


def test_public_institutions_have_administrative_functions_too():
    institutions = {it.code for it in REGISTERS.departments if it.nature is DepartmentNature.PUBLIC_INSTITUTION}
    assert institutions == {"GJJ", "SB"}


def test_enquiries_and_complaints_about_a_department_go_to_different_numbers():
    phones = [number for it in REGISTERS.departments for number in (it.enquiry_phone, it.supervision_phone)]
    assert len(phones) == len(set(phones))
    assert all(number.startswith("0898-0001") for number in phones)


@pytest.mark.parametrize("kind", REGISTERS.certificate_types, ids=lambda kind: kind.code)
def test_a_certificate_type_has_fields_and_a_code_that_an_identifier_can_carry(kind):
    assert kind.fields
    assert len(kind.code.replace("_", "")) <= 32
    assert kind.is_obtainable or not (kind.replaces or kind.replaces_codes)


def test_the_target_is_that_of_the_plan():
    target = json.loads((SEED / "targets.json").read_bytes())
    assert (target["share_percent"], target["by"]) == (80, "2018-12-31")
    assert target["basis"]["zh"]
