"""What each save leaves in the one table: keys, indexes, guards, work items."""

import pytest

from chalicelib.aws.rows import BY_APPLICANT, Key
from chalicelib.cases import errors, store
from chalicelib.cases.model import Case
from chalicelib.cases.vocabulary import Outcome
from tests.support.cases import (
    APPLICANT,
    CALENDAR,
    HEAD,
    NUMBER,
    a_draft,
    a_new_case,
    a_reviewed_case,
    a_submitted_case,
    advise,
    advise_all,
    an_accepted_case,
    by,
    changed,
    check,
    deliver,
    issue,
    joint_item,
    pause,
    pay,
    seeded_item,
    stored,
    submit,
    tick,
)
from tests.support.clocks import on
from tests.support.memory_table import MemoryTable

JOINT = joint_item()
PK, OPEN = "CASE#case-1", "OPEN#account-1#GA-JG-0102"


@pytest.fixture
def table() -> MemoryTable:
    return MemoryTable()


def keys(table: MemoryTable, but: str = "EVENT#") -> set[tuple[str, str]]:
    return {key for key in table.rows if not key[1].startswith(but)}


def works(table: MemoryTable) -> set[str]:
    return {sk for _, sk in table.rows if sk.startswith("WORK#")}


def due_shards(table: MemoryTable, now) -> list[str]:
    return [case_id for shard in range(store.DUE_SHARDS) for case_id in store.due_cases(table, shard, now)]


def test_a_draft_leaves_snapshot_history_and_guard(table):
    stored(table, a_new_case())
    assert set(table.rows) == {(PK, "SNAPSHOT"), (PK, "EVENT#000001"), (OPEN, "CASE")}
    snapshot = table.rows[PK, "SNAPSHOT"]
    assert snapshot.keys() == {"pk", "sk", "version", "schema", "body", "applicant_pk", "applicant_sk"}
    assert (snapshot["version"], snapshot["schema"]) == (1, 1)
    assert (snapshot["applicant_pk"], snapshot["applicant_sk"]) == ("APPLICANT#account-1", "case-1")
    assert table.rows[OPEN, "CASE"]["case_id"] == "case-1"


def test_a_submission_adds_number_work_item_and_due_instant(table):
    stored(table, a_submitted_case())
    assert keys(table) == {
        (PK, "SNAPSHOT"),
        (PK, "WORK#reviewer"),
        (OPEN, "CASE"),
        (f"NUMBER#{NUMBER}", "CASE"),
    }
    work, snapshot = table.rows[PK, "WORK#reviewer"], table.rows[PK, "SNAPSHOT"]
    assert (work["desk_pk"], work["desk_sk"]) == ("DESK#GA#460100#reviewer", "2026-03-09T16:00:00.000Z#case-1")
    assert snapshot["due_sk"] == "2026-03-05T16:00:00.000Z#case-1"
    assert str(snapshot["due_pk"]).startswith("DUE#")


def test_versions_and_events_go_together(table):
    case = stored(table, a_submitted_case())
    loaded, history = store.load_history(table, "case-1")
    assert (loaded.version, len(history)) == (case.version, case.version)
    assert [event.sequence for event in history] == list(range(1, case.version + 1))
    assert loaded == case


def test_work_items_are_there_for_the_desks_that_hold_the_case(table):
    case = stored(table, a_submitted_case(JOINT))
    seen = [works(table)]
    for step in (
        lambda: check(case, "fire", item=JOINT),
        lambda: check(case, "reviewer", item=JOINT),
        lambda: advise(case, "reviewer"),
        lambda: advise(case, "fire"),
        lambda: advise(case, "panel"),
        lambda: pay(case),
        lambda: case.decide(Outcome.GRANTED, "符合条件", by(HEAD), CALENDAR),
    ):
        step()
        stored(table, case)
        seen.append(works(table))
    assert seen == [
        {"WORK#reviewer", "WORK#fire"},
        {"WORK#reviewer"},
        {"WORK#reviewer", "WORK#fire"},
        {"WORK#fire"},
        {"WORK#panel"},
        set(),
        {"WORK#head"},
        set(),
    ]


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
        "status": "ACCEPTED",
        "submitted_at": "2026-03-02T02:00:00.000Z",
        "due": case.clock.promised,
        "statutory": case.clock.statutory,
        "due_at": "2026-03-16T16:00:00.000Z",
    }


