"""The published client `wechatpayv3` speaks with the sandbox, and reads what the sandbox sends."""

import json
from datetime import UTC, datetime

import pytest
from wechatpayv3 import WeChatPay as PublishedClient
from wechatpayv3 import WeChatPayType

from chalicelib.payments.wechat_pay import TradeState
from tests.unit.adapters.world import World, now


@pytest.fixture
def published(world: World) -> PublishedClient:
    secret = world.secret["wechat_pay"]
    ((serial, public_key),) = secret["platform_public_keys"].items()
    client = PublishedClient(
        WeChatPayType.NATIVE,
        mchid=secret["mchid"],
        private_key=secret["merchant_private_key"],
        cert_serial_no=secret["merchant_serial"],
        appid=secret["appid"],
        apiv3_key=secret["api_v3_key"],
        notify_url=world.receiver.url,
        public_key=public_key,
        public_key_id=serial,
    )
    client._core._gate_way = world.url
    return client


def test_its_orders_are_accepted_and_our_client_sees_them(world: World, published: PublishedClient) -> None:
    status, body = published.pay(description="工本费", out_trade_no="THEIRS0001", amount={"total": 1000})
    assert (status, list(json.loads(body))) == (200, ["code_url"])
    assert world.wechat_pay.query("THEIRS0001").state is TradeState.NOT_PAID


def test_it_sees_our_orders_and_trusts_the_answers(world: World, published: PublishedClient) -> None:
    world.place_order()
    world.pay()
    status, body = published.query(out_trade_no="ORDER00001")
    ours = world.wechat_pay.query("ORDER00001")
    assert (status, json.loads(body)["transaction_id"]) == (200, ours.transaction_id)


def test_it_closes_and_pays_back(world: World, published: PublishedClient) -> None:
    world.place_order("CLOSED0001")
    assert published.close(out_trade_no="CLOSED0001")[0] == 204
    world.place_order()
    world.pay()
    amount = {"refund": 300, "total": 1000, "currency": "CNY"}
    status, body = published.refund("REFUND0001", amount=amount, out_trade_no="ORDER00001")
    assert (status, json.loads(body)["status"]) == (200, "PROCESSING")


def test_it_and_we_read_the_same_in_a_payment_notification(world: World, published: PublishedClient) -> None:
    world.place_order()
    world.pay()
    ((headers, body),) = world.receiver.wait_for(1)
    theirs = published.callback(headers, body)
    ours = world.wechat_pay.parse_notification(headers, body, now())
    assert theirs["event_type"] == ours.event_type
    resource = theirs["resource"]
    assert resource["trade_state"] == "SUCCESS"
    assert (resource["out_trade_no"], resource["transaction_id"]) == (ours.out_trade_no, ours.transaction_id)
    assert resource["amount"]["total"] == ours.total_fen
    assert datetime.fromisoformat(resource["success_time"]).astimezone(UTC) == ours.happened_at


def test_it_reads_a_refund_notification(world: World, published: PublishedClient) -> None:
    world.place_order()
    world.pay()
    world.receiver.wait_for(1)
    amount = {"refund": 300, "total": 1000, "currency": "CNY"}
    published.refund("REFUND0001", amount=amount, out_trade_no="ORDER00001", notify_url=world.receiver.url)
    theirs = published.callback(*world.receiver.wait_for(2)[1])
    assert theirs["resource"]["refund_status"] == "SUCCESS"


def test_it_rejects_a_forged_notification_too(world: World, published: PublishedClient) -> None:
    world.place_order()
    world.fault("wechat_pay", forge=True)
    world.pay()
    ((headers, body),) = world.receiver.wait_for(1)
    assert not published.callback(headers, body)
