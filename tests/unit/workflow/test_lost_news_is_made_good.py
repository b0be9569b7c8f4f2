"""An event that never came leaves no case waiting: whoever opens the order or the parcel looks at what is there."""

from typing import Any

import pytest

from chalicelib.aws.history import events_among
from chalicelib.cases import service
from chalicelib.cases.model import Case
from chalicelib.cases.vocabulary import Stage, Status
from chalicelib.delivery import service as delivery
from chalicelib.delivery.model import Shipment, shipment_id_of
from chalicelib.delivery.vocabulary import ShipmentState, TracePoint
from chalicelib.payments import service as payments
from chalicelib.payments.model import Order
from chalicelib.payments.vocabulary import Payment, order_id_of
from chalicelib.payments.vocabulary import Status as OrderStatus
from chalicelib.workflow import lifecycle_task
from tests.support.cases import (
    APPLICANT,
    a_decided_case,
    a_released_case,
    advise_all,
    an_accepted_case,
    by,
    issue,
    stored,
    with_catalogue,
)
from tests.support.items import joint_item, seeded_item
from tests.support.platform import MONDAY_MORNING, FakePlatform

CASE = "CASE1"
ORDER, SHIPMENT = order_id_of(CASE), shipment_id_of(CASE)


@pytest.fixture(autouse=True)
def _one_platform(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    with_catalogue(cloud, seeded_item())
    monkeypatch.setattr(lifecycle_task, "platform", lambda: cloud)


def task(name: str) -> str:
    answer: dict[str, str] = lifecycle_task.lifecycle_task({"task": name, "case_id": CASE}, None)
    return answer["stage"]


def case(cloud: FakePlatform) -> Case:
    return service.load_case(cloud.table, CASE)


def settle(cloud: FakePlatform) -> Order:
    payment = Payment(transaction_id="T1", number=ORDER, amount_fen=1000, paid_at=MONDAY_MORNING)
    return payments.settle(cloud.table, payment, cloud.act())


def sign(cloud: FakePlatform, state: ShipmentState = ShipmentState.SIGNED) -> Shipment:
    point = TracePoint(waybill="W1", operation="o", at=MONDAY_MORNING, state=state)
    return delivery.apply(
        cloud.table, SHIPMENT, cloud.act(), lambda it: it.note_trace("W1", "ems", [point], cloud.act())
    )


def hand_over(cloud: FakePlatform) -> Shipment:
    sign(cloud, ShipmentState.RETURNED)
    return delivery.apply(cloud.table, SHIPMENT, cloud.act(), lambda it: it.hand_over(cloud.act()))


def owing(cloud: FakePlatform) -> None:
    unpaid = a_decided_case(case_id=CASE)
    issue(unpaid)
    stored(cloud.table, unpaid)


def owing_before_the_decision(cloud: FakePlatform) -> None:
    unpaid = an_accepted_case(joint_item(), case_id=CASE)
    advise_all(unpaid)
    stored(cloud.table, unpaid)


def withdraw(cloud: FakePlatform) -> None:
    service.apply(cloud, CASE, by(APPLICANT), lambda it: it.withdraw("不再需要", by(APPLICANT)))


def test_a_fee_whose_settlement_was_never_told_is_noted(cloud: FakePlatform) -> None:
    owing(cloud)
    assert task("request_fee") == Stage.FEE
    settle(cloud)
    assert task("request_fee") == task("request_fee") == Stage.DELIVERY
    told = [event.type for event in events_among(cloud.table.partition(f"CASE#{CASE}"))]
    assert told.count("case.FeeSettled") == 1


def test_order_and_parcel_name_the_item_and_whose_they_are(cloud: FakePlatform) -> None:
    """So that an agent limited to items reaches them, and officials with an interest keep away."""
    owing(cloud)
    task("request_fee")
    settle(cloud)
    task("request_fee")
    task("start_delivery")
    applicant, parcel = case(cloud).applicant, delivery.load_shipment(cloud.table, SHIPMENT)
    assert payments.load_order(cloud.table, ORDER).item_code == parcel.item_code == seeded_item().code
    assert parcel.numbers == applicant.numbers == (applicant.id_number,)


def test_a_fee_that_is_still_owed_is_waited_for(cloud: FakePlatform) -> None:
    owing(cloud)
    assert task("request_fee") == task("request_fee") == Stage.FEE


@pytest.mark.parametrize("arrives", [sign, hand_over])
def test_a_parcel_whose_arrival_was_never_told_is_noted(cloud: FakePlatform, arrives: Any) -> None:
    stored(cloud.table, a_released_case(case_id=CASE))
    assert task("start_delivery") == task("start_delivery") == Stage.DELIVERY
    arrives(cloud)
    assert task("start_delivery") == task("start_delivery") == Stage.EVALUATION
    assert case(cloud).status is Status.DELIVERED


def test_an_order_that_is_opened_while_the_case_is_withdrawn_is_released(
    cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    owing_before_the_decision(cloud)
    open_order = payments.open_order

    def withdrawn_first(*args: Any, **named: Any) -> Order:
        withdraw(cloud)
        return open_order(*args, **named)

    monkeypatch.setattr(payments, "open_order", withdrawn_first)
    assert task("request_fee") == Stage.ARCHIVE
    order = payments.load_order(cloud.table, ORDER)
    assert (order.wanted_no_more, order.stage) == ("case-withdrawn", "CLOSE")


def test_money_of_a_case_that_is_withdrawn_meanwhile_goes_back(
    cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    owing_before_the_decision(cloud)
    task("request_fee")
    amount = payments.load_order(cloud.table, ORDER).amount_fen
    payments.settle(
        cloud.table,
        Payment(transaction_id="T1", number=ORDER, amount_fen=amount, paid_at=MONDAY_MORNING),
        cloud.act(),
    )
    open_order = payments.open_order

    def withdrawn_first(*args: Any, **named: Any) -> Order:
        withdraw(cloud)
        return open_order(*args, **named)

    monkeypatch.setattr(payments, "open_order", withdrawn_first)
    assert task("request_fee") == Stage.ARCHIVE
    assert payments.load_order(cloud.table, ORDER).status is OrderStatus.REFUND_REQUESTED
