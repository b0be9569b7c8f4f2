"""What the stores rely on, held against the table in memory and against DynamoDB (emulated by moto).

Seen in moto 5.2: a cancelled transaction names its reasons with the standing item, several operations on one item,
more than a hundred writes and empty keys are refused as AWS does; transactions never collide (`TransactionConflict`),
which is why that is told to a stub in `test_a_transaction_that_keeps_colliding_is_busy.py`.
"""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.aws.rows import BY_APPLICANT, BY_DESK, BY_DUE, BY_ITEM, Delete, Index, Key, Put, Row
from chalicelib.aws.table import ConditionFailed, Table
from tests.support.memory_table import ImpossibleWrite

REFUSED = (ClientError, TypeError, ImpossibleWrite)


def row(pk: str = "A", sk: str = "1", **values: Any) -> Row:
    return {"pk": pk, "sk": sk, **values}


def indexed(index: Index, pk: str, sk: str, case: str) -> Row:
    return row(pk=case, sk="SNAPSHOT", **{index.pk: pk, index.sk: sk}, body=f"body of {case}")


def fill(table: Table, *rows: Row) -> None:
    for one in rows:
        table.commit([Put(one)])


def standing_in_the_way(table: Table, *writes: Put | Delete) -> tuple[Put, Row | None]:
    with pytest.raises(ConditionFailed) as refused:
        table.commit(writes)
    return refused.value.write, refused.value.standing


def test_values_come_back_as_they_went_in(table: Table) -> None:
    written = row(text="不见面", empty="", whole=0, fen=-(10**30), yes=True, no=False)
    table.commit([Put(written)])
    read = table.row(Key("A", "1"))
    assert read == written
    assert [type(value) for value in read.values()] == [type(value) for value in written.values()]


def test_there_is_no_row_where_none_was_written(table: Table) -> None:
    assert table.row(Key("A", "1")) is None
    assert table.partition("A") == []


def test_a_put_replaces_the_row_whole(table: Table) -> None:
    fill(table, row(one=1), row(two=2))
    assert table.row(Key("A", "1")) == row(two=2)


def test_what_must_be_new_is_refused_with_the_row_that_stands_there(table: Table) -> None:
    fill(table, row(owner="first"))
    write = Put(row(owner="second"), new=True)
    assert standing_in_the_way(table, write) == (write, row(owner="first"))
    assert table.row(Key("A", "1")) == row(owner="first")


@pytest.mark.parametrize("standing", [row(version=2, owner="a"), row(owner="a"), None])
def test_what_must_be_equal_is_refused_when_it_differs_or_is_absent(table: Table, standing: Row | None) -> None:
    if standing:
        fill(table, standing)
    write = Put(row(version=2), equals={"version": 1})
    assert standing_in_the_way(table, write) == (write, standing)


def test_every_named_attribute_must_be_equal(table: Table) -> None:
    fill(table, row(version=1, token="t", answered=False))
    standing_in_the_way(table, Put(row(version=2), equals={"version": 1, "token": "other"}))
    table.commit([Put(row(version=2), equals={"version": 1, "token": "t", "answered": False})])
    assert table.row(Key("A", "1")) == row(version=2)


def test_reserved_words_may_be_attributes(table: Table) -> None:
    fill(table, row(status="a", data="b", type="c"))
    table.commit([Put(row(done=True), equals={"status": "a", "data": "b", "type": "c"})])


def test_a_transaction_is_written_whole_or_not_at_all(table: Table) -> None:
    fill(table, row(sk="standing"), row(sk="to-go"))
    refused = Put(row(sk="standing", late=True), new=True)
    standing_in_the_way(table, Put(row(sk="other")), Delete(Key("A", "to-go")), refused, Put(row(sk="last")))
    assert [str(it["sk"]) for it in table.partition("A")] == ["standing", "to-go"]
    table.commit([Put(row(sk="other")), Delete(Key("A", "to-go")), Put(row(pk="B", sk="last"))])
    assert [str(it["sk"]) for it in table.partition("A")] == ["other", "standing"]
    assert table.row(Key("B", "last")) is not None


