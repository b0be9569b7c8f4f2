"""Against the sandbox's WeChat Pay: our tasks, its signed and sealed notifications, our callback route."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.aws.counterparty_http import Unavailable
from chalicelib.http import edge
from chalicelib.payments.api import payments_area
from chalicelib.payments.channels import channel_of
from chalicelib.payments.vocabulary import Status
from chalicelib.workflow.payment_task import CALLBACK, carry_out
from tests.support.callbacks import Door, listening
from tests.support.platform import FakePlatform
from tests.unit.adapters.world import World, in_an_hour, now, running_world
from tests.unit.payments.till import FEE_FEN, ORDER_ID, Till


@pytest.fixture
def world(tmp_path: Path, cloud: FakePlatform) -> Iterator[World]:
    with running_world(tmp_path) as running:
        cloud.secrets.counterparties = running.secret
        cloud.settings = replace(cloud.settings, wechat_pay_url=running.url)
        cloud.clock.instant = now()
        yield running


@pytest.fixture
def door(world: World, cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    with listening(cloud, payments_area) as opened:
        yield opened


def task(till: Till, name: str) -> str:
    return carry_out(till.cloud, channel_of, {"task": name, "order_id": ORDER_ID})["stage"]


def placed(till: Till) -> None:
    till.open()
    assert task(till, "place") == "AWAIT_SETTLEMENT"


def test_a_payment_settles_by_its_notification(world: World, door: Door, till: Till) -> None:
    placed(till)
    assert till.order.code_url.startswith("weixin://")
    world.pay(ORDER_ID)
    assert [(one.status, one.said) for one in door.wait_for(1)] == [(204, b"")]
    assert (till.order.status, till.entries, task(till, "wait")) == (Status.BOOKED, [FEE_FEN], "DONE")


def test_ten_notifications_settle_once(world: World, door: Door, till: Till) -> None:
    placed(till)
    world.fault("wechat_pay", repeat=10)
    world.pay(ORDER_ID)
    assert {one.status for one in door.wait_for(10)} == {204}
    assert (till.events.count("Settled"), till.entries, len(till.rows("TRANSACTION#"))) == (1, [FEE_FEN], 1)


@pytest.mark.parametrize("fault", ["forge", "replay_old_timestamp"])
def test_what_is_forged_or_replayed_late_changes_nothing(world: World, door: Door, till: Till, fault: str) -> None:
    placed(till)
    before = dict(till.cloud.table.rows)
    world.fault("wechat_pay", **{fault: True})
    world.pay(ORDER_ID)
    assert b"urn:bujianmian:problem:payment.notice-" in door.wait_for(1)[0].said
    assert door.statuses == {401}
    assert till.cloud.table.rows == before
    world.no_fault("wechat_pay")
    assert (task(till, "query"), till.entries) == ("DONE", [FEE_FEN])


def test_another_amount_is_set_apart_and_not_asked_for_again(world: World, door: Door, till: Till) -> None:
    placed(till)
    world.fault("wechat_pay", amount_delta=-1, repeat=3)
    world.pay(ORDER_ID)
    assert {one.status for one in door.wait_for(3)} == {204}
    assert (till.order.status, till.entries, till.events.count("AmountMismatched")) == (Status.ISSUED, [], 1)


def test_a_notification_before_the_order_settles_once_the_order_is_there(world: World, door: Door, till: Till) -> None:
    world.wechat_pay.place_native_order(ORDER_ID, FEE_FEN, "驾驶证工本费", door.url + CALLBACK, in_an_hour())
    world.pay(ORDER_ID)
    door.wait_until(404)
    assert (len(till.rows("NOTICE#")), till.rows("ORDER#")) == (1, [])
    till.open()
    assert task(till, "place") == "DONE"
    door.wait_until(204)
    assert (till.events.count("Settled"), till.entries) == (1, [FEE_FEN])


def test_a_notification_may_overtake_the_answer_to_the_order(world: World, door: Door, till: Till) -> None:
    till.open()
    world.fault("wechat_pay", early=True)
    assert task(till, "place") == "DONE"
    assert (door.statuses, till.events) == ({204}, ["OrderOpened", "Settled", "Booked"])


def test_a_silent_channel_is_asked(world: World, door: Door, till: Till) -> None:
    placed(till)
    world.fault("wechat_pay", silent=True)
    world.pay(ORDER_ID)
    assert (task(till, "query"), till.entries, door.answered) == ("DONE", [FEE_FEN], [])


def test_a_closed_order_that_was_paid_all_the_same_is_refunded_once(world: World, door: Door, till: Till) -> None:
    placed(till)
    assert till.release().stage == "CLOSE"
    assert task(till, "close") == "DONE"
    world.fault("wechat_pay", repeat=2)
    world.pay(ORDER_ID, late=True)
    door.wait_for(2)
    assert task(till, "wait") == "REFUND"
    for _ in range(3):
        task(till, "refund")
    door.wait_for(4)
    assert (till.order.status, till.entries, door.statuses) == (Status.REFUNDED, [FEE_FEN, -FEE_FEN], {204})
    assert len(world.effects("wechat_pay", "created")) == 2, "one order and one refund"


def test_an_order_is_placed_once_though_the_answer_is_lost(world: World, door: Door, till: Till) -> None:
    till.open()
    world.fault("wechat_pay", forge_replies=True)
    with pytest.raises(Unavailable):
        task(till, "place")
    world.no_fault("wechat_pay")
    assert task(till, "place") == "AWAIT_SETTLEMENT"
    assert len(world.effects("wechat_pay", "created")) == 1


def test_trouble_is_told_until_the_order_goes_on(world: World, door: Door, till: Till) -> None:
    till.open()
    carry_out(till.cloud, channel_of, {"task": "note_trouble", "order_id": ORDER_ID, "error": "Unavailable"})
    assert till.order.trouble == "Unavailable"
    task(till, "place")
    assert till.order.trouble == ""
