"""Messages to people's phones."""

import pytest

from chalicelib.aws.counterparty_http import Refused, Unavailable
from tests.unit.adapters.world import World

MOBILE = "13800000002"


def inbox(world: World, mobile: str = MOBILE) -> list[dict[str, object]]:
    messages: list[dict[str, object]] = world.ask("GET", f"/panel/sms?mobile={mobile}")["messages"]
    return messages


def test_a_person_reads_what_was_sent(world: World) -> None:
    world.sms.send("message-1", MOBILE, "one-time-code", {"code": "482913"})
    (message,) = inbox(world)
    assert (message["template"], message["parameters"]) == ("one-time-code", {"code": "482913"})
    assert inbox(world, "13900000000") == []


def test_the_newest_message_comes_first(world: World) -> None:
    world.sms.send("message-1", MOBILE, "one-time-code", {"code": "1"})
    world.sms.send("message-2", MOBILE, "one-time-code", {"code": "2"})
    assert [one["message_id"] for one in inbox(world)] == ["message-2", "message-1"]


def test_the_same_message_again_is_not_delivered_again(world: World) -> None:
    for _ in range(3):
        world.sms.send("message-1", MOBILE, "one-time-code", {"code": "482913"})
    assert len(inbox(world)) == 1
    assert len(world.effects("sms", "created")) == 1
    assert len(world.effects("sms", "repeated")) == 2


def test_the_same_number_for_another_message_is_refused(world: World) -> None:
    world.sms.send("message-1", MOBILE, "one-time-code", {"code": "1"})
    with pytest.raises(Refused) as refusal:
        world.sms.send("message-1", MOBILE, "one-time-code", {"code": "2"})
    assert refusal.value.code == "MESSAGE_ID_REUSED"


@pytest.mark.parametrize(("mobile", "template"), [("not a number", "t"), ("", "t"), (MOBILE, "")])
def test_an_undeliverable_message_is_refused(world: World, mobile: str, template: str) -> None:
    with pytest.raises(Refused):
        world.sms.send("message-1", mobile, template, {})


def test_a_gateway_that_is_down_sends_nothing(world: World) -> None:
    world.fault("sms", unavailable=True)
    with pytest.raises(Unavailable):
        world.sms.send("message-1", MOBILE, "one-time-code", {"code": "1"})
    assert inbox(world) == []
