"""The routes as payers and officials meet them: who may, what is told, and the budget of round trips."""

import pytest

from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.payments.api import payments_area
from tests.support.calls import Client
from tests.support.platform import FakePlatform
from tests.unit.payments.till import FEE_FEN, ORDER_ID, Till

PAYER = Caller("account-1", Role.APPLICANT, 3, "session")
STRANGER = Caller("account-2", Role.APPLICANT, 3, "session")
REVIEWER = Caller("staff-1", Role.REVIEWER, 0, "session", "GA", "460100")
ELSEWHERE = Caller("staff-2", Role.REVIEWER, 0, "session", "GA", "460200")
ORDER, CHECKOUT = "/v1/payments/{order_id}", "/v1/payments/{order_id}/checkout"


@pytest.fixture
def client(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Client(cloud, payments_area)


@pytest.mark.parametrize(("who", "status"), [(PAYER, 200), (REVIEWER, 200), (STRANGER, 404), (ELSEWHERE, 404)])
def test_an_order_is_shown_to_whom_it_concerns(client: Client, till: Till, who: Caller, status: int) -> None:
    till.placed()
    answer = client.call("GET", ORDER, by=who, order_id=ORDER_ID)
    assert (answer.status, answer.round_trips) == (status, 1)


def test_checking_out_shows_the_code_and_takes_two_round_trips(client: Client, till: Till) -> None:
    till.placed()
    answer = client.call("POST", CHECKOUT, by=PAYER, version=till.order.version, order_id=ORDER_ID)
    assert (answer.status, answer.round_trips) == (200, 2)
    assert (answer.body["state"], answer.body["amount_fen"]) == ("PAYING", FEE_FEN)
    assert (answer.body["code_url"], "expires_at" in answer.body) == (f"weixin://{ORDER_ID}", True)
    again = client.call("POST", CHECKOUT, by=PAYER, version=till.order.version, order_id=ORDER_ID)
    assert (again.body, again.headers["ETag"]) == (answer.body, answer.headers["ETag"])


@pytest.mark.parametrize(("version", "status"), [(None, 428), (1, 412)])
def test_checking_out_needs_the_present_version(client: Client, till: Till, version: int | None, status: int) -> None:
    before = till.placed().version
    answer = client.call("POST", CHECKOUT, by=PAYER, version=version, order_id=ORDER_ID)
    assert (answer.status, till.order.version) == (status, before)


def test_while_the_channel_is_being_asked_there_is_no_code(client: Client, till: Till) -> None:
    till.open()
    answer = client.call("POST", CHECKOUT, by=PAYER, version=till.order.version, order_id=ORDER_ID)
    assert (answer.status, answer.body["state"], "code_url" in answer.body) == (200, "CREATED", False)


def test_paying_twice_is_refused_and_says_that_nothing_was_charged_twice(client: Client, till: Till) -> None:
    till.placed()
    till.notify(till.channel.pay(ORDER_ID))
    answer = client.call("POST", CHECKOUT, by=PAYER, version=till.order.version, order_id=ORDER_ID)
    assert (answer.status, answer.body["code"]) == (409, "payment.already-paid")
    assert "nothing was charged twice" in answer.body["detail"]
    assert till.entries == [FEE_FEN]


@pytest.mark.parametrize("who", [STRANGER, REVIEWER])
def test_only_the_payer_checks_out(client: Client, till: Till, who: Caller) -> None:
    till.placed()
    assert client.call("POST", CHECKOUT, by=who, version=till.order.version, order_id=ORDER_ID).status in {403, 404}
