"""Late success beats earlier failure; nothing that came is lost; a wrong amount settles nothing."""

import pytest

from chalicelib.aws.counterparty_http import Unavailable
from chalicelib.payments import errors
from chalicelib.payments.model import VALID_FOR
from chalicelib.payments.vocabulary import Stage, Status
from tests.unit.payments.till import FEE_FEN, ORDER_ID, REFERENCE, Till

MINUTES = VALID_FOR.total_seconds() / 60


def expired(till: Till) -> None:
    till.placed()
    till.cloud.clock.move(minutes=MINUTES)
    till.at_channel.query(ORDER_ID)


def test_a_notice_before_the_order_is_kept_and_settles_once_when_the_order_is_placed(till: Till) -> None:
    notice = till.channel.pay(ORDER_ID)
    for _ in range(3):
        with pytest.raises(errors.NoticeTooEarly):
            till.notify(notice)
    assert len(till.rows("NOTICE#")) == 1
    till.channel.orders.clear()
    till.placed()
    assert till.order.status is Status.BOOKED
    till.notify(notice)
    assert (till.events, till.entries) == (["OrderOpened", "Placed", "Settled", "Booked"], [FEE_FEN])


def test_an_order_paid_before_it_was_placed_is_found_paid(till: Till) -> None:
    till.open()
    till.channel.pay(ORDER_ID)
    assert (till.at_channel.place(ORDER_ID).status, till.entries) == (Status.BOOKED, [FEE_FEN])


def test_a_notice_may_overtake_the_answer_to_the_order(till: Till) -> None:
    till.open()
    order = till.order
    till.notify(till.channel.pay(ORDER_ID))
    late = till.order
    late.note_placed(order.number, "weixin://late", till.cloud.act())
    assert (late.stage, late.code_url, late.pending) == (Stage.DONE, "", ())


def test_an_expired_order_is_closed_at_the_channel_first(till: Till) -> None:
    expired(till)
    assert (till.order.status, till.order.stage) == (Status.EXPIRED, Stage.AWAIT_CHECKOUT)
    assert till.channel.orders[ORDER_ID] == "CLOSED"
    assert till.events[-1] == "Closed"


def test_who_paid_in_the_last_moment_has_paid(till: Till) -> None:
    till.placed()
    till.cloud.clock.move(minutes=MINUTES)
    till.channel.pay(ORDER_ID)
    assert till.at_channel.query(ORDER_ID).status is Status.BOOKED


def test_the_payer_who_comes_back_gets_another_code(till: Till) -> None:
    expired(till)
    till.check_out()
    assert (till.order.stage, till.order.number) == (Stage.PLACE, f"{ORDER_ID}r2")
    till.at_channel.place(ORDER_ID)
    till.notify(till.channel.pay(f"{ORDER_ID}r2"))
    assert (till.order.status, till.entries) == (Status.BOOKED, [FEE_FEN])


def test_a_success_on_an_expired_order_counts(till: Till) -> None:
    expired(till)
    assert till.notify(till.channel.pay(ORDER_ID)).status is Status.BOOKED


def test_a_late_success_of_the_first_code_closes_the_second(till: Till) -> None:
    expired(till)
    till.check_out()
    till.at_channel.place(ORDER_ID)
    till.notify(till.channel.pay(ORDER_ID))
    assert (till.order.status, till.order.stage) == (Status.BOOKED, Stage.CLOSE)
    till.at_channel.close(ORDER_ID)
    assert (till.order.status, till.order.stage) == (Status.BOOKED, Stage.DONE)
    assert till.channel.orders[f"{ORDER_ID}r2"] == "CLOSED"


def test_a_second_payment_is_set_apart_and_alerted_once(till: Till) -> None:
    till.placed()
    till.notify(till.channel.pay(ORDER_ID))
    second = till.channel.pay(ORDER_ID, transaction_id="SECOND")
    for _ in range(2):
        till.notify(second)
    assert (till.events.count("PaidAgain"), till.entries) == (1, [FEE_FEN])
    assert [one.transaction_id for one in till.order.quarantined] == ["SECOND"]


def test_another_amount_settles_nothing_and_is_alerted_once(till: Till) -> None:
    till.placed()
    notice = till.channel.pay(ORDER_ID, fen=900)
    for _ in range(10):
        till.notify(notice)
    assert (till.order.status, till.entries, till.rows("TRANSACTION#")) == (Status.ISSUED, [], [])
    assert (till.events.count("AmountMismatched"), len(till.order.quarantined)) == (1, 1)


def test_a_notice_that_lied_about_the_amount_does_not_hinder_the_truth(till: Till) -> None:
    till.placed()
    notice = till.channel.pay(ORDER_ID)
    till.notify(type(notice)(**{**vars(notice), "total_fen": 1}))
    assert (till.at_channel.query(ORDER_ID).status, till.entries) == (Status.BOOKED, [FEE_FEN])


