"""What happened elsewhere tells on the case once, however often it is told, and whatever is not there yet."""

import pytest

from chalicelib.aws.history import events_among
from chalicelib.cases.service import load_case
from chalicelib.workflow.consuming import CloudEvent
from chalicelib.workflow.join_effects import join
from tests.support.cases import (
    APPLICANT,
    a_released_case,
    advise_all,
    an_accepted_case,
    by,
    joint_item,
    stored,
)
from tests.support.platform import MONDAY_MORNING, FakePlatform

CASE = "CASE1"


def event(kind: str, number: int, **data: str) -> CloudEvent:
    return CloudEvent(
        id=f"S{CASE}:{number}", type=kind, subject=CASE, time=MONDAY_MORNING, correlationid="correlation-1", data=data
    )


@pytest.fixture
def on_its_way(cloud: FakePlatform) -> None:
    case = a_released_case(case_id=CASE)
    case.start_delivery(f"S{CASE}", cloud.act())
    stored(cloud.table, case)


def told(cloud: FakePlatform) -> list[str]:
    return [event.type for event in events_among(cloud.table.partition(f"CASE#{CASE}"))]


@pytest.mark.usefixtures("on_its_way")
def test_a_return_that_is_delivered_twice_is_one_failed_delivery(cloud: FakePlatform) -> None:
    for _ in range(3):
        join(cloud, event("delivery.Returned", 7, reference=CASE))
    assert told(cloud).count("case.DeliveryFailed") == 1


@pytest.mark.usefixtures("on_its_way")
def test_a_second_return_is_another_failed_delivery(cloud: FakePlatform) -> None:
    for number in (7, 12):
        join(cloud, event("delivery.Returned", number, reference=CASE))
    assert told(cloud).count("case.DeliveryFailed") == 2


def test_a_withdrawal_before_the_order_was_opened_is_no_failure(cloud: FakePlatform) -> None:
    case = an_accepted_case(joint_item(), case_id=CASE)
    advise_all(case)
    case.request_fee(f"F{CASE}", cloud.act())
    case.withdraw("不再需要", by(APPLICANT))
    stored(cloud.table, case)
    join(cloud, event("case.Withdrawn", 9, reason="不再需要"))
    assert (load_case(cloud.table, CASE).version, cloud.table.partition(f"ORDER#F{CASE}")) == (case.version, [])
