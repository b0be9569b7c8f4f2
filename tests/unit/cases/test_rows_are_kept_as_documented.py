"""What each save leaves in the one table: keys, indexes, guards, work items."""

import pytest

from chalicelib.aws.rows import Key
from chalicelib.cases import errors, store
from chalicelib.cases.model import Case
from chalicelib.cases.vocabulary import Outcome
from tests.support.cases import (
    APPLICANT,
    CALENDAR,
    HEAD,
    NUMBER,
    PACKAGE,
    a_new_case,
    a_submitted_case,
    advise,
    advise_all,
    an_accepted_case,
    by,
    check,
    deliver,
    issue,
    pay,
    stored,
)
from tests.support.clocks import on
from tests.support.items import joint_item
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
    assert set(table.rows) == {(PK, "SNAPSHOT"), (PK, "CARD"), (PK, "EVENT#000001"), (OPEN, "CASE")}
    snapshot = table.rows[PK, "SNAPSHOT"]
    indexed = {"item_pk", "item_sk", "due_pk", "due_sk"}
    assert snapshot.keys() == {"pk", "sk", "version", "schema", "head", "body", *indexed}
    assert (snapshot["item_pk"], snapshot["item_sk"]) == ("ITEM#GA-JG-0102", "000001#case-1")
    assert (snapshot["version"], snapshot["schema"]) == (1, 1)
    card = table.rows[PK, "CARD"]
    assert (card["applicant_pk"], card["applicant_sk"]) == ("APPLICANT#account-1", "case-1")
    assert table.rows[OPEN, "CASE"]["case_id"] == "case-1"


def test_a_submission_adds_number_work_item_and_due_instant(table):
    case = stored(table, a_submitted_case())
    (photo,) = case.files
    assert keys(table) == {
        (PK, "SNAPSHOT"),
        (PK, "CARD"),
        (PK, "WORK#reviewer"),
        (OPEN, "CASE"),
        (f"NUMBER#{NUMBER}", "CASE"),
        (f"FILE#{photo}", "HOLDER#CASE#case-1"),
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
        case.archive(PACKAGE, by(HEAD))
    elif how == "withdrawn":
        case.withdraw("不再需要", by(APPLICANT))
    else:
        case.refuse_acceptance("不符合条件", "", by(HEAD))
    stored(table, case)
    assert due_shards(table, on(12, 31)) == []
    assert works(table) == set()
    assert (OPEN, "CASE") not in table.rows
    assert (f"NUMBER#{NUMBER}", "CASE") in table.rows


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
