"""Whatever happens to an item, the figures of its department are counted anew: in any order, twice, or late."""

import datetime as dt
import json
import random
from typing import Any

import pytest

from chalicelib.aws.bus import cloud_event
from chalicelib.aws.history import events_among
from chalicelib.aws.unit_of_work import Overtaken, transact
from chalicelib.catalogue.editing import service as editing
from chalicelib.catalogue.publishing import service, store
from chalicelib.catalogue.publishing.coverage import Coverage, coverage
from chalicelib.workflow.consuming import CloudEvent
from chalicelib.workflow.count_coverage import COUNTED, count
from tests.support.catalogue import APPROVER, COLLEAGUE, MANAGER, content
from tests.support.platform import FakePlatform
from tests.support.publishing import TODAY
from tests.support.seeding import with_seeded_registers

OTHER_DEPARTMENT = {"code": "JT", "name": {"zh": "交通运输局"}}


@pytest.fixture
def cloud() -> FakePlatform:
    cloud = FakePlatform()
    with_seeded_registers(cloud)
    return cloud


def described(cloud: FakePlatform, code: str, **parts: Any) -> None:
    act = cloud.act(MANAGER)
    transact(cloud.table, act, lambda uow: editing.put_draft(uow, cloud, content(code=code, **parts)))


def told(cloud: FakePlatform) -> list[CloudEvent]:
    """What the bus hands to the consumer, as JSON."""
    events = [event for event in events_among(cloud.table.stream) if event.type in COUNTED]
    return [CloudEvent.model_validate(json.loads(json.dumps(cloud_event(event)))) for event in events]


def told_to_all(cloud: FakePlatform, on: dt.date = TODAY) -> Coverage:
    """The public figure."""
    known = store.load_figures(cloud.table)
    return coverage(known.departments, on, known.live)


def figures(cloud: FakePlatform, on: dt.date = TODAY) -> dict[str, tuple[int, int]]:
    """No-visit and all items by department."""
    by_department = told_to_all(cloud, on).by_department
    return {code: (share.no_visit, share.items) for code, share in by_department.items()}


def test_described_items_are_catalogued_and_not_yet_no_visit(cloud):
    described(cloud, "GA-T-1")
    described(cloud, "GA-T-2", visits=1)
    assert count(cloud, told(cloud)) == 1
    assert figures(cloud) == {"GA": (0, 2)}
    assert told_to_all(cloud).whole.missing == {"DRAFT": 1, "UNLAWFUL": 1}


def test_events_that_come_together_count_a_department_once_and_order_does_not_matter(cloud):
    for number in range(6):
        described(cloud, f"GA-T-{number}")
    events = told(cloud)
    random.Random(3).shuffle(events)
    before = cloud.table.round_trips
    assert count(cloud, [*events, *events]) == 1
    assert cloud.table.round_trips - before == 3, "the figures, the list, the new figures"
    assert figures(cloud) == {"GA": (0, 6)}


def test_counting_again_writes_nothing(cloud):
    described(cloud, "GA-T-1")
    count(cloud, told(cloud))
    before = dict(cloud.table.rows)
    count(cloud, told(cloud))
    assert cloud.table.rows == before


def test_an_item_that_is_handed_over_is_counted_where_it_came_to(cloud):
    described(cloud, "GA-T-1")
    described(cloud, "GA-T-1", department=OTHER_DEPARTMENT)
    assert count(cloud, told(cloud)) == 2
    assert figures(cloud) == {"JT": (0, 1)}
    assert [line.code for line in editing.list_of(cloud.table, "GA")] == []


def test_a_hand_over_that_was_given_up_is_counted_back(cloud):
    described(cloud, "GA-T-1")
    described(cloud, "GA-T-1", department=OTHER_DEPARTMENT)
    described(cloud, "GA-T-1")
    assert count(cloud, told(cloud)) == 2
    assert figures(cloud) == {"GA": (0, 1)}


def test_a_first_draft_that_was_given_up_is_catalogued_no_more(cloud):
    described(cloud, "GA-T-1")
    act = cloud.act(COLLEAGUE)
    transact(
        cloud.table,
        act,
        lambda uow: editing.change(uow, editing.load_item(uow.table, "GA-T-1"), lambda it: it.discard(act)),
    )
    count(cloud, told(cloud))
    assert figures(cloud) == {}


def test_whoever_counted_earlier_and_writes_later_is_overtaken(cloud):
    described(cloud, "GA-T-1")
    service.count_department(cloud.table, cloud.act(), "GA")
    slow = cloud.unit_of_work()
    described(cloud, "GA-T-2")
    store.recount(slow, "GA", store.Cells)
    service.count_department(cloud.table, cloud.act(), "GA")
    with pytest.raises(Overtaken):
        slow.commit()
    assert figures(cloud) == {"GA": (0, 2)}


def test_the_target_is_data_with_its_author(cloud):
    act = cloud.act(APPROVER)
    transact(
        cloud.table,
        act,
        lambda uow: service.set_target(
            uow, service.load_target(uow.table), share_percent=90, by=dt.date(2027, 12, 31), basis="虚构决定"
        ),
    )
    target = store.load_figures(cloud.table).target
    assert (target.share_percent, target.by) == (90, dt.date(2027, 12, 31))
    (event,) = [row for row in cloud.table.stream if row.get("type") == "catalogue.TargetSet"]
    assert json.loads(str(event["actor"]))["id"] == "approver-1"
