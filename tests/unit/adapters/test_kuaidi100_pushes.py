"""Understanding what is pushed about a parcel."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.delivery.kuaidi100 import Kuaidi100Credentials, vendor_digest
from chalicelib.delivery.kuaidi100_push import ACCEPTED, ForgedPush, Push, ShipmentState, parse_push, unified_state
from infra.sandbox.kuaidi100 import NEWS
from infra.sandbox.state import State
from tests.unit.adapters.test_kuaidi100_booking import consignment
from tests.unit.adapters.world import World, now

US = Kuaidi100Credentials("KEY", "SECRET", "SALT")


def book(world: World) -> str:
    world.receiver.answers = [(200, ACCEPTED)]
    waybill = world.kuaidi100.book(consignment(world)).waybill
    assert waybill is not None
    return waybill


def advance(world: World, waybill: str, state: str, status: int = 200) -> Any:
    return world.ask("POST", f"/panel/kuaidi100/shipments/{waybill}/events", {"state": state}, status)


def pushes(world: World, count: int) -> list[Push]:
    return [parse_push(world.kuaidi100_credentials, body) for _, body in world.receiver.wait_for(count)]


def signed(param: object) -> bytes:
    text = json.dumps(param, ensure_ascii=False)
    return urlencode({"sign": vendor_digest(text + US.salt), "param": text}).encode()


def test_every_push_carries_the_whole_trace_newest_first(world: World) -> None:
    waybill = book(world)
    for count, state in enumerate(("PICKED_UP", "IN_TRANSIT", "DELIVERING", "SIGNED"), 1):
        advance(world, waybill, state)
        world.receiver.wait_for(count)
    last = pushes(world, 4)[-1]
    assert (last.waybill, last.company, last.state, last.watching) == (waybill, "ems", ShipmentState.SIGNED, False)
    assert [event.state for event in last.events] == ["SIGNED", "DELIVERING", "IN_TRANSIT", "PICKED_UP"]
    assert len({(event.operation, event.occurred_at) for event in last.events}) == 4
    assert abs(last.events[0].occurred_at - now()) < timedelta(minutes=1)


@pytest.mark.parametrize("state", NEWS)
def test_each_state_of_the_vendor_has_one_of_ours(world: World, state: str) -> None:
    advance(world, book(world), state)
    assert pushes(world, 1)[0].state.value == state


def test_a_cancelled_order_is_news_without_a_trace(world: World) -> None:
    waybill = book(world)
    advance(world, waybill, "CANCELLED")
    (push,) = pushes(world, 1)
    assert (push.waybill, push.state, push.events) == (waybill, ShipmentState.CANCELLED, ())


def test_nothing_follows_the_signature_and_unknown_states_are_refused(world: World) -> None:
    waybill = book(world)
    advance(world, waybill, "LAUNCHED", 400)
    advance(world, waybill, "SIGNED")
    advance(world, waybill, "IN_TRANSIT", 409)
    advance(world, "NOSUCHBILL", "SIGNED", 404)


@pytest.mark.parametrize(
    "answer", [(500, ACCEPTED), (200, b"ok"), (200, b"[]"), (200, b'{"result":false,"returnCode":"500"}')]
)
def test_a_push_is_repeated_until_it_is_answered_as_the_vendor_wants(world: World, answer: tuple[int, bytes]) -> None:
    waybill = book(world)
    world.receiver.answers = [answer, answer, (200, ACCEPTED)]
    advance(world, waybill, "PICKED_UP")
    first, *others = pushes(world, 3)
    assert all(other == first for other in others)


def test_after_three_more_attempts_the_vendor_gives_up(world: World, tmp_path: Path) -> None:
    waybill = book(world)
    world.receiver.answers = [(500, b"")]
    advance(world, waybill, "PICKED_UP")
    world.receiver.wait_for(4)
    world.sandbox.close()
    (message,) = State(tmp_path / "sandbox.sqlite3").all("message")
    assert message["state"] == "ABANDONED"


def test_reordered_pushes_arrive_newest_first(world: World) -> None:
    waybill = book(world)
    world.fault("kuaidi100", reorder=True)
    advance(world, waybill, "PICKED_UP")
    advance(world, waybill, "DELIVERING")
    assert [push.state for push in pushes(world, 2)] == ["DELIVERING", "PICKED_UP"]


def test_a_held_push_goes_out_when_the_fault_is_cleared(world: World) -> None:
    waybill = book(world)
    world.fault("kuaidi100", reorder=True)
    advance(world, waybill, "PICKED_UP")
    assert world.receiver.received == []
    world.no_fault("kuaidi100")
    assert [push.state for push in pushes(world, 1)] == ["PICKED_UP"]


def test_repeated_pushes_are_equal(world: World) -> None:
    waybill = book(world)
    world.fault("kuaidi100", repeat=5)
    advance(world, waybill, "PICKED_UP")
    assert len(set(pushes(world, 5))) == 1


def test_a_forged_push_is_recognised(world: World) -> None:
    waybill = book(world)
    world.fault("kuaidi100", forge=True)
    advance(world, waybill, "SIGNED")
    ((_, body),) = world.receiver.wait_for(1)
    with pytest.raises(ForgedPush):
        parse_push(world.kuaidi100_credentials, body)


def test_a_silent_courier_pushes_nothing(world: World) -> None:
    waybill = book(world)
    world.fault("kuaidi100", silent=True)
    advance(world, waybill, "SIGNED")
    (message,) = world.ask("GET", "/panel/messages")["messages"]
    assert (message["state"], world.receiver.received) == ("SUPPRESSED", [])


def test_another_salt_makes_it_a_forgery() -> None:
    with pytest.raises(ForgedPush):
        parse_push(replace(US, salt="OTHER"), signed({"lastResult": {}}))


@pytest.mark.parametrize("body", [b"", b"param=1", b"sign=1", b"param=1&param=2&sign=3", b"\xff", b"param=%FF&sign=x"])
def test_what_is_no_form_is_refused(body: bytes) -> None:
    with pytest.raises(ForgedPush):
        parse_push(US, body)


@pytest.mark.parametrize(
    "param",
    [
        [],
        1,
        {},
        {"status": "polling", "lastResult": {"state": "0"}},
        {"status": "polling", "lastResult": {"state": "0", "nu": "", "com": "ems", "data": []}},
        {"status": "polling", "lastResult": {"state": "0", "nu": "1", "com": "ems", "data": [{"context": "x"}]}},
        {"status": "polling", "lastResult": {"state": "0", "nu": "1", "com": "ems", "data": [{"time": "soon"}]}},
        {"kuaidinum": "1", "kuaidicom": "ems", "data": {"status": "no number"}},
    ],
)
def test_signed_nonsense_is_refused(param: object) -> None:
    with pytest.raises(ForgedPush):
        parse_push(US, signed(param))


def test_times_are_shanghais_and_become_utc() -> None:
    event = {"context": "已签收", "time": "2026-03-02 00:30:00", "status": "签收", "statusCode": "3"}
    latest = {"state": "3", "nu": "SB1", "com": "ems", "data": [event]}
    push = parse_push(US, signed({"status": "shutdown", "lastResult": latest}))
    assert push.events[0].occurred_at == datetime(2026, 3, 1, 16, 30, tzinfo=UTC)


def test_a_parcel_the_vendor_gave_up_on_needs_somebody_to_look() -> None:
    latest = {"state": "0", "nu": "SB1", "com": "ems", "data": []}
    push = parse_push(US, signed({"status": "abort", "message": "3天查询无记录", "lastResult": latest}))
    assert (push.state, push.watching) == (ShipmentState.EXCEPTION, False)


def test_an_unheard_of_code_needs_somebody_to_look() -> None:
    assert unified_state("777") is ShipmentState.EXCEPTION
