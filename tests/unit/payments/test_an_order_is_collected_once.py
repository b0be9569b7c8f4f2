"""From the fee to the ledger, and everything that may come twice."""

from typing import Any

import pytest

from chalicelib.payments import errors, service, store
from chalicelib.payments.vocabulary import Stage, Status
from chalicelib.payments.wechat_pay import Refund
from tests.unit.payments.till import FEE_FEN, ORDER_ID, REFERENCE, Till


def test_an_order_is_opened_once_however_often_it_is_asked_for(till: Till) -> None:
    first, second = till.open(), till.open()
    assert (first.id, first.version) == (second.id, second.version) == (ORDER_ID, 1)
    assert till.events == ["OrderOpened"]


@pytest.mark.parametrize("reference", ["", "lower", "A" * 27, "A-B"])
def test_a_reference_has_to_fit_into_the_channels_number(till: Till, reference: str) -> None:
    with pytest.raises(ValueError, match="reference"):
        service.open_order(
            till.cloud.unit_of_work(), reference=reference, owner_id="a", department="GA", region="460100",
            amount_fen=1, description="d", basis="b",
        )  # fmt: skip


def test_the_way_from_the_fee_to_the_ledger(till: Till) -> None:
    till.open()
    assert (till.order.status, till.order.stage) == (Status.CREATED, Stage.PLACE)
    till.at_channel.place(ORDER_ID)
    assert (till.order.status, till.order.stage) == (Status.ISSUED, Stage.AWAIT_SETTLEMENT)
    till.check_out()
    assert till.order.status is Status.PAYING
    till.notify(till.channel.pay(ORDER_ID))
    assert (till.order.status, till.order.stage, till.order.code_url) == (Status.BOOKED, Stage.DONE, "")
    assert till.events == ["OrderOpened", "Placed", "CheckoutBegun", "Settled", "Booked"]
    (entry,) = till.rows("LEDGER#")
    assert (entry["pk"], entry["amount_fen"], entry["reference"]) == (
        "LEDGER#wechat-pay#2026-03-02", FEE_FEN, REFERENCE,
    )  # fmt: skip


def test_placing_twice_asks_for_the_same_code(till: Till) -> None:
    first, again = till.placed(), till.at_channel.place(ORDER_ID)
    assert (first.code_url, first.version) == (again.code_url, again.version)


def test_a_crash_between_the_channels_answer_and_our_commit_costs_nothing(till: Till) -> None:
    till.open()
    order = till.order
    till.channel.place_native_order(order.number, order.amount_fen, "", "", order.expires_at)
    assert till.at_channel.place(ORDER_ID).status is Status.ISSUED


def test_a_notification_sent_ten_times_settles_once(till: Till) -> None:
    till.placed()
    notice = till.channel.pay(ORDER_ID)
    for _ in range(10):
        till.notify(notice)
    assert till.events.count("Settled") == 1
    assert (till.entries, len(till.rows("TRANSACTION#"))) == ([FEE_FEN], 1)


def test_notice_and_query_are_the_same_money(till: Till) -> None:
    till.placed()
    notice = till.channel.pay(ORDER_ID)
    till.at_channel.query(ORDER_ID)
    till.notify(notice)
    till.at_channel.query(ORDER_ID)
    assert (till.events.count("Settled"), till.entries) == (1, [FEE_FEN])


def test_without_a_notification_asking_settles(till: Till) -> None:
    till.placed()
    assert till.at_channel.query(ORDER_ID).stage is Stage.AWAIT_SETTLEMENT
    till.channel.pay(ORDER_ID)
    assert till.at_channel.query(ORDER_ID).status is Status.BOOKED


def test_checking_out_again_gives_the_same_code_and_changes_nothing(till: Till) -> None:
    till.placed()
    first, again = till.check_out(), till.check_out()
    assert (first.code_url, first.version) == (again.code_url, again.version)


def test_paying_a_paid_order_is_refused_and_nothing_doubles(till: Till) -> None:
    till.placed()
    till.notify(till.channel.pay(ORDER_ID))
    with pytest.raises(errors.AlreadyPaid):
        till.check_out()
    assert (till.events.count("Settled"), till.entries) == (1, [FEE_FEN])


def test_a_failed_attempt_is_told_without_money(till: Till) -> None:
    before = till.placed()
    notice = till.channel.pay(ORDER_ID)
    failed = type(notice)(**{**vars(notice), "succeeded": False})
    assert till.notify(failed).version == before.version


def test_one_transaction_pays_one_order(till: Till) -> None:
    till.placed()
    till.notify(till.channel.pay(ORDER_ID))
    uow = till.cloud.unit_of_work()
    other = service.open_order(
        uow, reference="OTHER", owner_id="a", department="GA", region="460100", amount_fen=FEE_FEN,
        description="d", basis="b",
    )  # fmt: skip
    uow.commit()
    with pytest.raises(errors.TransactionTaken):
        till.notify(till.channel.pay(other.number, transaction_id=f"T{ORDER_ID}"))
    assert store.load(till.cloud.table, other.id).status is Status.CREATED
    assert till.entries == [FEE_FEN]


def test_the_same_trouble_is_said_once(till: Till) -> None:
    till.open()
    for error in ("Unavailable", "Unavailable", "Refused"):
        service.apply(
            till.cloud.table, ORDER_ID, till.cloud.act(), lambda it, said=error: it.note_trouble(said, till.cloud.act())
        )
    assert (till.events.count("TroubleRecorded"), till.order.trouble) == (2, "Refused")


def test_two_generations_side_by_side_refund_once(till: Till) -> None:
    till.placed()
    till.notify(till.channel.pay(ORDER_ID))
    till.release()
    older, newer = till.at_channel, till.at_channel
    assert (older.refund(ORDER_ID).stage, newer.refund(ORDER_ID).stage) == (Stage.AWAIT_REFUND, Stage.AWAIT_REFUND)
    till.channel.refund_status = "SUCCESS"
    assert (older.query(ORDER_ID).stage, newer.query(ORDER_ID).stage) == (Stage.DONE, Stage.DONE)
    assert (till.entries, len(till.channel.refunds)) == ([FEE_FEN, -FEE_FEN], 1)


def test_two_generations_that_refund_in_the_same_moment_refund_once(till: Till) -> None:
    till.placed()
    till.notify(till.channel.pay(ORDER_ID))
    till.release()
    till.channel.refund_status = "SUCCESS"
    refund = till.channel.refund

    def the_other_meanwhile(*args: Any, **named: Any) -> Refund:
        till.channel.refund = refund  # type: ignore[method-assign]
        till.at_channel.refund(ORDER_ID)
        return refund(*args, **named)

    till.channel.refund = the_other_meanwhile  # type: ignore[method-assign]
    assert till.at_channel.refund(ORDER_ID).stage is Stage.DONE
    assert (till.entries, till.events.count("Refunded"), len(till.channel.refunds)) == ([FEE_FEN, -FEE_FEN], 1, 1)
