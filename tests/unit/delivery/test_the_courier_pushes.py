"""The whole way against the sandbox's Kuaidi100: our booking, its pushes, our callback route."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import urllib3

from chalicelib.delivery import service
from chalicelib.delivery.api import delivery_area
from chalicelib.delivery.couriers import courier_for
from chalicelib.delivery.kuaidi100_push import ACCEPTED
from chalicelib.http import edge
from chalicelib.workflow.delivery_task import CALLBACK, carry_out
from tests.support.callbacks import Door, listening
from tests.support.platform import FakePlatform
from tests.unit.adapters.world import World, running_world
from tests.unit.delivery.post import ELSEWHERE, RECIPIENT, SHIPMENT_ID, Post, S

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
WAY = ("PICKED_UP", "IN_TRANSIT", "DELIVERING", "SIGNED")


@pytest.fixture
def world(tmp_path: Path, cloud: FakePlatform) -> Iterator[World]:
    with running_world(tmp_path) as running:
        cloud.secrets.counterparties = running.secret
        cloud.settings = replace(cloud.settings, kuaidi100_url=running.url)
        yield running


@pytest.fixture
def door(world: World, cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    with listening(cloud, delivery_area) as opened:
        yield opened


def task(post: Post, name: str, shipment_id: str = SHIPMENT_ID) -> str:
    return carry_out(post.cloud, courier_for, {"task": name, "shipment_id": shipment_id})["stage"]


def booked(post: Post) -> str:
    post.open()
    assert task(post, "book") == "AWAIT_ARRIVAL"
    return post.shipment.waybill


def advance(world: World, waybill: str, *states: str) -> None:
    for state in states:
        world.ask("POST", f"/panel/kuaidi100/shipments/{waybill}/events", {"state": state})


def push_again(door: Door, shipment_id: str, body: bytes) -> tuple[int, bytes]:
    answer: Any = urllib3.request("POST", f"{door.url}{CALLBACK}/{shipment_id}", body=body, headers=FORM)
    return answer.status, answer.data


def test_a_parcel_is_booked_once_and_signed_for(world: World, door: Door, post: Post) -> None:
    waybill = booked(post)
    task(post, "book")
    for count, state in enumerate(WAY, 1):
        advance(world, waybill, state)
        assert {(one.status, one.said) for one in door.wait_for(count)} == {(200, ACCEPTED)}
    assert (post.shipment.status, task(post, "wait")) == (S.SIGNED, "DONE")
    assert (post.events.count("Signed"), len(world.effects("kuaidi100", "created"))) == (1, 1)


def test_a_booking_that_died_before_our_commit_books_nothing_new(world: World, door: Door, post: Post) -> None:
    post.open()
    shipment = post.shipment
    table = type(post.cloud.table)(rows=dict(post.cloud.table.rows))
    lost = service.book(
        table, courier_for(post.cloud, SHIPMENT_ID), SHIPMENT_ID, post.cloud.act(),
        company="ems", callback_url=f"{door.url}{CALLBACK}/{SHIPMENT_ID}",
    )  # fmt: skip
    assert shipment.waybill == ""
    task(post, "book")
    assert (post.shipment.waybill, len(world.effects("kuaidi100", "created"))) == (lost.waybill, 1)


def test_pushes_out_of_order_and_repeated_end_the_same(world: World, door: Door, post: Post) -> None:
    waybill = booked(post)
    world.fault("kuaidi100", repeat=3, reorder=True)
    advance(world, waybill, *WAY)
    assert {(one.status, one.said) for one in door.wait_for(12)} == {(200, ACCEPTED)}
    assert (post.shipment.status, post.states) == (S.SIGNED, [S(state) for state in WAY])
    assert post.events.count("Signed") == 1


def test_a_forged_push_changes_nothing(world: World, door: Door, post: Post) -> None:
    waybill = booked(post)
    before = dict(post.cloud.table.rows)
    world.fault("kuaidi100", forge=True)
    advance(world, waybill, "SIGNED")
    said = door.wait_for(1)[0]
    assert (said.status, b'"returnCode":"500"' in said.said, b'"result":false' in said.said) == (401, True, True)
    assert post.cloud.table.rows == before


def test_an_overheard_push_proves_nothing_elsewhere_and_nothing_new_here(world: World, door: Door, post: Post) -> None:
    waybill = booked(post)
    uow = post.cloud.unit_of_work()
    other = service.open_shipment(
        uow, reference="OTHER", owner_id="account-2", department="GA", region="460100",
        recipient=RECIPIENT, contents="机动车驾驶证",
    )  # fmt: skip
    uow.commit()
    advance(world, waybill, "SIGNED")
    overheard = door.wait_for(1)[0].sent
    before = dict(post.cloud.table.rows)
    assert push_again(door, other.id, overheard)[0] == 401
    assert push_again(door, SHIPMENT_ID, overheard) == (200, ACCEPTED)
    assert post.cloud.table.rows == before


def test_a_push_for_an_unknown_shipment_is_refused(world: World, door: Door, post: Post) -> None:
    assert push_again(door, SHIPMENT_ID, b"param={}&sign=0")[0] == 401
    assert post.cloud.table.rows == {}


def test_what_came_back_goes_out_again(world: World, door: Door, post: Post) -> None:
    first = booked(post)
    advance(world, first, "REJECTED", "RETURNED")
    door.wait_for(2)
    assert task(post, "wait") == "AWAIT_CHOICE"
    post.resend(ELSEWHERE)
    assert task(post, "book") == "AWAIT_ARRIVAL"
    assert post.shipment.waybill not in {"", first}
    advance(world, post.shipment.waybill, "SIGNED")
    door.wait_for(3)
    assert (task(post, "wait"), post.events.count("Returned")) == ("DONE", 1)
    assert len(world.effects("kuaidi100", "created")) == 2


def test_a_cancelled_order_waits_for_a_choice(world: World, door: Door, post: Post) -> None:
    advance(world, booked(post), "CANCELLED")
    door.wait_for(1)
    assert (post.shipment.status, task(post, "wait")) == (S.CANCELLED, "AWAIT_CHOICE")
