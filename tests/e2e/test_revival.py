"""The embedded cloud is stopped in the middle of a case and started again: the case goes on, nothing is repeated."""

from dataclasses import replace

from infra.local import cloud as embedded
from infra.local.people import until
from tests.e2e.conftest import STATE, WU, World


def test_a_case_survives_the_end_of_its_cloud(world: World) -> None:
    journey = world.journey(world.person(*WU))
    journey.register()
    journey.open_draft()
    journey.fill_in()
    journey.submit()
    journey.accept()
    journey.recommend()
    journey.decide()
    journey.conclude()
    applicant = journey.cast.applicant
    order = until(lambda: applicant.get(journey.case_path).get("fee"), "the fee")["order_id"]
    until(lambda: applicant.get(f"/v1/payments/{order}").get("code_url"), "the channel's order")

    embedded.stop(STATE)
    revived = embedded.start(STATE)
    world.cloud = replace(world.cloud, emulator=revived.emulator, sandbox=revived.sandbox)

    journey.pay()
    journey.deliver()
    journey.evaluate()
    made = world.sandbox.get("/panel/wechat-pay/orders")
    assert sum(1 for each in made["orders"] if each["out_trade_no"] == order) == 1
    case = applicant.get(journey.case_path)
    assert case["status"] == "ARCHIVED"
    history = applicant.get(f"{journey.case_path}/timeline")["entries"]
    types = [entry["type"] for entry in history]
    for once in ("case.Decided", "case.FeeRequested", "case.FeeSettled", "case.DeliveryStarted", "case.Delivered"):
        assert types.count(once) == 1, once
    booked = world.sandbox.get("/panel/kuaidi100/shipments")["shipments"]
    assert world.sandbox.effects("kuaidi100", "order") == len(booked)
