"""Bad luck at the counterparties and inside: forged, repeated, reordered, replayed, early, poisoned, cut off."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import requests

from infra.local.cloud import STACK
from infra.local.journey import Journey
from infra.local.people import until
from infra.replay import replay
from tests.e2e.conftest import WU, World

WECHAT = "/panel/faults/wechat_pay"


@pytest.fixture(scope="module")
def owing(world: World) -> Journey:
    """Wu's renewal, decided and waiting for its fee."""
    journey = world.journey(world.person(*WU))
    journey.register()
    journey.open_draft()
    journey.fill_in()
    journey.submit()
    journey.accept()
    journey.recommend()
    journey.decide()
    journey.conclude()
    until(lambda: order_of(journey).get("code_url"), "the order at the channel")
    return journey


@pytest.fixture
def faults(world: World) -> Iterator[Any]:
    """Sets fault switches of the WeChat Pay sandbox; cleared afterwards."""

    def set_faults(**switches: Any) -> None:
        world.sandbox.put(WECHAT, switches)

    yield set_faults
    world.sandbox.delete(WECHAT)


def order_of(journey: Journey) -> dict[str, Any]:
    applicant = journey.cast.applicant
    fee = until(lambda: applicant.get(journey.case_path).get("fee"), "the fee")
    order: dict[str, Any] = applicant.get(f"/v1/payments/{fee['order_id']}")
    return order


def count(journey: Journey, kind: str) -> int:
    history = journey.cast.applicant.get(f"{journey.case_path}/timeline")["entries"]
    return sum(1 for entry in history if entry["type"] == kind)


def pay(world: World, journey: Journey) -> None:
    world.sandbox.post(f"/panel/wechat-pay/orders/{order_of(journey)['id']}/pay", {})


def test_1_forged_replayed_and_wrong_notifications_settle_nothing(world: World, owing: Journey, faults: Any) -> None:
    """Each is really sent by the channel's stand-in; the order stays what it was."""
    unsigned = requests.post(f"{world.api}/v1/callbacks/wechat-pay", data=b'{"id":"x","resource":{}}', timeout=10)
    assert unsigned.status_code == 401, unsigned.text
    assert unsigned.headers["Content-Type"] == "application/problem+json"
    for fault, answered in (({"forge": True}, 401), ({"replay_old_timestamp": True}, 401), ({"amount_delta": 1}, 204)):
        told = len(notifications(world))
        faults(**fault)
        pay(world, owing)
        until(lambda told=told: len(notifications(world)) > told, f"a notification with {fault}")  # type: ignore[misc]
        assert notifications(world)[told]["status"] == answered, fault
        assert count(owing, "case.FeeSettled") == 0, fault
    assert order_of(owing)["state"] == "ISSUED"


def notifications(world: World) -> list[dict[str, Any]]:
    """What the channel has sent us, with our answers, oldest first."""
    calls = world.sandbox.get("/panel/calls?counterparty=wechat_pay")["calls"]
    return [call for call in calls if call["direction"] == "OUT"]


def test_2_a_notification_repeated_ten_times_settles_once(world: World, owing: Journey, faults: Any) -> None:
    faults(repeat=10)
    pay(world, owing)
    until(lambda: owing.cast.applicant.get(owing.case_path)["fee"].get("settled_at"), "the settlement")
    assert count(owing, "case.FeeSettled") == 1
    until(lambda: owing.cast.applicant.get(owing.case_path).get("shipment_id"), "the shipment")


def test_3_courier_pushes_out_of_order_repeated_and_forged(world: World, owing: Journey) -> None:
    applicant = owing.cast.applicant
    shipment = applicant.get(owing.case_path)["shipment_id"]
    path = f"/v1/shipments/{shipment}"
    waybill = until(lambda: applicant.get(path).get("waybill"), "the waybill")
    forged = requests.post(
        f"{world.api}/v1/callbacks/kuaidi100/{shipment}",
        data=urlencode({"param": json.dumps({"lastResult": {"state": "3", "nu": waybill}}), "sign": "0" * 32}),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        timeout=10,
    )
    assert forged.status_code >= 400
    assert applicant.get(path)["state"] in {"CREATED", "BOOKED"}
    world.sandbox.put("/panel/faults/kuaidi100", {"repeat": 3, "reorder": True})
    for state in ("PICKED_UP", "IN_TRANSIT", "DELIVERING", "SIGNED"):
        world.sandbox.post(f"/panel/kuaidi100/shipments/{waybill}/events", {"state": state})
    world.sandbox.delete("/panel/faults/kuaidi100")
    until(lambda: applicant.get(path)["state"] == "SIGNED", "the signature")
    until(lambda: applicant.get(owing.case_path)["status"] == "DELIVERED", "the delivery")
    assert count(owing, "case.Delivered") == 1


def test_4_a_poison_event_is_parked_the_others_go_through_and_it_is_replayed(world: World, owing: Journey) -> None:
    cloud, outputs = world.cloud, world.cloud.outputs()
    table = cloud.client("dynamodb")
    table.put_item(TableName=outputs["TableName"], Item={
        "pk": {"S": "CASE#poison"}, "sk": {"S": "EVENT#000001"}, "type": {"S": "case.Submitted"},
    })  # fmt: skip
    applicant = owing.cast.applicant
    applicant.post(f"{owing.case_path}/evaluation", {"stars": 4, "comment": ""})
    until(lambda: applicant.get(owing.case_path)["status"] == "ARCHIVED", "the others to go through")
    queue, url = cloud.client("sqs"), outputs["RelayDeadLettersUrl"]

    def parked() -> bool:
        names = ["ApproximateNumberOfMessages"]
        return queue.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"][names[0]] == "1"

    until(parked, "the poison to be parked")
    assert replay(STACK, "Relay", cloud) == 1, "the command hands it to the relay again"
    until(parked, "the relay to park it anew, since it is still poison")
    queue.purge_queue(QueueUrl=url)
