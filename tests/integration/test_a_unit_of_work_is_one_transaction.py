"""Snapshot, events, guards and the idempotency row: all are there, or none; and of two writers one wins."""

import threading
from typing import Any

import pytest

from chalicelib.aws.history import events_among, to_aggregate
from chalicelib.aws.rows import SNAPSHOT, Key
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import Overtaken, UnitOfWork, event_row
from chalicelib.kernel.aggregate import UnknownSchema
from chalicelib.kernel.chain import verify
from tests.support.histories import CLERK, Ledger, act_at, ledger_with

PK = "LEDGER#ledger-1"


class Taken(Exception):
    """A guard's own refusal."""


class Repeated(Exception):
    """The idempotency row's refusal."""


def unit(table: Table) -> UnitOfWork:
    return UnitOfWork(table, act_at())


def stored(table: Table, *notes: str) -> Ledger:
    uow, ledger = unit(table), ledger_with(*notes)
    uow.save(PK, ledger)
    uow.commit()
    return ledger


def load(table: Table) -> Ledger:
    row = table.row(Key(PK, SNAPSHOT))
    assert row is not None
    return to_aggregate(Ledger, row)


def history_is_whole(table: Table) -> bool:
    rows = table.partition(PK)
    events, snapshot = events_among(rows), to_aggregate(Ledger, rows[-1])
    return (verify(events), len(events)) == (snapshot.head, snapshot.version)


def test_a_new_aggregate_is_stored_with_its_events(table: Table) -> None:
    ledger = stored(table, "a", "b")
    assert [row["sk"] for row in table.partition(PK)] == ["EVENT#000001", SNAPSHOT]
    assert load(table) == ledger
    assert (ledger.pending, ledger.loaded_version) == ((), 3)
    assert history_is_whole(table)


def test_an_event_reads_back_as_it_was_recorded(table: Table) -> None:
    ledger, uow = ledger_with(), unit(table)
    ledger.note("补正 😀", act_at(0.123, CLERK), nested={"b": [1, True, None], "a": "\u0001"})
    recorded = ledger.pending
    uow.save(PK, ledger)
    uow.commit()
    assert tuple(events_among(table.partition(PK))) == recorded


def test_a_change_goes_on_from_the_loaded_version(table: Table) -> None:
    stored(table, "a")
    uow, ledger = unit(table), load(table)
    ledger.note("b", act_at(2))
    uow.save(PK, ledger)
    uow.commit()
    assert (load(table).notes, load(table).version) == (["a", "b"], 3)
    assert history_is_whole(table)


def test_of_two_writers_one_wins_and_the_other_is_told(table: Table) -> None:
    stored(table)
    units = []
    for name in ("first", "second"):
        uow, ledger = unit(table), load(table)
        ledger.note(name, act_at(1))
        uow.save(PK, ledger)
        uow.put({"pk": f"EFFECT#{name}", "sk": "1"})
        units.append(uow)
    units[0].commit()
    with pytest.raises(Overtaken):
        units[1].commit()
    assert load(table).notes == ["first"]
    assert table.row(Key("EFFECT#first", "1")) and table.row(Key("EFFECT#second", "1")) is None
    assert history_is_whole(table)


def test_of_twenty_writers_at_once_every_one_wins_or_is_told(table: Table) -> None:
    stored(table)
    lined_up, outcomes = threading.Barrier(20), []

    def write(number: int) -> None:
        uow, ledger = unit(table), load(table)
        ledger.note(f"note {number}", act_at(number))
        uow.save(PK, ledger)
        lined_up.wait()
        try:
            uow.commit()
            outcomes.append("won")
        except Overtaken:
            outcomes.append("overtaken")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["overtaken"] * 19 + ["won"]
    assert len(load(table).notes) == 1
    assert history_is_whole(table)


def test_two_new_aggregates_cannot_share_an_identity(table: Table) -> None:
    stored(table, "first")
    with pytest.raises(Overtaken):
        stored(table, "second")
    assert load(table).notes == ["first"]


