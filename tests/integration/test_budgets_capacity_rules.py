"""The benchmark counts as DynamoDB does: blocks of 4 KB read, blocks of 1 KB written, indexes on top."""

import pytest

from chalicelib.aws.rows import BY_APPLICANT, BY_DUE, Delete, Key, Put, Row
from tests.bench.capacity import EVENTUAL, Consumed, of_read, of_write, size_of
from tests.bench.metered_table import MeteredTable
from tests.support.memory_table import MemoryTable

KEY = {"pk": "CASE#1", "sk": "SNAPSHOT"}
APPLICANT = {BY_APPLICANT.pk: "APPLICANT#1", BY_APPLICANT.sk: "1"}
DUE = {BY_DUE.pk: "DUE#1", BY_DUE.sk: "2026"}


def row_of(size: int, **attributes: str) -> Row:
    """A row of exactly that many bytes."""
    row: Row = {**KEY, **attributes, "body": ""}
    return {**row, "body": "x" * (size - size_of(row))}


def test_names_and_values_count_in_bytes() -> None:
    assert size_of({"pk": "案件", "version": 1234, "open": True}) == (2 + 6) + (7 + 3) + (4 + 1)


@pytest.mark.parametrize(("size", "units"), [(40, 1), (4096, 1), (4097, 2), (12_288, 3)])
def test_reads_are_counted_in_blocks_of_four_kilobytes(size: int, units: int) -> None:
    assert of_read([row_of(size)]) == Consumed(read_units=units, rows_read=1, round_trips=1)
    assert of_read([row_of(size)], EVENTUAL).read_units == units / 2


def test_the_rows_of_a_query_are_added_up_before_they_are_counted() -> None:
    assert of_read([row_of(1000)] * 4).read_units == 1


def test_finding_nothing_costs_as_much_as_finding_a_little() -> None:
    assert of_read([]).read_units == 1


@pytest.mark.parametrize(("size", "units"), [(40, 2), (1024, 2), (1025, 4), (4096, 8)])
def test_transactions_write_every_kilobyte_twice(size: int, units: int) -> None:
    assert of_write(None, row_of(size)).write_units == units


def test_the_larger_of_old_and_new_row_counts() -> None:
    assert of_write(row_of(3000), row_of(100)).write_units == 6
    assert of_write(row_of(3000), None).write_units == 6
    assert of_write(None, None).write_units == 2


def test_a_whole_entry_of_an_index_costs_its_size_once() -> None:
    assert of_write(None, row_of(3000, **APPLICANT)).index_write_units == 3


def test_an_entry_of_keys_alone_costs_one() -> None:
    assert of_write(None, row_of(3000, **DUE)).index_write_units == 1


def test_an_entry_that_stays_as_it_is_costs_nothing() -> None:
    before = row_of(3000, **DUE)
    assert of_write(before, {**before, "body": "y"}).index_write_units == 0


def test_an_entry_that_moves_is_taken_out_and_put_in() -> None:
    before = row_of(3000, **DUE)
    assert of_write(before, {**before, BY_DUE.sk: "2027"}).index_write_units == 2


def test_a_metered_table_counts_what_its_calls_touch() -> None:
    table = MeteredTable(MemoryTable())
    with table.metering() as told:
        table.commit([Put(row_of(2000)), Delete(Key("CASE#2", "WORK"))])
        assert table.row(Key("CASE#1", "SNAPSHOT"))
        assert table.partition("CASE#1")
        assert not table.page(BY_APPLICANT, "APPLICANT#1", limit=5).rows
    assert told == [Consumed(read_units=2.5, write_units=6, rows_read=2, rows_written=2, round_trips=4)]
    assert table.consumed == told[0]
