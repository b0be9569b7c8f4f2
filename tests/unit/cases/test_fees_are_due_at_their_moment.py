"""收费: asked for when its basis says, by one order; nothing is released before it has come."""

import pytest

from chalicelib.cases.model import Case
from chalicelib.cases.vocabulary import Outcome, Stage
from chalicelib.kernel.events import SYSTEM
from tests.support.cases import (
    APPLICANT,
    CALENDAR,
    HEAD,
    a_decided_case,
    a_draft,
    a_new_case,
    a_released_case,
    a_reviewed_case,
    a_submitted_case,
    advise_all,
    an_accepted_case,
    by,
    deliver,
    issue,
    only,
    pay,
    types,
)
from tests.support.clocks import on
from tests.support.items import changed, joint_item, seeded_item

JOINT = joint_item()
FREE = changed(seeded_item(), fee=None)


def reviewed_and_unpaid() -> Case:
    case = an_accepted_case(JOINT)
    advise_all(case)
    return case


def issued_and_unpaid(outcome: Outcome = Outcome.GRANTED) -> Case:
    case = a_decided_case(outcome=outcome)
    issue(case)
    return case


def request(case: Case, order_id: str = "order-1") -> None:
    case.request_fee(order_id, by(SYSTEM))


def settle(case: Case, order_id: str = "order-1") -> None:
    case.note_fee_settled(order_id, by(SYSTEM, on(3, 6)))


def test_after_the_decision_the_document_waits_for_the_fee():
    case = issued_and_unpaid()
    assert (case.stage, case.is_released) == (Stage.FEE, False)
    request(case)
    assert only(case, "FeeRequested").data == {"order_id": "order-1", "amount_fen": 1000}
    assert (case.stage, case.is_released) == (Stage.FEE, False)
    settle(case)
    assert (case.stage, case.is_released, case.fee.settled_at) == (Stage.DELIVERY, True, on(3, 6))


def test_before_the_decision_the_decision_waits_for_the_fee():
    case = reviewed_and_unpaid()
    assert (case.stage, case.desks) == (Stage.FEE, ())
    pay(case)
    assert (case.stage, case.desks) == (Stage.DECISION, ("head",))
    case.decide(Outcome.GRANTED, "符合条件", by(HEAD), CALENDAR)
    assert (case.stage, case.fee_is_due) == (Stage.ISSUE, False)
    issue(case)
    assert case.is_released


def test_money_of_another_order_is_not_this_case_s():
    case = issued_and_unpaid()
    request(case)
    settle(case, "order-2")
    assert (case.stage, types(case)[-1]) == (Stage.FEE, "FeeRequested")


def test_money_without_an_order_is_not_this_case_s():
    case = issued_and_unpaid()
    settle(case)
    assert case.fee_is_due


def test_settled_twice_is_settled_once():
    case = issued_and_unpaid()
    request(case)
    settle(case)
    case.note_fee_settled("order-1", by(SYSTEM, on(3, 9)))
    assert (types(case).count("FeeSettled"), case.fee.settled_at) == (1, on(3, 6))


def test_one_order_a_case():
    case = issued_and_unpaid()
    request(case)
    request(case, "order-2")
    assert (case.fee.order_id, types(case).count("FeeRequested")) == ("order-1", 1)


@pytest.mark.parametrize("outcome", Outcome)
def test_an_item_without_a_fee_asks_for_none(outcome):
    case = a_reviewed_case(FREE)
    case.decide(outcome, "理由充分", by(HEAD), CALENDAR)
    issue(case)
    request(case)
    assert (case.stage, case.is_released, case.fee) == (Stage.DELIVERY, True, None)


def test_a_denial_costs_nothing():
    case = issued_and_unpaid(Outcome.DENIED)
    assert (case.stage, case.fee_is_due, case.is_released) == (Stage.DELIVERY, False, True)
    request(case)
    assert case.fee is None


@pytest.mark.parametrize("build", [a_new_case, a_draft, a_submitted_case])
def test_nobody_pays_before_acceptance(build):
    case = build(JOINT)
    request(case)
    assert (case.fee_is_due, case.fee) == (False, None)


def test_nobody_pays_for_what_was_taken_back():
    case = reviewed_and_unpaid()
    case.withdraw("不再需要", by(APPLICANT))
    request(case)
    assert (case.fee_is_due, case.fee) == (False, None)


def test_money_that_comes_after_the_withdrawal_is_noted_so_that_it_can_go_back():
    case = reviewed_and_unpaid()
    request(case)
    case.withdraw("不再需要", by(APPLICANT))
    settle(case)
    assert (case.fee.settled_at, case.stage) == (on(3, 6), Stage.ARCHIVE)


def test_a_draft_of_an_instant_item_is_never_released():
    for case in (a_draft(), a_reviewed_case(), a_decided_case()):
        assert not case.is_released


def test_what_is_released_can_go_out():
    case = a_released_case()
    deliver(case)
    assert types(case)[-5:] == ["FeeSettled", "DeliveryStarted", "Delivered", "ClockStopped", "ClockStarted"]