def test_of_several_failed_conditions_the_first_is_named(table: Table) -> None:
    fill(table, row(sk="1"), row(sk="2"))
    first = Put(row(sk="2"), new=True)
    assert standing_in_the_way(table, Put(row(sk="0")), first, Put(row(sk="1"), new=True)) == (first, row(sk="2"))


def test_deleting_what_is_not_there_is_no_failure(table: Table) -> None:
    table.commit([Delete(Key("A", "1"))])
    fill(table, row())
    table.commit([Delete(Key("A", "1"))])
    table.commit([Put(row(), new=True)])


@pytest.mark.parametrize(
    "writes",
    [
        [Put(row(version=1)), Put(row(version=2))],
        [Put(row()), Delete(Key("A", "1"))],
        [Put(row(sk=str(number))) for number in range(101)],
        [Put(row(pk=""))],
        [Put(row(sk=""))],
        [Put(row(applicant_pk="", applicant_sk="1"))],
        [Put(row(value=None))],
        [Put(row(value=1.5))],
        [Put(row(value={"nested": 1}))],
    ],
    ids=["twice", "put-and-delete", "101", "no-pk", "no-sk", "no-index-key", "none", "float", "nested"],
)
def test_what_dynamodb_never_accepts_is_refused(table: Table, writes: list[Put | Delete]) -> None:
    with pytest.raises(REFUSED):
        table.commit(writes)
    assert table.partition("A") == []


def test_a_partition_is_read_in_order_and_without_its_neighbours(table: Table) -> None:
    keys = ["WAIT#b", "EVENT#000010", "SNAPSHOT", "EVENT#000002", "说明"]
    fill(table, *(row(sk=key) for key in keys), row(pk="AB"), row(pk="a"))
    assert [str(it["sk"]) for it in table.partition("A")] == sorted(keys)


@pytest.mark.parametrize(
    ("bounds", "found"),
    [
        ({"first": "EVENT#", "last": "SNAPSHOT"}, ["EVENT#000001", "EVENT#000002", "SNAPSHOT"]),
        ({"first": "SNAPSHOT", "last": "WAIT#\U0010ffff"}, ["SNAPSHOT", "WAIT#stage:FEE"]),
        ({"first": "EVENT#000002"}, ["EVENT#000002", "SNAPSHOT", "WAIT#stage:FEE", "WORK#head"]),
        ({"last": "EVENT#000001"}, ["EVENT#000001"]),
        ({"first": "X"}, []),
    ],
)
def test_a_range_holds_both_its_ends(table: Table, bounds: dict[str, str], found: list[str]) -> None:
    for key in ("SNAPSHOT", "EVENT#000001", "EVENT#000002", "WAIT#stage:FEE", "WORK#head"):
        fill(table, row(sk=key))
    assert [str(it["sk"]) for it in table.partition("A", **bounds)] == found


def test_a_partition_larger_than_one_answer_of_dynamodb_is_read_whole(table: Table) -> None:
    fill(table, *(row(sk=f"{number:02d}", body="x" * 150_000) for number in range(16)))
    assert len(table.partition("A")) == 16