def test_an_event_that_stands_already_is_never_written_over(table: Table) -> None:
    """A snapshot alone could be set back by hand; the history then refuses to be told a second time."""
    ledger, uow = stored(table), unit(table)
    younger = Ledger(id=ledger.id, owner_id="x", version=ledger.version, head=ledger.head)
    ledger.note("a", act_at(1))
    uow.save(PK, ledger)
    uow.commit()
    uow = unit(table)
    younger.note("another past", act_at(9))
    uow.put(event_row(PK, younger.pending[0]), new=True)
    with pytest.raises(Overtaken):
        uow.commit()
    assert history_is_whole(table)


def test_a_guards_refusal_is_its_own_and_stops_everything(table: Table) -> None:
    uow = unit(table)
    uow.put({"pk": "NUMBER#7", "sk": "LEDGER", "ledger": "ledger-0"}, new=True)
    uow.commit()
    uow, ledger = unit(table), ledger_with()
    uow.save(PK, ledger)
    uow.put({"pk": "NUMBER#7", "sk": "LEDGER", "ledger": "ledger-1"}, new=True, refusal=Taken)
    with pytest.raises(Taken) as taken:
        uow.commit()
    assert taken.value.args == ({"pk": "NUMBER#7", "sk": "LEDGER", "ledger": "ledger-0"},)
    assert table.partition(PK) == []
    assert len(ledger.pending) == 1


def test_the_idempotency_row_is_looked_at_before_everything_else(table: Table) -> None:
    """A repeat is overtaken by its own first success; it has to be known as a repeat, not as that."""
    for _ in range(2):
        uow = unit(table)
        uow.save(PK, ledger_with())
        uow.put({"pk": "NUMBER#7", "sk": "LEDGER"}, new=True, refusal=Taken)
        uow.remember({"pk": "IDEMPOTENCY#k", "sk": "ANSWER", "body": "first"}, Repeated)
        try:
            uow.commit()
        except Repeated as repeated:
            assert repeated.args == ({"pk": "IDEMPOTENCY#k", "sk": "ANSWER", "body": "first"},)
            return
    raise AssertionError("the repeat was not known as one")


def test_nothing_recorded_is_nothing_written(table: Table) -> None:
    ledger = stored(table)
    uow = unit(table)
    uow.save(PK, ledger)
    assert uow.is_empty
    uow.commit()


def test_a_committed_unit_is_empty_again(table: Table) -> None:
    uow = unit(table)
    uow.put({"pk": "A", "sk": "1"}, new=True)
    uow.commit()
    assert uow.is_empty
    uow.commit()


def test_deleting_rides_in_the_same_transaction(table: Table) -> None:
    uow = unit(table)
    uow.put({"pk": "OPEN#x", "sk": "1"})
    uow.commit()
    uow.delete(Key("OPEN#x", "1"))
    uow.put({"pk": "DONE#x", "sk": "1"})
    uow.commit()
    assert (table.row(Key("OPEN#x", "1")), table.row(Key("DONE#x", "1"))) == (None, {"pk": "DONE#x", "sk": "1"})


def test_attributes_of_the_indexes_ride_on_the_snapshot(table: Table) -> None:
    uow = unit(table)
    uow.save(PK, ledger_with(), indexes={"applicant_pk": "APPLICANT#a", "applicant_sk": "ledger-1"})
    uow.commit()
    row = table.row(Key(PK, SNAPSHOT))
    assert row and (row["applicant_pk"], row["schema"], row["version"]) == ("APPLICANT#a", 1, 1)


def test_a_snapshot_of_an_older_schema_is_brought_up_to_date(table: Table) -> None:
    stored(table, "a")

    class LaterLedger(Ledger):
        schema_version = 2
        title: str

        @classmethod
        def upcast(cls, body: dict[str, Any], schema: int) -> dict[str, Any]:
            return {**body, "title": f"from schema {schema}"}

    row = table.row(Key(PK, SNAPSHOT))
    assert row is not None
    assert to_aggregate(LaterLedger, row).title == "from schema 1"
    with pytest.raises(UnknownSchema):
        to_aggregate(Ledger, {**row, "schema": 9})
