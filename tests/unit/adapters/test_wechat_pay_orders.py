"""Placing, asking about and closing native orders."""

from datetime import timedelta

import pytest

from chalicelib.aws.counterparty_http import Refused, Unavailable
from chalicelib.payments.wechat_pay import TradeState, UntrustedReply
from infra.sandbox.keys import _private_pem, new_private_key
from tests.unit.adapters.world import World, in_an_hour, now


def test_the_payer_gets_a_code_and_the_order_waits_for_money(world: World) -> None:
    assert world.place_order().startswith("weixin://wxpay/bizpayurl?pr=")
    state = world.wechat_pay.query("ORDER00001")
    assert (state.state, state.total_fen, state.transaction_id) == (TradeState.NOT_PAID, None, None)


def test_the_same_order_again_is_the_same_order(world: World) -> None:
    assert world.place_order() == world.place_order()
    assert len(world.effects("wechat_pay", "created")) == 1


def test_the_same_number_with_another_amount_is_refused(world: World) -> None:
    world.place_order(fen=1000)
    with pytest.raises(Refused) as refusal:
        world.place_order(fen=2000)
    assert refusal.value.code == "INVALID_REQUEST"


def test_a_paid_order_cannot_be_placed_again_or_closed(world: World) -> None:
    world.place_order()
    world.pay()
    for attempt in (world.place_order, lambda: world.wechat_pay.close("ORDER00001")):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.code == "ORDERPAID"


def test_a_paid_order_is_known_by_asking(world: World) -> None:
    world.place_order()
    before = now() - timedelta(seconds=1)
    paid = world.pay()
    state = world.wechat_pay.query("ORDER00001")
    assert (state.state, state.total_fen) == (TradeState.SUCCESS, 1000)
    assert state.transaction_id == paid["transaction_id"]
    assert state.paid_at is not None
    assert before <= state.paid_at <= now()


def test_a_closed_order_takes_no_money_unless_the_payer_was_just_quicker(world: World) -> None:
    world.place_order()
    world.wechat_pay.close("ORDER00001")
    world.wechat_pay.close("ORDER00001")
    assert world.wechat_pay.query("ORDER00001").state is TradeState.CLOSED
    world.ask("POST", "/panel/wechat-pay/orders/ORDER00001/pay", {}, status=409)
    world.pay(late=True)
    assert world.wechat_pay.query("ORDER00001").state is TradeState.SUCCESS


def test_an_expired_order_takes_no_money(world: World) -> None:
    expired = now() - timedelta(minutes=1)
    world.wechat_pay.place_native_order("ORDER00001", 1000, "工本费", world.receiver.url, expired)
    refused = world.ask("POST", "/panel/wechat-pay/orders/ORDER00001/pay", {}, status=409)
    assert refused["code"] == "ORDER_EXPIRED"


def test_an_order_nobody_placed_is_not_found(world: World) -> None:
    assert world.wechat_pay.query("NOTHING0001").state is TradeState.NOT_FOUND
    with pytest.raises(Refused) as refusal:
        world.wechat_pay.close("NOTHING0001")
    assert refusal.value.status == 404


@pytest.mark.parametrize(
    ("number", "fen", "description", "notify_url"),
    [
        ("ORDER00001", 0, "fee", "http://127.0.0.1/n"),
        ("ORDER00001", -5, "fee", "http://127.0.0.1/n"),
        ("short", 100, "fee", "http://127.0.0.1/n"),
        ("ORDER00001", 100, "", "http://127.0.0.1/n"),
        ("ORDER00001", 100, "fee", "http://127.0.0.1/n?with=parameters"),
        ("ORDER00001", 100, "fee", "not a url"),
    ],
)
def test_an_order_that_the_channel_would_not_take_is_refused(
    world: World, number: str, fen: int, description: str, notify_url: str
) -> None:
    with pytest.raises(Refused) as refusal:
        world.wechat_pay.place_native_order(number, fen, description, notify_url, in_an_hour())
    assert refusal.value.code == "PARAM_ERROR"
    assert world.effects("wechat_pay", "created") == []


@pytest.mark.parametrize("change", ["mchid", "merchant_serial", "key", "clock"])
def test_a_request_not_signed_by_the_merchant_now_is_refused(world: World, change: str) -> None:
    changes = {
        "mchid": {"mchid": "1900000000"},
        "merchant_serial": {"merchant_serial": "00FF"},
        "key": {"merchant_private_key": _private_pem(new_private_key())},
        "clock": {"now": lambda: now() - timedelta(minutes=6)},
    }
    stranger = world.wechat_pay_with(**changes[change])
    with pytest.raises(Refused) as refusal:
        stranger.place_native_order("ORDER00001", 100, "fee", world.receiver.url, in_an_hour())
    assert (refusal.value.status, refusal.value.code) == (401, "SIGN_ERROR")


def test_another_appid_is_refused(world: World) -> None:
    with pytest.raises(Refused):
        world.wechat_pay_with(appid="wx0").place_native_order(
            "ORDER00001", 100, "fee", world.receiver.url, in_an_hour()
        )


def test_an_answer_the_channel_did_not_sign_is_not_believed(world: World) -> None:
    world.fault("wechat_pay", forge_replies=True)
    with pytest.raises(UntrustedReply):
        world.place_order()
    world.no_fault("wechat_pay")
    assert world.place_order().startswith("weixin:")
    assert len(world.effects("wechat_pay", "created")) == 1


def test_an_unavailable_channel_is_said_to_be_so(world: World) -> None:
    world.fault("wechat_pay", unavailable=True)
    with pytest.raises(Unavailable):
        world.place_order()