def walk(table: Table, limit: int, **options: Any) -> list[str]:
    """The cases on all pages, one page after the other."""
    found: list[str] = []
    after: Row | None = None
    for _ in range(20):
        page = table.page(BY_DESK, "DESK", limit=limit, after=after, **options)
        assert len(page.rows) <= limit
        found.extend(str(it["pk"]) for it in page.rows)
        after = page.next
        if after is None:
            return found
        assert set(after) == {"pk", "sk", "desk_pk", "desk_sk"}
    raise AssertionError("the pages have no end")


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("newest_first", [False, True])
def test_pages_show_every_row_once_in_either_direction(table: Table, limit: int, newest_first: bool) -> None:
    dues = {"C3": "2026-03-05", "C1": "2026-03-01", "C5": "2026-03-09", "C2": "2026-03-04", "C4": "2026-03-06"}
    fill(table, *(indexed(BY_DESK, "DESK", due, case) for case, due in dues.items()))
    fill(table, indexed(BY_DESK, "OTHER", "2026-03-02", "C9"), row(pk="C8", sk="SNAPSHOT"))
    expected = sorted(dues, key=dues.__getitem__, reverse=newest_first)
    assert walk(table, limit, newest_first=newest_first) == expected


def test_a_page_lies_between_the_sort_keys_asked_for(table: Table) -> None:
    for day in (1, 2, 3):
        fill(table, indexed(BY_DESK, "DESK", f"2026-03-0{day}", f"C{day}"))
    assert walk(table, 2, last="2026-03-02") == ["C1", "C2"]
    assert walk(table, 2, last="2026-03-02", newest_first=True) == ["C2", "C1"]
    assert walk(table, 2, last="2026-02-28") == []
    assert walk(table, 2, first="2026-03-02", last="2026-03-02") == ["C2"]
    assert walk(table, 1, first="2026-03-02") == ["C2", "C3"]


def test_a_row_leaves_an_index_with_its_attributes(table: Table) -> None:
    fill(table, indexed(BY_DESK, "DESK", "2026-03-01", "C1"))
    assert walk(table, 10) == ["C1"]
    fill(table, row(pk="C1", sk="SNAPSHOT"))
    assert walk(table, 10) == []


@pytest.mark.parametrize(("index", "whole"), [(BY_APPLICANT, True), (BY_DESK, True), (BY_DUE, False), (BY_ITEM, False)])
def test_some_indexes_hold_whole_rows_and_some_hold_keys(table: Table, index: Index, whole: bool) -> None:
    written = indexed(index, "P", "S", "C1")
    fill(table, written)
    keys = {name: written[name] for name in ("pk", "sk", index.pk, index.sk)}
    assert table.page(index, "P", limit=10).rows == [written if whole else keys]


def test_rows_that_were_read_are_the_readers_own(table: Table) -> None:
    fill(table, indexed(BY_DESK, "DESK", "2026-03-01", "C1"))
    by_key = [table.row(Key("C1", "SNAPSHOT"))]
    for (read,) in (by_key, table.partition("C1"), table.page(BY_DESK, "DESK", limit=1).rows):
        assert read is not None
        read["body"] = "scribbled"
    assert table.partition("C1")[0]["body"] == "body of C1"


def test_several_rows_are_read_in_one_trip_in_the_order_asked_for(table: Table) -> None:
    fill(table, row("A", "1", body="a1"), row("A", "2", body="a2"), row("B", "1", body="b1"))
    found = table.rows_at([Key("B", "1"), Key("A", "9"), Key("A", "1")])
    assert [(it["pk"], it["sk"]) for it in found] == [("B", "1"), ("A", "1")]


def test_more_than_a_hundred_rows_are_not_read_in_one_trip(table: Table) -> None:
    with pytest.raises(REFUSED):
        table.rows_at([Key("A", str(number)) for number in range(101)])


@pytest.mark.parametrize("limit", [1, 2, 7, 100])
def test_a_stretch_of_a_partition_is_read_page_by_page(table: Table, limit: int) -> None:
    fill(table, *(row(sk=f"LINE#{number}") for number in range(7)), row(sk="SNAPSHOT"), row("B", "LINE#3"))
    seen, after = [], None
    for _ in range(9):
        page = table.stretch("A", limit=limit, first="LINE#1", last="LINE#5", after=after)
        assert len(page.rows) <= limit
        seen += [it["sk"] for it in page.rows]
        if (after := page.next) is None:
            break
    assert seen == [f"LINE#{number}" for number in range(1, 6)]
