"""A sandbox that is stopped and started again remembers everything and owes nobody a message."""

from pathlib import Path

from chalicelib.payments.wechat_pay import TradeState
from tests.unit.adapters.test_kuaidi100_booking import consignment
from tests.unit.adapters.world import World, now, receiving, start_sandbox


def test_keys_orders_shipments_messages_and_calls_are_still_there(tmp_path: Path) -> None:
    with receiving() as receiver:
        before = World(start_sandbox(tmp_path), receiver)
        code, booking = before.place_order(), before.kuaidi100.book(consignment(before))
        before.sms.send("message-1", "13800000002", "one-time-code", {"code": "1"})
        before.fault("sms", unavailable=True)
        calls = before.ask("GET", "/panel/calls")["calls"]
        before.sandbox.close()

        after = World(start_sandbox(tmp_path), receiver)
        assert after.secret == before.secret
        assert after.ask("GET", "/panel/calls")["calls"] == calls
        assert after.place_order() == code
        assert after.kuaidi100.book(consignment(after)) == booking
        assert len(after.ask("GET", "/panel/sms")["messages"]) == 1
        assert after.ask("GET", "/panel/faults")["sms"]["unavailable"] is True
        after.sandbox.close()


def test_a_notification_that_nobody_has_accepted_is_sent_after_the_restart(tmp_path: Path) -> None:
    with receiving() as receiver:
        before = World(start_sandbox(tmp_path), receiver)
        before.place_order()
        before.fault("wechat_pay", reorder=True)
        before.pay()
        before.sandbox.close()
        assert receiver.received == []

        after = World(start_sandbox(tmp_path), receiver)
        ((headers, body),) = receiver.wait_for(1)
        assert after.wechat_pay.parse_notification(headers, body, now()).out_trade_no == "ORDER00001"
        assert after.wechat_pay.query("ORDER00001").state is TradeState.SUCCESS
        after.sandbox.close()
