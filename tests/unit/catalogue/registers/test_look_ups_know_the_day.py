"""Entries count on days; former codes and names lead to them; what the state holds is known by many names."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.registers.entries import Lasting
from chalicelib.catalogue.registers.model import normalised
from tests.support.contents import PHOTO, lawful_document
from tests.support.registers import region, registers

TODAY = dt.date(2026, 3, 2)
LAST_DAY = dt.date(2015, 2, 18)
DAYS = st.none() | st.dates()


@pytest.mark.parametrize(
    ("code", "on", "found"),
    [
        ("460400", TODAY, "460400"),
        ("460400", None, "460400"),
        ("469003", LAST_DAY, "460400"),
        ("469003", LAST_DAY + dt.timedelta(days=1), None),
        ("469003", None, None),
        ("460100001", dt.date(2002, 12, 31), "460100001"),
        ("460100001", TODAY, None),
        ("999999", TODAY, None),
    ],
)
def test_a_code_means_what_it_meant_on_that_day(code, on, found):
    entry = registers().region(code, on)
    assert (entry and entry.code) == found


def test_what_a_code_ever_meant_can_be_asked():
    assert registers().region_ever_called("469003").name.zh == "儋州市"
    assert registers().department_ever_called("GS").code == "SJ"
    assert registers().region_ever_called("999999") is None


def test_the_scope_of_the_plan():
    codes = [it.code for it in registers().regions_in_scope(TODAY)]
    assert "460300" not in codes
    assert {"460000", "460400", "469030"} <= set(codes)
    assert len([it for it in codes if len(it) == 6 and it not in {"460000", "460105", "460106"}]) == 18


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (("GA", "460000"), "省公安厅"),
        (("GA", "460100"), "市公安局"),
        (("GA", "469002"), "公安"),
        (("WJ", "460100"), "卫生健康"),
        (("XX", "460100"), None),
    ],
)
def test_a_body_is_called_by_its_level(body, name):
    found = registers().body_name(body, TODAY)
    assert (found and found.zh) == name


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({}, []),
        ({"name": {"zh": "驾驶人身体条件证明"}}, ["DRIVER_MEDICAL_CERTIFICATE"]),
        ({"name": {"zh": " 驾驶人（身体条件）证明。"}}, ["DRIVER_MEDICAL_CERTIFICATE"]),
        ({"name": {"zh": "体检证明"}}, ["DRIVER_MEDICAL_CERTIFICATE"]),
        ({"code": "medical-certificate"}, ["DRIVER_MEDICAL_CERTIFICATE"]),
        ({"certificate_type": "CHARTER"}, ["CHARTER"]),
        ({"certificate_type": "CHARTER", "name": {"zh": "体检证明"}}, ["DRIVER_MEDICAL_CERTIFICATE", "CHARTER"]),
        ({"certificate_type": "DRIVING_LICENCE"}, []),
        ({"certificate_type": "OLD_PERMIT"}, []),
        ({"name": {"zh": "……"}}, []),
    ],
)
def test_what_the_system_can_obtain_itself_is_known_by_type_code_and_name(parts, found):
    content = ItemContent.model_validate(lawful_document(materials=[{**PHOTO, **parts}]))
    assert [kind.code for kind in registers().material_sources(content.materials[0], TODAY)] == found


def test_what_was_held_once_could_be_obtained_then():
    content = ItemContent.model_validate(lawful_document(materials=[{**PHOTO, "certificate_type": "OLD_PERMIT"}]))
    then = registers().material_sources(content.materials[0], dt.date(2020, 12, 31))
    assert [kind.code for kind in then] == ["OLD_PERMIT"]


def test_names_are_compared_without_what_people_write_differently():
    assert normalised(" 《公司章程》（Ａ 版）") == normalised("公司章程(a版)") == "公司章程a版"


def test_an_entry_begins_before_it_ends():
    with pytest.raises(ValidationError):
        region("460100", "海口市", "CITY", valid_from="2020-01-02", valid_to="2020-01-01")


@given(a=DAYS, b=DAYS, c=DAYS, d=DAYS, on=st.dates())
def test_overlapping_means_that_both_count_on_some_day(a, b, c, d, on):
    if (a and b and b < a) or (c and d and d < c):
        return
    one, other = Lasting(valid_from=a, valid_to=b), Lasting(valid_from=c, valid_to=d)
    assert one.overlaps(other) is other.overlaps(one)
    if one.counts_on(on) and other.counts_on(on):
        assert one.overlaps(other)
