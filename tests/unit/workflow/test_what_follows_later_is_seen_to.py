"""Whoever promised to bring something later is told by SMS, the case's own timer rings for it, the money comes back."""

from datetime import timedelta

import pytest

from chalicelib.cases.late.model import LateState
from chalicelib.cases.model import Case
from chalicelib.cases.service import load_case
from chalicelib.cases.vocabulary import Status
from chalicelib.payments import service as payments
from chalicelib.payments.vocabulary import order_id_of
from chalicelib.workflow import notify
from chalicelib.workflow.consuming import CloudEvent
from chalicelib.workflow.deadline_timers import next_alarm
from chalicelib.workflow.join_effects import join
from chalicelib.workflow.sweep_deadlines import sweep
from chalicelib.workflow.triggers import STARTS
from tests.support.cases import (
    WHO,
    advise_all,
    an_accepted_case_with_materials_to_follow,
    look_at,
    stored,
    tick,
    upload,
    with_catalogue,
)
from tests.support.clocks import on
from tests.support.items import late_item
from tests.support.platform import MONDAY_MORNING, FakePlatform

CASE = "CASE1"
LAST_DAYS = {"rules": "2026-03-09", "contract": "2026-03-12"}


class Gateway:
    def __init__(self) -> None:
        self.sent: list[tuple[str, str, dict[str, str]]] = []

    def send(self, message_id: str, mobile: str, template: str, parameters: dict[str, str]) -> None:
        self.sent.append((mobile, template, dict(parameters)))


@pytest.fixture
def cloud() -> FakePlatform:
    return with_catalogue(FakePlatform(), late_item())


@pytest.fixture
def case(cloud: FakePlatform) -> Case:
    return stored(cloud.table, an_accepted_case_with_materials_to_follow(case_id=CASE))


def told(cloud: FakePlatform, kind: str, **data: object) -> list[tuple[str, str, dict[str, str]]]:
    """What is sent for that event, however often it comes."""
    gateway = Gateway()
    event = CloudEvent(
        id=f"{CASE}:9", type=f"case.{kind}", subject=CASE, time=MONDAY_MORNING, correlationid="correlation-1", data=data
    )
    for _ in range(2):
        notify.tell(cloud, gateway, event)
    return gateway.sent


def message(case: Case, template: str, due: str) -> list[tuple[str, str, dict[str, str]]]:
    parameters = {"number": case.number, "item": case.terms.name_zh, "due": due}
    return [(WHO.mobile, f"{template}.zh-CN", parameters)]


def test_accepted_they_are_told_by_when(cloud: FakePlatform, case: Case) -> None:
    assert told(cloud, "LateMaterialsAwaited", materials=LAST_DAYS) == message(
        case, "case-materials-to-follow", "2026-03-09"
    )


def test_they_are_reminded_once(cloud: FakePlatform, case: Case) -> None:
    data = {"materials": ["rules"], "reminder": "AHEAD", "due": "2026-03-09"}
    assert told(cloud, "LateMaterialReminded", **data) == message(case, "case-material-due", "2026-03-09")


def test_nobody_is_reminded_of_what_came_before_the_message_went_out(cloud: FakePlatform, case: Case) -> None:
    upload(case, "rules")
    stored(cloud.table, case)
    assert told(cloud, "LateMaterialReminded", materials=["rules"], reminder="AHEAD", due="2026-03-09") == []


def test_what_is_returned_is_told_with_its_day(cloud: FakePlatform, case: Case) -> None:
    sent = told(cloud, "LateMaterialReturned", due="2026-03-12")
    assert sent == message(case, "case-material-returned", "2026-03-12")


def test_a_day_that_did_not_move_is_no_news(cloud: FakePlatform, case: Case) -> None:
    assert told(cloud, "LateMaterialsRescheduled", materials=LAST_DAYS, before=LAST_DAYS) == []


def test_a_day_that_moved_is_told(cloud: FakePlatform, case: Case) -> None:
    moved = {**LAST_DAYS, "contract": "2026-03-13"}
    assert told(cloud, "LateMaterialsRescheduled", materials=moved, before=LAST_DAYS) == message(
        case, "case-material-day-moved", "2026-03-13"
    )


def test_the_timer_of_the_clock_wakes_up_for_it(cloud: FakePlatform, case: Case) -> None:
    assert case.clock is not None and case.clock.next_alarm is not None
    assert case.clock.next_alarm > on(3, 5, 9)
    assert next_alarm(cloud, case, case.clock.number) == on(3, 5, 9) + timedelta(seconds=1)


def test_what_a_sleeping_timer_missed_the_sweep_finds(cloud: FakePlatform, case: Case) -> None:
    cloud.clock.instant = on(3, 10, 0)
    assert sweep(cloud) == {"ticked": 1}
    assert load_case(cloud.table, CASE).status is Status.TERMINATED
    assert sweep(cloud) == {"ticked": 0}


def test_a_returned_material_may_be_due_before_the_timer_would_wake_up(cloud: FakePlatform, case: Case) -> None:
    """Hence another timer is started beside the one that sleeps."""
    assert "case.LateMaterialReturned" in STARTS
    upload(case, "rules", at=on(3, 3))
    upload(case, "contract", at=on(3, 3))
    asleep_until = case.next_alarm
    look_at(case, "rules", on(3, 3), wrong="缺少第二页")
    assert case.late_materials["rules"].state is LateState.AWAITED
    assert case.next_alarm is not None and asleep_until is not None and case.next_alarm < asleep_until


def test_a_fee_that_was_asked_for_is_wanted_no_more(cloud: FakePlatform, case: Case) -> None:
    advise_all(case)
    case.request_fee(order_id_of(CASE), cloud.act())
    tick(case, on(3, 10, 0))
    stored(cloud.table, case)
    uow = cloud.unit_of_work()
    order = payments.open_order(
        uow,
        reference=CASE,
        owner_id=case.owner_id,
        department=case.department,
        region=case.region,
        item_code=case.item_code,
        amount_fen=5000,
        description="工本费",
        basis="虚构收费依据",
    )
    uow.commit()
    ended = CloudEvent(
        id=f"{CASE}:30",
        type="case.Terminated",
        subject=CASE,
        time=MONDAY_MORNING,
        correlationid="correlation-1",
        data={"materials": ["rules"]},
    )
    join(cloud, ended)
    released = payments.load_order(cloud.table, order.id)
    assert released.wanted_no_more == "case-terminated"
