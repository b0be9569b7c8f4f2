"""Whatever is done to a history afterwards, verification notices: by itself, or by the head that the snapshot keeps."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.canonical import NotCanonical
from chalicelib.kernel.chain import GENESIS, BrokenChain, seal, verify
from chalicelib.kernel.events import SYSTEM, Actor, Party, RecordedEvent
from tests.support.histories import CLERK, START, Noted, act_at, ledger_with

History = tuple[RecordedEvent, ...]
NOTES = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=2, max_size=6)

EDITS: dict[str, Any] = {
    "data": {"text": "never said"},
    "at": START - timedelta(milliseconds=1),
    "actor": Actor(id="staff-2", party=Party.OFFICIAL, role="head"),
    "type": "ledger.Struck",
    "sequence": 99,
    "aggregate_id": "ledger-2",
    "correlation_id": "correlation-2",
    "previous_hash": "1" * 64,
    "hash": "2" * 64,
}


def is_found(history: History, head: str) -> bool:
    try:
        return verify(history) != head
    except BrokenChain:
        return True


@given(NOTES)
def test_an_untouched_history_ends_in_its_head(notes: list[str]) -> None:
    ledger = ledger_with(*notes)
    assert verify(ledger.pending) == ledger.head
    assert not is_found(ledger.pending, ledger.head)


@given(NOTES, st.data())
def test_a_dropped_event_is_found_the_last_one_too(notes: list[str], data: st.DataObject) -> None:
    ledger = ledger_with(*notes)
    at = data.draw(st.integers(0, ledger.version - 1))
    assert is_found(ledger.pending[:at] + ledger.pending[at + 1 :], ledger.head)


@given(NOTES, st.data())
def test_any_other_order_is_found(notes: list[str], data: st.DataObject) -> None:
    ledger = ledger_with(*notes)
    order = data.draw(st.permutations(range(ledger.version)).filter(lambda it: list(it) != sorted(it)))
    assert is_found(tuple(ledger.pending[index] for index in order), ledger.head)


@given(NOTES, st.sampled_from(sorted(EDITS)), st.data())
def test_an_edit_of_any_part_of_any_event_is_found(notes: list[str], part: str, data: st.DataObject) -> None:
    ledger = ledger_with(*notes)
    at = data.draw(st.integers(0, ledger.version - 1))
    edited = ledger.pending[at].model_copy(update={part: EDITS[part]})
    assert is_found(ledger.pending[:at] + (edited,) + ledger.pending[at + 1 :], ledger.head)


@given(NOTES, st.data())
def test_a_repeated_or_smuggled_event_is_found(notes: list[str], data: st.DataObject) -> None:
    ledger = ledger_with(*notes)
    at = data.draw(st.integers(0, ledger.version - 1))
    forged = seal(Noted(data={}), aggregate_id="ledger-1", sequence=at + 1, previous_hash=GENESIS, act=act_at())
    for extra in (ledger.pending[at], forged):
        assert is_found(ledger.pending[:at] + (extra,) + ledger.pending[at:], ledger.head)


@given(NOTES, st.data())
def test_an_edit_that_seals_its_own_event_again_is_found_by_the_next_or_the_head(
    notes: list[str], data: st.DataObject
) -> None:
    ledger = ledger_with(*notes)
    at = data.draw(st.integers(0, ledger.version - 1))
    old = ledger.pending[at]
    forged = seal(
        Noted(data={"text": "never said"}),
        aggregate_id=old.aggregate_id,
        sequence=old.sequence,
        previous_hash=old.previous_hash,
        act=act_at(9, CLERK),
    )
    assert is_found(ledger.pending[:at] + (forged,) + ledger.pending[at + 1 :], ledger.head)


def test_the_first_bad_event_is_named() -> None:
    history = ledger_with("a", "b", "c").pending
    broken = history[:2] + (history[2].model_copy(update={"type": "ledger.Struck"}),) + history[3:]
    with pytest.raises(BrokenChain, match="event 3 of ledger-1"):
        verify(broken)


def test_events_of_another_aggregate_do_not_pass_for_ours() -> None:
    ours, theirs = ledger_with("a"), ledger_with("a", ledger_id="ledger-2")
    with pytest.raises(BrokenChain):
        verify((ours.pending[0], theirs.pending[1]))


def test_an_empty_history_ends_in_genesis() -> None:
    assert verify(()) == GENESIS == "0" * 64


def test_what_is_finer_than_a_millisecond_is_not_part_of_the_record() -> None:
    """Rows keep milliseconds, so an event verifies the same before and after it was stored."""
    sealed = [
        seal(Noted(data={}), aggregate_id="a", sequence=1, previous_hash=GENESIS, act=act_at(micro / 1_000_000))
        for micro in (1_000, 1_999, 2_000)
    ]
    assert sealed[0].hash == sealed[1].hash != sealed[2].hash


def test_a_float_never_gets_into_a_history() -> None:
    ledger = ledger_with()
    with pytest.raises(NotCanonical):
        ledger.note("fee", act_at(), amount=10.0)


def test_the_hash_follows_the_documented_rule() -> None:
    """Hashed here over the documented bytes, written out."""
    (event,) = ledger_with().pending
    content = (
        '{"actor":{"id":"system","party":"SYSTEM","role":"system"},"aggregate":"ledger-1","at":"2026-03-02T01:00:00.000Z",'
        '"correlation":"correlation-1","data":{"owner":"account-1"},"sequence":1,"type":"ledger.Opened"}'
    )
    assert event.hash == hashlib.sha256((GENESIS + content).encode()).hexdigest()
    assert event.actor == SYSTEM
