"""The embedded cloud is stopped in the middle of a case and started again: the case goes on, nothing is repeated."""

from dataclasses import replace

from infra.local import cloud as embedded
from infra.local.journey import Journey
from infra.local.people import until
from tests.e2e.conftest import STATE, WU, World


def restart(world: World) -> None:
    """The whole cloud ends, people at the counterparties included, and comes up again."""
    embedded.stop(STATE)
    revived = embedded.start(STATE)
    world.cloud = replace(world.cloud, emulator=revived.emulator, sandbox=revived.sandbox)


def order_at_the_channel(journey: Journey) -> str:
    applicant = journey.cast.applicant
    order: str = until(lambda: applicant.get(journey.case_path).get("fee"), "the fee")["order_id"]
    until(lambda: applicant.get(f"/v1/payments/{order}").get("code_url"), "the channel's order")
    return order


def parcel_at_the_courier(journey: Journey) -> str:
    applicant = journey.cast.applicant
    shipment = until(lambda: applicant.get(journey.case_path).get("shipment_id"), "the shipment")
    waybill: str = until(lambda: applicant.get(f"/v1/shipments/{shipment}").get("waybill"), "the waybill")
    return waybill


def test_a_case_survives_the_end_of_its_cloud_three_times(world: World) -> None:
    """While an official reviews, while the channel waits for money, while the courier is on the way."""
    journey = world.journey(world.person(*WU))
    journey.register()
    journey.open_draft()
    journey.fill_in()
    journey.submit()
    journey.accept()
    restart(world)
    journey.recommend()
    journey.decide()
    journey.conclude()
    order = order_at_the_channel(journey)
    restart(world)
    journey.pay()
    waybill = parcel_at_the_courier(journey)
    restart(world)
    journey.deliver()
    journey.evaluate()

    orders = world.sandbox.get("/panel/wechat-pay/orders")["orders"]
    assert [each["out_trade_no"] for each in orders].count(order) == 1
    parcels = world.sandbox.get("/panel/kuaidi100/shipments")["shipments"]
    mine = journey.cast.applicant.get(journey.case_path)["shipment_id"]
    assert [each["kuaidinum"] for each in parcels if mine in str(each)] == [waybill]
    history = journey.cast.applicant.get(f"{journey.case_path}/timeline")["entries"]
    types = [entry["type"] for entry in history]
    for once in ("case.Accepted", "case.Decided", "case.FeeRequested", "case.FeeSettled", "case.DeliveryStarted"):
        assert types.count(once) == 1, once
    assert types.count("case.DocumentIssued") == 2
    assert types[-1] == "case.Archived"
