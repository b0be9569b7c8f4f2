"""A second application for the same item has to wait until the first is decided or ended."""

import pytest

from chalicelib.cases import errors, store
from chalicelib.cases.vocabulary import Outcome
from tests.support.cases import (
    APPLICANT,
    CALENDAR,
    HEAD,
    a_draft,
    a_new_case,
    a_reviewed_case,
    a_submitted_case,
    by,
    stored,
    submit,
)
from tests.support.items import changed, joint_item, seeded_item
from tests.support.memory_table import MemoryTable

JOINT = joint_item()
PK, OPEN = "CASE#case-1", "OPEN#account-1#GA-JG-0102"


@pytest.fixture
def table() -> MemoryTable:
    return MemoryTable()


def test_a_second_application_for_the_same_item_is_told_the_first(table):
    stored(table, a_submitted_case())
    with pytest.raises(errors.OpenCaseExists) as refused:
        stored(table, a_new_case(case_id="case-2"))
    assert refused.value.facts == {"case_id": "case-1"}
    assert ("CASE#case-2", "SNAPSHOT") not in table.rows


def test_another_item_is_nobody_s_second_application(table):
    stored(table, a_submitted_case())
    stored(table, a_new_case(JOINT, case_id="case-2"))


def test_once_decided_the_item_may_be_applied_for_again(table):
    case = stored(table, a_reviewed_case())
    with pytest.raises(errors.OpenCaseExists):
        stored(table, a_new_case(case_id="case-2"))
    case.decide(Outcome.DENIED, "不符合条件", by(HEAD), CALENDAR)
    stored(table, case)
    stored(table, a_new_case(case_id="case-2"))


def test_once_withdrawn_the_item_may_be_applied_for_again(table):
    case = stored(table, a_draft())
    case.withdraw("填错了", by(APPLICANT))
    stored(table, case)
    stored(table, a_new_case(case_id="case-2"))


def test_what_happens_to_an_old_case_later_does_not_open_the_door(table):
    old = stored(table, a_submitted_case())
    old.withdraw("不再需要", by(APPLICANT))
    stored(table, old)
    stored(table, a_new_case(case_id="case-2"))
    for load in (lambda: old, lambda: store.load(table, "case-1")):
        again = load()
        again.disclose("统计", by(HEAD))
        stored(table, again)
        assert table.rows[OPEN, "CASE"]["case_id"] == "case-2"


def test_an_item_may_allow_several_open_cases(table):
    item = changed(seeded_item(), one_open_case=False)
    stored(table, a_draft(item))
    second = stored(table, a_draft(item, case_id="case-2"))
    submit(second, item)
    stored(table, second)
    assert not [pk for pk, _ in table.rows if pk.startswith("OPEN#")]
