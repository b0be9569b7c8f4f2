"""Who may supervise whom (Administrative Licensing Law art. 60): superiors in the line, and lines named for it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.registers import registers

TODAY = dt.date(2026, 3, 2)
PROVINCE, HAIKOU, SANYA, LONGHUA, TOWN = "460000", "460100", "460200", "460106", "460106001"
DANZHOU, DANZHOU_THEN = "460400", "469003"
BODIES = st.tuples(
    st.sampled_from([*(it.code for it in registers().departments), "GS", "XX"]),
    st.sampled_from([*(it.code for it in registers().regions), DANZHOU_THEN, "999999"]),
)


@pytest.mark.parametrize(
    ("supervisor", "body", "may"),
    [
        (("GA", PROVINCE), ("GA", HAIKOU), True),
        (("GA", PROVINCE), ("GA", TOWN), True),
        (("GA", HAIKOU), ("GA", LONGHUA), True),
        (("GA", HAIKOU), ("GA", PROVINCE), False),
        (("GA", HAIKOU), ("GA", SANYA), False),
        (("GA", HAIKOU), ("GA", HAIKOU), False),
        (("GA", PROVINCE), ("WJ", HAIKOU), False),
        (("WJ", HAIKOU), ("YJ", HAIKOU), True),
        (("WJ", HAIKOU), ("YJ", LONGHUA), True),
        (("WJ", LONGHUA), ("YJ", HAIKOU), False),
        (("YJ", PROVINCE), ("WJ", HAIKOU), False),
        (("ZW", HAIKOU), ("GA", HAIKOU), True),
        (("ZW", HAIKOU), ("GA", SANYA), False),
        (("ZW", PROVINCE), ("ZW", HAIKOU), True),
        (("ZW", PROVINCE), ("ZW", PROVINCE), False),
        (("XX", PROVINCE), ("GA", HAIKOU), False),
        (("GA", PROVINCE), ("GA", "999999"), False),
    ],
)
def test_within_the_line_and_across_lines(supervisor, body, may):
    assert registers().may_supervise(supervisor, body, TODAY) is may


@pytest.mark.parametrize(("day", "may"), [(dt.date(2030, 12, 31), True), (dt.date(2031, 1, 1), False), (None, False)])
def test_a_line_that_has_ended_neither_supervises_nor_is_supervised(day, may):
    assert registers().may_supervise(("ZJ", PROVINCE), ("ZJ", HAIKOU), day) is may
    assert registers().may_supervise(("ZW", HAIKOU), ("ZJ", HAIKOU), day) is may


def test_a_former_code_means_the_same_body_while_it_was_in_use():
    then, now = dt.date(2014, 1, 1), TODAY
    assert registers().may_supervise(("GA", PROVINCE), ("GA", DANZHOU_THEN), then)
    assert not registers().may_supervise(("GA", PROVINCE), ("GA", DANZHOU_THEN), now)
    assert not registers().may_supervise(("GS", HAIKOU), ("SJ", HAIKOU), then)


@given(body=BODIES, on=st.none() | st.dates())
def test_nobody_supervises_itself(body, on):
    assert not registers().may_supervise(body, body, on)


@given(one=BODIES, other=BODIES, on=st.dates())
def test_within_a_line_nobody_supervises_his_superior(one, other, on):
    if one[0] == other[0] and registers().may_supervise(one, other, on):
        assert not registers().may_supervise(other, one, on)


@given(high=BODIES, middle=BODIES, low=BODIES, on=st.dates())
def test_within_a_line_supervision_reaches_all_the_way_down(high, middle, low, on):
    look = registers()
    same_line = high[0] == middle[0] == low[0]
    if same_line and look.may_supervise(high, middle, on) and look.may_supervise(middle, low, on):
        assert look.may_supervise(high, low, on)
