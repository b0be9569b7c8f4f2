"""Calling a courier."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
import urllib3

from chalicelib.aws.counterparty_http import Refused, Unavailable
from chalicelib.delivery.kuaidi100 import (
    FORM_HEADERS,
    Booking,
    Consignment,
    Contact,
    Kuaidi100,
    Kuaidi100Credentials,
    vendor_digest,
)
from tests.unit.adapters.world import World, now

WINDOW = Contact("示例政务服务中心", "13800000001", "海南省海口市示例区示例路1号")
APPLICANT = Contact("王示例", "13800000002", "海南省三亚市示例区示例路2号")


def consignment(world: World, reference: str = "SHIPMENT0001") -> Consignment:
    return Consignment(reference, "ems", WINDOW, APPLICANT, "驾驶证", world.receiver.url)


def post(world: World, form: dict[str, str]) -> Any:
    body = urlencode(form).encode()
    return urllib3.request("POST", world.url + "/order/borderapi.do", body=body, headers=FORM_HEADERS).json()


def test_a_courier_is_booked(world: World) -> None:
    booking = world.kuaidi100.book(consignment(world))
    (shipment,) = world.ask("GET", "/panel/kuaidi100/shipments")["shipments"]
    assert booking == Booking(shipment["taskId"], shipment["orderId"], shipment["kuaidinum"])
    assert (shipment["recManName"], shipment["cargo"], shipment["state"]) == ("王示例", "驾驶证", "CREATED")


def test_the_same_reference_books_nothing_new(world: World) -> None:
    first, second = (world.kuaidi100.book(consignment(world)) for _ in range(2))
    assert first == second
    assert len(world.effects("kuaidi100", "created")) == 1
    assert world.kuaidi100.book(consignment(world, "SHIPMENT0002")) != first


def test_a_courier_that_is_down_is_asked_again_later(world: World) -> None:
    world.fault("kuaidi100", unavailable=True)
    with pytest.raises(Unavailable):
        world.kuaidi100.book(consignment(world))
    world.no_fault("kuaidi100")
    world.kuaidi100.book(consignment(world))
    assert len(world.ask("GET", "/panel/kuaidi100/shipments")["shipments"]) == 1


@pytest.mark.parametrize("part", ["key", "secret"])
def test_a_stranger_books_nothing(world: World, part: str) -> None:
    credentials = replace(world.kuaidi100_credentials, **{part: "somebody-else"})
    with pytest.raises(Refused) as refusal:
        Kuaidi100(credentials, world.url, now=now).book(consignment(world))
    assert refusal.value.code == "503"
    assert world.ask("GET", "/panel/kuaidi100/shipments")["shipments"] == []


def test_an_incomplete_consignment_is_refused(world: World) -> None:
    nowhere = replace(consignment(world), recipient=Contact("王示例", "13800000002", ""))
    with pytest.raises(Refused) as refusal:
        world.kuaidi100.book(nowhere)
    assert "recManPrintAddr" in refusal.value.message


@pytest.mark.parametrize("reference", ["", "X" * 33])
def test_a_reference_that_the_vendor_would_cut_is_not_sent(world: World, reference: str) -> None:
    with pytest.raises(ValueError, match="1 to 32"):
        world.kuaidi100.book(consignment(world, reference))
    assert world.ask("GET", "/panel/calls")["calls"] == []


@pytest.mark.parametrize("param", ["not json", "[]", '"text"'])
def test_a_signed_order_that_is_no_order_is_refused(world: World, param: str) -> None:
    client = world.kuaidi100_credentials
    sign = vendor_digest(param + "1" + client.key + client.secret)
    form = {"method": "bOrder", "key": client.key, "t": "1", "sign": sign, "param": param}
    for wrong in (form, form | {"method": "cOrder"}, {}):
        answer = post(world, wrong)
        assert (answer["result"], answer["data"]) == (False, None)


def test_the_signature_is_the_vendors() -> None:
    """MD5 of param, moment in milliseconds, key and secret, upper case: worked out by hand."""
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    client = Kuaidi100(Kuaidi100Credentials("KEY", "SECRET", "SALT"), "http://127.0.0.1:1", now=lambda: moment)
    form = client._signed_form({"a": "海"})
    assert (form["param"], form["t"]) == ('{"a": "海"}', "1772409600000")
    assert form["sign"] == hashlib.md5('{"a": "海"}1772409600000KEYSECRET'.encode()).hexdigest().upper()
