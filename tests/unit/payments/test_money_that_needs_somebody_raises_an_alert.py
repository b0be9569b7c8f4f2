"""Two payments, a wrong amount, a refund that cannot be paid: one line in the log each, for the alarm to find."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.payments import service
from tests.unit.payments.till import ORDER_ID, Till

Alerts = list[tuple[str, dict[str, Any]]]


@pytest.fixture
def alerts(monkeypatch: pytest.MonkeyPatch) -> Alerts:
    logged: Alerts = []
    monkeypatch.setattr(service.logger, "error", lambda message, extra: logged.append((message, extra)))
    return logged


def pay_twice(till: Till) -> None:
    till.notify(till.channel.pay(ORDER_ID))
    till.notify(till.channel.pay(ORDER_ID, transaction_id="SECOND"))


def pay_another_amount(till: Till) -> None:
    till.notify(till.channel.pay(ORDER_ID, fen=900))


def reject_the_refund(till: Till) -> None:
    till.notify(till.channel.pay(ORDER_ID))
    till.release()
    till.refund_notice(succeeded=False)


def reject_the_refund_when_asked(till: Till) -> None:
    till.channel.refund_status = "ABNORMAL"
    till.notify(till.channel.pay(ORDER_ID))
    till.release()
    till.at_channel.refund(ORDER_ID)


@pytest.mark.parametrize(
    ("happens", "kind"),
    [
        (pay_twice, "payment.PaidAgain"),
        (pay_another_amount, "payment.AmountMismatched"),
        (reject_the_refund, "payment.RefundRejected"),
        (reject_the_refund_when_asked, "payment.RefundRejected"),
    ],
)
def test_it_is_logged_once_with_nothing_but_kind_and_order(
    till: Till, alerts: Alerts, happens: Callable[[Till], None], kind: str
) -> None:
    till.placed()
    for _ in range(2):
        happens(till)
    assert alerts == [("payment-alert", {"kind": kind, "order_id": ORDER_ID})]


def test_ordinary_money_raises_none(till: Till, alerts: Alerts) -> None:
    till.placed()
    till.notify(till.channel.pay(ORDER_ID))
    till.release()
    till.at_channel.refund(ORDER_ID)
    till.refund_notice()
    assert alerts == []
