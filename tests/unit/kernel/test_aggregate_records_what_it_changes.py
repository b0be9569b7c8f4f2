import pytest
from pydantic import ValidationError

from chalicelib.kernel.aggregate import UnknownSchema
from chalicelib.kernel.chain import GENESIS, verify
from tests.support.histories import CLERK, Ledger, act_at, ledger_with


def test_version_head_and_pending_events_move_together() -> None:
    ledger = ledger_with("a", "b")
    assert (ledger.version, ledger.loaded_version) == (3, 0)
    assert [event.sequence for event in ledger.pending] == [1, 2, 3]
    assert ledger.head == ledger.pending[-1].hash == verify(ledger.pending)


def test_an_event_knows_who_when_and_within_which_request() -> None:
    ledger = ledger_with()
    ledger.note("a", act_at(5, CLERK, "correlation-7"))
    noted = ledger.pending[-1]
    assert (noted.actor, noted.at, noted.correlation_id) == (CLERK, act_at(5).at, "correlation-7")
    assert noted.id == "ledger-1:2"


def test_once_committed_the_loaded_version_is_the_present_one() -> None:
    ledger = ledger_with("a")
    ledger.committed()
    assert (ledger.pending, ledger.loaded_version) == ((), 2)
    ledger.note("b", act_at(2))
    assert (ledger.loaded_version, ledger.version, ledger.pending[0].sequence) == (2, 3, 3)


def test_a_snapshot_goes_on_where_it_was_left_without_its_events() -> None:
    ledger = ledger_with("a")
    loaded = Ledger.model_validate_json(ledger.model_dump_json())
    loaded.note("b", act_at(2))
    assert loaded.pending[0].previous_hash == ledger.head
    assert verify((*ledger.pending, *loaded.pending)) == loaded.head


def test_pending_cannot_be_changed_from_outside() -> None:
    ledger = ledger_with()
    assert isinstance(ledger.pending, tuple)
    with pytest.raises(ValidationError):
        ledger.pending[0].sequence = 7  # type: ignore[misc]  # that is what must not work


def test_a_new_aggregate_starts_at_genesis() -> None:
    assert (Ledger(id="x", owner_id="y").version, Ledger(id="x", owner_id="y").head) == (0, GENESIS)


def test_two_aggregates_never_share_their_pending_events() -> None:
    one, other = Ledger(id="x", owner_id="y"), Ledger(id="x", owner_id="y")
    one.note("a", act_at())
    assert other.pending == ()


def test_a_snapshot_with_a_member_we_do_not_know_is_not_read_as_if_nothing_were() -> None:
    with pytest.raises(ValidationError):
        Ledger.model_validate({"id": "x", "owner_id": "y", "surprise": 1})


def test_a_schema_that_nobody_taught_us_is_refused() -> None:
    with pytest.raises(UnknownSchema, match="Ledger cannot read schema 7"):
        Ledger.upcast({}, 7)


def test_what_follows_by_rule_is_the_systems_act_at_the_same_moment() -> None:
    act = act_at(3, CLERK)
    assert act.by_system().actor.id == "system"
    assert (act.by_system().at, act.by_system().correlation_id) == (act.at, act.correlation_id)
