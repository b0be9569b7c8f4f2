"""Paying money back."""

import pytest

from chalicelib.aws.counterparty_http import Refused
from chalicelib.payments.wechat_pay import Refund, TradeState
from tests.unit.adapters.world import World, now


def refund(world: World, number: str = "REFUND0001", fen: int = 1000, total: int = 1000) -> Refund:
    return world.wechat_pay.refund(
        "ORDER00001", number, refund_fen=fen, total_fen=total, reason="申请撤回", notify_url=world.receiver.url
    )


def test_a_refund_is_taken_done_and_notified(world: World) -> None:
    world.place_order()
    world.pay()
    world.receiver.wait_for(1)
    assert refund(world).status == "PROCESSING"
    assert world.wechat_pay.query_refund("REFUND0001").status == "SUCCESS"
    assert world.wechat_pay.query("ORDER00001").state is TradeState.REFUND
    headers, body = world.receiver.wait_for(2)[1]
    news = world.wechat_pay.parse_notification(headers, body, now())
    assert (news.event_type, news.succeeded) == ("REFUND.SUCCESS", True)
    assert (news.out_refund_no, news.refund_fen, news.total_fen) == ("REFUND0001", 1000, 1000)


def test_the_same_refund_again_pays_nothing_again(world: World) -> None:
    world.place_order()
    world.pay()
    assert refund(world).refund_id == refund(world).refund_id
    assert len(world.ask("GET", "/panel/wechat-pay/orders")["refunds"]) == 1


def test_more_than_was_paid_is_not_paid_back(world: World) -> None:
    world.place_order()
    world.pay()
    refund(world, "REFUND0001", fen=600)
    with pytest.raises(Refused):
        refund(world, "REFUND0002", fen=600)
    refund(world, "REFUND0003", fen=400)


@pytest.mark.parametrize(("fen", "total"), [(0, 1000), (-1, 1000), (1000, 999), (1001, 1000)])
def test_a_refund_that_does_not_fit_the_order_is_refused(world: World, fen: int, total: int) -> None:
    world.place_order()
    world.pay()
    with pytest.raises(Refused):
        refund(world, fen=fen, total=total)


def test_an_unpaid_order_and_an_unknown_refund_are_refused(world: World) -> None:
    world.place_order()
    with pytest.raises(Refused):
        refund(world)
    with pytest.raises(Refused) as refusal:
        world.wechat_pay.query_refund("REFUND0009")
    assert refusal.value.status == 404


def test_the_same_refund_number_with_another_amount_is_refused(world: World) -> None:
    world.place_order()
    world.pay()
    refund(world, fen=100)
    with pytest.raises(Refused):
        refund(world, fen=200)
