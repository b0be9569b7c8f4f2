"""Each subject has one execution of each machine in force; a broken one is replaced by the next generation."""

import json
import threading
from pathlib import Path

import pytest

from chalicelib.aws.history import events_among
from chalicelib.kernel.events import Event
from chalicelib.kernel.ids import new_ulid
from chalicelib.workflow import triggers
from chalicelib.workflow.orchestrations import (
    NeverStarted,
    Orchestration,
    of_input,
    replace,
    start,
    supersede,
)
from chalicelib.workflow.revive import MACHINES
from tests.support.machines import Machinery
from tests.support.platform import MONDAY_MORNING, FakePlatform
from tests.unit.payments.till import ORDER_ID, FakeChannel, Till

MACHINES_DRAWN = Path(__file__).parents[3] / "infra" / "state_machines"
LIFECYCLE = Orchestration("case-lifecycle", "case", "CASE1")
CLOCK = Orchestration("deadline-clock", "case", "CASE1", "2")


@pytest.fixture
def machinery(cloud: FakePlatform) -> Machinery:
    return Machinery(cloud)


def generation(cloud: FakePlatform, orchestration: Orchestration = LIFECYCLE) -> object:
    row = cloud.table.row(orchestration.row_key)
    return row["generation"] if row else 1


def test_starting_twice_is_starting_once(cloud: FakePlatform, machinery: Machinery) -> None:
    assert start(cloud, LIFECYCLE) == start(cloud, LIFECYCLE)
    assert machinery.steps.names == ["case-lifecycle:case-CASE1-1"]
    assert generation(cloud) == 1


def test_twenty_at_once_start_one(cloud: FakePlatform, machinery: Machinery) -> None:
    threads = [threading.Thread(target=start, args=(cloud, LIFECYCLE)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert machinery.steps.names == ["case-lifecycle:case-CASE1-1"]


def test_a_subject_has_several_machines_and_a_machine_several_keys(cloud: FakePlatform, machinery: Machinery) -> None:
    for orchestration in (LIFECYCLE, CLOCK, Orchestration("deadline-clock", "case", "CASE1", "3")):
        start(cloud, orchestration)
    assert machinery.steps.names == [
        "case-lifecycle:case-CASE1-1",
        "deadline-clock:case-CASE1-clock-2-1",
        "deadline-clock:case-CASE1-clock-3-1",
    ]


def test_the_input_tells_whose_it_is_and_can_be_read_back(cloud: FakePlatform, machinery: Machinery) -> None:
    arn = start(cloud, CLOCK)
    payload = json.loads(machinery.steps.executions[arn].input)
    assert payload == {"subject": "case", "id": "CASE1", "key": "2", "generation": 1}
    assert of_input("deadline-clock", payload) == (CLOCK, 1)


def test_names_fit_whatever_is_orchestrated() -> None:
    """Step Functions takes 80 characters of these."""
    ulid = new_ulid(MONDAY_MORNING)
    for subject, identifier in (("case", ulid), ("order", f"F{ulid}"), ("shipment", f"S{ulid}")):
        name = Orchestration("case-lifecycle", subject, identifier, "99").name(99_999)
        assert len(name) <= 80
        assert name.replace("-", "").isalnum()


def test_the_broken_generation_is_replaced_once(cloud: FakePlatform, machinery: Machinery) -> None:
    machinery.steps.end(start(cloud, LIFECYCLE))
    replaced = [replace(cloud, LIFECYCLE, 1) for _ in range(3)]
    assert replaced == [True, False, False]
    assert machinery.steps.names == ["case-lifecycle:case-CASE1-1", "case-lifecycle:case-CASE1-2"]
    assert generation(cloud) == 2


def test_an_older_generation_that_is_told_broken_late_changes_nothing(
    cloud: FakePlatform, machinery: Machinery
) -> None:
    start(cloud, LIFECYCLE)
    for number in (1, 2):
        replace(cloud, LIFECYCLE, number)
    replace(cloud, LIFECYCLE, 1)
    assert (generation(cloud), len(machinery.steps.starts)) == (3, 3)


def test_dying_between_counting_and_starting_is_made_good_by_the_repeat(
    cloud: FakePlatform, machinery: Machinery
) -> None:
    start(cloud, LIFECYCLE)
    machinery.steps.failing = [ConnectionError()]
    with pytest.raises(ConnectionError):
        replace(cloud, LIFECYCLE, 1)
    assert generation(cloud) == 2
    replace(cloud, LIFECYCLE, 1)
    assert machinery.steps.names[-1] == "case-lifecycle:case-CASE1-2"
    assert generation(cloud) == 2


def test_a_first_start_that_failed_is_made_good_by_the_repeat(cloud: FakePlatform, machinery: Machinery) -> None:
    machinery.steps.failing = [ConnectionError()]
    with pytest.raises(ConnectionError):
        start(cloud, LIFECYCLE)
    start(cloud, LIFECYCLE)
    assert machinery.steps.names == ["case-lifecycle:case-CASE1-1"]


def test_what_was_never_started_cannot_be_replaced(cloud: FakePlatform, machinery: Machinery) -> None:
    with pytest.raises(NeverStarted):
        replace(cloud, LIFECYCLE, 2)
    assert machinery.steps.starts == []


def test_money_that_nobody_wants_is_seen_to_though_the_running_execution_has_read_that_all_is_done(
    cloud: FakePlatform, machinery: Machinery
) -> None:
    till = Till(cloud, FakeChannel())
    till.placed()
    till.notify(till.channel.pay(ORDER_ID))
    arn = start(cloud, Orchestration("payment", "order", ORDER_ID))
    till.release()
    *_, released, requested = events_among(cloud.table.partition(f"ORDER#{ORDER_ID}"))
    for event in (released, requested):
        triggers.begin(cloud, event)
    machinery.steps.end(arn, "SUCCEEDED")
    assert (released.type, requested.type) == ("payment.Released", "payment.RefundRequested")
    assert machinery.steps.names == [f"payment:order-{ORDER_ID}-{number}" for number in (1, 2, 3)]
    assert generation(cloud, Orchestration("payment", "order", ORDER_ID)) == 3


def test_a_generation_that_was_superseded_is_not_revived(cloud: FakePlatform, machinery: Machinery) -> None:
    start(cloud, LIFECYCLE)
    supersede(cloud, LIFECYCLE)
    assert replace(cloud, LIFECYCLE, 1) is False
    assert len(machinery.steps.starts) == 2


def all_events() -> set[str]:
    waiting, found = list(Event.__subclasses__()), set()
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        found |= {kind.__dict__["type"]} if "type" in kind.__dict__ else set()
    return found


def test_only_events_that_exist_start_machines_that_exist() -> None:
    assert set(triggers.STARTS) <= all_events()
    assert {path.name.partition(".")[0] for path in MACHINES_DRAWN.glob("*.asl.yaml")} == set(MACHINES)