def test_an_amount_that_the_channel_confirms_uses_the_code_up(till: Till) -> None:
    till.placed()
    till.channel.pay(ORDER_ID, fen=900)
    till.at_channel.query(ORDER_ID)
    assert (till.order.status, till.order.stage, till.entries) == (Status.EXPIRED, Stage.AWAIT_CHECKOUT, [])
    till.check_out()
    till.at_channel.place(ORDER_ID)
    assert till.notify(till.channel.pay(f"{ORDER_ID}r2")).status is Status.BOOKED


def test_an_order_nobody_wants_is_closed(till: Till) -> None:
    till.placed()
    assert till.release().stage is Stage.CLOSE
    till.at_channel.close(ORDER_ID)
    assert (till.order.status, till.order.stage) == (Status.CLOSED, Stage.DONE)
    with pytest.raises(errors.NothingToPay):
        till.check_out()


@pytest.mark.parametrize("when", ["created", "expired"])
def test_what_is_not_at_the_channel_is_closed_all_the_same(till: Till, when: str) -> None:
    if when == "created":
        till.open()
    else:
        expired(till)
    till.release()
    till.at_channel.close(ORDER_ID)
    assert (till.order.status, till.order.stage) == (Status.CLOSED, Stage.DONE)
    assert till.release().version == till.order.version


def test_money_for_a_closed_order_is_taken_and_goes_back_by_itself(till: Till) -> None:
    till.placed()
    till.release()
    till.at_channel.close(ORDER_ID)
    till.notify(till.channel.pay(ORDER_ID))
    assert (till.order.status, till.order.stage) == (Status.REFUND_REQUESTED, Stage.REFUND)
    till.at_channel.refund(ORDER_ID)
    assert till.order.stage is Stage.AWAIT_REFUND
    till.refund_notice()
    assert (till.order.status, till.order.stage, till.entries) == (Status.REFUNDED, Stage.DONE, [FEE_FEN, -FEE_FEN])


def test_who_paid_while_it_was_being_closed_gets_the_money_back(till: Till) -> None:
    till.placed()
    till.release()
    till.channel.pay(ORDER_ID)
    assert till.at_channel.close(ORDER_ID).stage is Stage.REFUND


def test_a_paid_order_that_is_released_is_refunded_once(till: Till) -> None:
    till.placed()
    till.notify(till.channel.pay(ORDER_ID))
    for _ in range(2):
        till.release()
        till.at_channel.refund(ORDER_ID)
    for _ in range(10):
        till.refund_notice()
    assert till.events[-4:] == ["Released", "RefundRequested", "RefundStarted", "Refunded"]
    assert (till.entries, list(till.channel.refunds)) == ([FEE_FEN, -FEE_FEN], [f"R{REFERENCE}"])


def test_a_refund_without_a_notification_is_asked_about(till: Till) -> None:
    till.placed()
    till.notify(till.channel.pay(ORDER_ID))
    till.release()
    till.at_channel.refund(ORDER_ID)
    assert till.at_channel.query(ORDER_ID).stage is Stage.AWAIT_REFUND
    till.channel.refund_status = "SUCCESS"
    assert till.at_channel.query(ORDER_ID).status is Status.REFUNDED


def test_a_refund_that_cannot_be_paid_says_so(till: Till) -> None:
    till.placed()
    till.notify(till.channel.pay(ORDER_ID))
    till.release()
    till.channel.refund_status = "ABNORMAL"
    assert till.at_channel.refund(ORDER_ID).status is Status.REFUND_REJECTED
    assert till.entries == [FEE_FEN]


@pytest.mark.parametrize("times", [1, 2])
def test_a_refund_that_succeeds_after_its_rejection_counts_once(till: Till, times: int) -> None:
    till.placed()
    till.notify(till.channel.pay(ORDER_ID))
    till.release()
    till.refund_notice(succeeded=False)
    for _ in range(times):
        till.refund_notice()
    assert (till.order.status, till.order.stage, till.entries) == (Status.REFUNDED, Stage.DONE, [FEE_FEN, -FEE_FEN])


def test_a_refund_notice_of_another_amount_changes_nothing(till: Till) -> None:
    till.placed()
    till.notify(till.channel.pay(ORDER_ID))
    till.release()
    assert till.refund_notice(fen=1).status is Status.REFUND_REQUESTED


def test_a_silent_channel_leaves_the_order_as_it_is(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object) -> str:
        raise Unavailable("no answer")

    till.open()
    monkeypatch.setattr(till.channel, "place_native_order", silent)
    with pytest.raises(Unavailable):
        till.at_channel.place(ORDER_ID)
    assert (till.order.stage, till.events) == (Stage.PLACE, ["OrderOpened"])
