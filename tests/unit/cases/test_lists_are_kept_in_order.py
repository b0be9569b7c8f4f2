"""An applicant's cases, a desk's worklist, the instants that fall due: pages of sparse indexes."""

import pytest

from chalicelib.aws.rows import BY_APPLICANT, Row
from chalicelib.cases import store
from tests.support.cases import (
    HEAD,
    NUMBER,
    a_new_case,
    a_submitted_case,
    an_accepted_case,
    an_accepted_case_with_materials_to_follow,
    by,
    check,
    pause,
    stored,
    tick,
    upload,
)
from tests.support.clocks import on
from tests.support.items import changed, joint_item, seeded_item
from tests.support.memory_table import MemoryTable

JOINT = joint_item()
PK, OPEN = "CASE#case-1", "OPEN#account-1#GA-JG-0102"


@pytest.fixture
def table() -> MemoryTable:
    return MemoryTable()


def due_shards(table: MemoryTable, now) -> list[str]:
    return [case_id for shard in range(store.DUE_SHARDS) for case_id in store.due_cases(table, shard, now)]


def worklist_rows(table: MemoryTable, role: str) -> list[Row]:
    return store.worklist(table, store.desk_pk("GA", "460100", role), limit=9, after=None).rows


def test_the_worklist_is_ordered_by_due_instant_with_cursors(table):
    for case_id, day in (("case-a", 4), ("case-b", 2), ("case-c", 3)):
        case = a_submitted_case(at=on(3, day), case_id=case_id)
        case.applicant = case.applicant.model_copy(update={"account_id": f"account-of-{case_id}"})
        case.number = f"number-of-{case_id}"
        stored(table, case)
    desk = store.desk_pk("GA", "460100", "reviewer")
    first = store.worklist(table, desk, limit=2, after=None)
    second = store.worklist(table, desk, limit=2, after=first.next)
    entries = [store.entry_of(row) for row in (*first.rows, *second.rows)]
    assert [(entry.case_id, entry.due) for entry in entries] == [
        ("case-b", "2026-03-09"),
        ("case-c", "2026-03-10"),
        ("case-a", "2026-03-11"),
    ]
    assert store.worklist(table, store.desk_pk("GA", "460200", "reviewer"), limit=9, after=None).rows == []
    assert store.worklist(table, store.desk_pk("RS", "460100", "reviewer"), limit=9, after=None).rows == []


def test_a_worklist_entry_says_what_the_case_says(table):
    case = stored(table, an_accepted_case(JOINT))
    (row,) = store.worklist(table, store.desk_pk("GA", "460100", "fire"), limit=9, after=None).rows
    assert store.entry_of(row).model_dump() == {
        "case_id": "case-1",
        "number": NUMBER,
        "item_name": "虚构联合许可",
        "applicant": "王**",
        "region": "460100",
        "status": "ACCEPTED",
        "submitted_at": "2026-03-02T02:00:00.000Z",
        "due": case.clock.promised,
        "statutory": case.clock.statutory,
        "due_at": "2026-03-16T16:00:00.000Z",
        "late_materials": (),
    }


def test_a_worklist_entry_tells_what_is_to_follow_and_when_it_came(table):
    case = stored(table, an_accepted_case_with_materials_to_follow())
    upload(case, "rules")
    stored(table, case)
    (row,) = store.worklist(table, store.desk_pk("GA", "460100", "reviewer"), limit=9, after=None).rows
    assert [(it.code, it.name, it.state, it.due) for it in store.entry_of(row).late_materials] == [
        ("rules", "材料rules", "BROUGHT", "2026-03-09"),
        ("contract", "材料contract", "AWAITED", "2026-03-12"),
    ]


def test_an_applicant_s_cases_come_newest_first_with_cursors(table):
    for number in range(1, 6):
        item = changed(seeded_item(), code=f"ITEM-{number}")
        stored(table, a_new_case(item, case_id=f"case-{number}"))
    pages, after = [], None
    while True:
        page = store.cases_of(table, "account-1", limit=2, after=after)
        pages.append([store.card_of(row).case_id for row in page.rows])
        after = page.next
        if after is None:
            break
    assert pages == [["case-5", "case-4"], ["case-3", "case-2"], ["case-1"]]
    assert store.cases_of(table, "account-2", limit=2, after=None).rows == []


def test_the_index_of_the_applicant_holds_only_cases(table):
    stored(table, a_submitted_case())
    page = table.page(BY_APPLICANT, "APPLICANT#account-1", limit=9)
    assert [row["sk"] for row in page.rows] == ["CARD"]


def test_lists_are_written_only_when_what_they_say_changes(table):
    case = stored(table, a_submitted_case(JOINT))
    before = len(table.stream)
    case.note_trouble("review", "States.Timeout", by(HEAD))
    stored(table, case)
    assert [row["sk"] for row in table.stream[before:]] == ["SNAPSHOT", f"EVENT#{case.version:06d}"]
    before = len(table.stream)
    check(case, "fire", item=JOINT)
    check(case, "reviewer", item=JOINT)
    stored(table, case)
    lists = {str(row["sk"]): row for row in table.stream[before:]}
    assert lists.keys() >= {"CARD", "WORK#reviewer", "WORK#fire"}
    assert store.card_of(lists["CARD"]).status == "ACCEPTED" == store.entry_of(lists["WORK#fire"]).status


def test_a_desk_that_takes_over_finds_the_case_though_nothing_else_changed(table):
    case = stored(table, a_submitted_case(JOINT))
    assert [store.entry_of(row).case_id for row in worklist_rows(table, "reviewer")] == ["case-1"]
    card = table.rows["CASE#case-1", "CARD"]
    check(case, "reviewer", item=JOINT)
    stored(table, case)
    assert worklist_rows(table, "reviewer") == [] and table.rows["CASE#case-1", "CARD"] == card


def test_an_alarm_is_due_at_its_instant_and_not_before(table):
    case = stored(table, an_accepted_case(JOINT))
    assert due_shards(table, on(3, 12, 23)) == []
    assert due_shards(table, on(3, 13, 0)) == ["case-1"]
    tick(case, on(3, 13, 0))
    stored(table, case)
    assert due_shards(table, on(3, 13, 23)) == []
    assert due_shards(table, on(3, 14, 0)) == ["case-1"]


def test_due_cases_of_a_shard_come_earliest_first(table):
    twins = [case_id for n in range(60) if (case_id := f"case-{n}") and shard_of(case_id) == shard_of("case-1")][:3]
    for case_id, day in zip(twins, (4, 2, 3), strict=True):
        case = a_submitted_case(at=on(3, day), case_id=case_id)
        case.applicant = case.applicant.model_copy(update={"account_id": f"account-of-{case_id}"})
        case.number = f"number-of-{case_id}"
        stored(table, case)
    assert due_shards(table, on(3, 20)) == [twins[1], twins[2], twins[0]]


def shard_of(case_id: str) -> str:
    table = MemoryTable()
    stored(table, a_submitted_case(case_id=case_id))
    return str(table.rows[f"CASE#{case_id}", "SNAPSHOT"]["due_pk"])


def test_a_paused_clock_leaves_the_index(table):
    case = stored(table, an_accepted_case(JOINT))
    pause(case, on(3, 5))
    stored(table, case)
    assert due_shards(table, on(12, 31)) == []