def test_an_applicant_s_cases_come_newest_first_with_cursors(table):
    for number in range(1, 6):
        item = changed(seeded_item(), code=f"ITEM-{number}")
        stored(table, a_new_case(item, case_id=f"case-{number}"))
    pages, after = [], None
    while True:
        page = store.cases_of(table, "account-1", limit=2, after=after)
        pages.append([store.from_snapshot(row).id for row in page.rows])
        after = page.next
        if after is None:
            break
    assert pages == [["case-5", "case-4"], ["case-3", "case-2"], ["case-1"]]
    assert store.cases_of(table, "account-2", limit=2, after=None).rows == []


def test_the_index_of_the_applicant_holds_only_cases(table):
    stored(table, a_submitted_case())
    page = table.page(BY_APPLICANT, "APPLICANT#account-1", limit=9)
    assert [row["sk"] for row in page.rows] == ["SNAPSHOT"]


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


def to_delivered(case: Case) -> Case:
    check(case, "reviewer")
    advise_all(case)
    case.decide(Outcome.GRANTED, "符合条件", by(HEAD), CALENDAR)
    issue(case)
    pay(case)
    deliver(case)
    return case


@pytest.mark.parametrize("how", ["withdrawn", "archived", "not accepted"])
def test_an_ended_case_leaves_due_index_worklist_and_guard(table, how):
    case = stored(table, a_submitted_case())
    if how == "archived":
        case = to_delivered(case)
        case.note_evaluated(4, by(APPLICANT))
        case.archive(by(HEAD))
    elif how == "withdrawn":
        case.withdraw("不再需要", by(APPLICANT))
    else:
        case.refuse_acceptance("不符合条件", "", by(HEAD))
    stored(table, case)
    assert due_shards(table, on(12, 31)) == []
    assert works(table) == set()
    assert (OPEN, "CASE") not in table.rows
    assert (f"NUMBER#{NUMBER}", "CASE") in table.rows


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


def test_a_case_that_is_not_there_is_unknown(table):
    for load in (store.load, store.load_with_waits, store.load_history):
        with pytest.raises(errors.CaseUnknown):
            load(table, "case-9")


def test_waits_come_with_the_case_and_nothing_else_does(table):
    case = stored(table, an_accepted_case())
    advise_all(case)
    stored(table, case)
    for sk in ("WAIT#stage:DECISION", "WAIT#stage:ISSUE", "ORCHESTRATION#review", "WORK#x"):
        table.rows[PK, sk] = {"pk": PK, "sk": sk}
    trips = table.round_trips
    loaded, waits = store.load_with_waits(table, "case-1")
    assert ([row["sk"] for row in waits], loaded.version) == (["WAIT#stage:DECISION", "WAIT#stage:ISSUE"], case.version)
    assert store.load_history(table, "case-1")[1][-1].type == "case.OpinionGiven"
    assert table.round_trips - trips == 2


def test_reading_one_case_is_one_round_trip(table):
    stored(table, a_submitted_case())
    for read in (
        lambda: store.load(table, "case-1"),
        lambda: store.load_history(table, "case-1"),
        lambda: store.id_of_number(table, NUMBER),
        lambda: store.worklist(table, "DESK#GA#460100#reviewer", limit=9, after=None),
        lambda: store.cases_of(table, "account-1", limit=9, after=None),
    ):
        trips = table.round_trips
        read()
        assert table.round_trips == trips + 1


def test_a_case_is_written_in_one_round_trip(table):
    trips = table.round_trips
    stored(table, a_submitted_case())
    assert table.round_trips == trips + 1
    assert table.row(Key(PK, "SNAPSHOT")) is not None
