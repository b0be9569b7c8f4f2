"""What the channel tells by itself, and what is not believed."""

import json
from datetime import timedelta

import pytest

from chalicelib.payments.wechat_pay_notification import ForgedNotification, ReplayedNotification
from infra.sandbox.wechat_pay_wire import Signer
from tests.unit.adapters.world import World, a_fresh_state, now


def paid_notification(world: World, **fault: object) -> tuple[dict[str, str], bytes]:
    world.place_order()
    if fault:
        world.fault("wechat_pay", **fault)
    world.pay()
    return world.receiver.wait_for(1)[0]


def test_a_payment_is_notified(world: World) -> None:
    headers, body = paid_notification(world)
    news = world.wechat_pay.parse_notification(headers, body, now())
    assert (news.event_type, news.succeeded, news.out_trade_no) == ("TRANSACTION.SUCCESS", True, "ORDER00001")
    assert (news.total_fen, news.out_refund_no) == (1000, None)
    state = world.wechat_pay.query("ORDER00001")
    assert (news.transaction_id, news.happened_at) == (state.transaction_id, state.paid_at)


def test_header_names_may_come_in_any_case(world: World) -> None:
    headers, body = paid_notification(world)
    lower = {name.lower(): value for name, value in headers.items()}
    assert world.wechat_pay.parse_notification(lower, body, now()).total_fen == 1000


def test_a_notification_is_sent_again_until_it_is_accepted_and_then_no_more(world: World) -> None:
    world.receiver.answers = [(500, b""), (400, b""), (204, b"")]
    paid_notification(world)
    arrived = world.receiver.wait_for(3)
    ids = {world.wechat_pay.parse_notification(headers, body, now()).id for headers, body in arrived}
    assert len(ids) == 1
    (message,) = world.ask("GET", "/panel/messages")["messages"]
    assert message["attempts"] == 2


def test_paying_twice_moves_money_once_and_notifies_again(world: World) -> None:
    world.place_order()
    assert world.pay()["transaction_id"] == world.pay()["transaction_id"]
    world.receiver.wait_for(2)


def test_a_repeated_notification_is_the_same_each_time(world: World) -> None:
    paid_notification(world, repeat=10)
    arrived = world.receiver.wait_for(10)
    assert len({world.wechat_pay.parse_notification(headers, body, now()) for headers, body in arrived}) == 1


def test_a_forged_notification_is_recognised(world: World) -> None:
    headers, body = paid_notification(world, forge=True)
    with pytest.raises(ForgedNotification):
        world.wechat_pay.parse_notification(headers, body, now())


def test_a_replayed_notification_is_recognised(world: World) -> None:
    headers, body = paid_notification(world, replay_old_timestamp=True)
    with pytest.raises(ReplayedNotification):
        world.wechat_pay.parse_notification(headers, body, now())


def test_a_genuine_notification_kept_for_later_is_a_replay(world: World) -> None:
    headers, body = paid_notification(world)
    with pytest.raises(ReplayedNotification):
        world.wechat_pay.parse_notification(headers, body, now() + timedelta(minutes=6))


def test_another_amount_is_told_as_it_is(world: World) -> None:
    headers, body = paid_notification(world, amount_delta=-1)
    assert world.wechat_pay.parse_notification(headers, body, now()).total_fen == 999
    assert world.wechat_pay.query("ORDER00001").total_fen == 1000


def test_the_payer_may_really_pay_another_amount(world: World) -> None:
    world.place_order()
    world.pay(amount=900)
    ((headers, body),) = world.receiver.wait_for(1)
    assert world.wechat_pay.parse_notification(headers, body, now()).total_fen == 900
    assert world.wechat_pay.query("ORDER00001").total_fen == 900


def test_a_silent_channel_is_found_out_by_asking(world: World) -> None:
    world.place_order()
    world.fault("wechat_pay", silent=True)
    world.pay()
    (message,) = world.ask("GET", "/panel/messages")["messages"]
    assert (message["state"], world.receiver.received) == ("SUPPRESSED", [])
    assert world.wechat_pay.query("ORDER00001").total_fen == 1000


def test_a_delayed_notification_still_comes(world: World) -> None:
    headers, body = paid_notification(world, delay_ms=30)
    assert world.wechat_pay.parse_notification(headers, body, now()).succeeded


def test_a_notification_may_overtake_the_answer_to_the_order(world: World) -> None:
    world.fault("wechat_pay", early=True)
    world.place_order()
    ((headers, body),) = world.receiver.received
    assert world.wechat_pay.parse_notification(headers, body, now()).out_trade_no == "ORDER00001"


@pytest.mark.parametrize("header", ["Serial", "Signature", "Timestamp", "Nonce"])
def test_a_missing_header_is_a_forgery(world: World, header: str) -> None:
    headers, body = paid_notification(world)
    del headers[f"Wechatpay-{header}"]
    with pytest.raises(ForgedNotification):
        world.wechat_pay.parse_notification(headers, body, now())


def test_a_changed_body_is_a_forgery(world: World) -> None:
    headers, body = paid_notification(world)
    with pytest.raises(ForgedNotification):
        world.wechat_pay.parse_notification(headers, body.replace(b"TRANSACTION", b"TRANSACTIOM"), now())


@pytest.mark.parametrize("change", [{"mchid": "1900000000"}, {"appid": "wx0"}, {"api_v3_key": "0" * 32}])
def test_a_notification_for_another_merchant_is_a_forgery(world: World, change: dict[str, str]) -> None:
    headers, body = paid_notification(world)
    with pytest.raises(ForgedNotification):
        world.wechat_pay_with(**change).parse_notification(headers, body, now())


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"WECHATPAY/SIGNTEST", json.dumps({"resource": 1}).encode()])
def test_signed_nonsense_is_not_a_notification(world: World, body: bytes) -> None:
    headers = Signer(json.loads(a_fresh_state()["keys.json"])["platform"]).headers(body, now())
    with pytest.raises(ForgedNotification):
        world.wechat_pay.parse_notification(headers, body, now())
