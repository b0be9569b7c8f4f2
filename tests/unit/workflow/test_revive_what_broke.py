"""Executions that failed, timed out or were aborted go on in a new generation, once, however often that is noticed."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.cases.service import load_case
from chalicelib.workflow import revive as revive_module
from chalicelib.workflow.orchestrations import Orchestration, start
from chalicelib.workflow.revive import SweepIncomplete, revive, sweep
from tests.support import machines
from tests.support.cases import a_submitted_case, check, stored
from tests.support.machines import Machinery
from tests.support.platform import MONDAY_MORNING, FakePlatform

LIFECYCLE = Orchestration("case-lifecycle", "case", "CASE1")
CLOCK = Orchestration("deadline-clock", "case", "CASE1", "1")
"""Of a submitted case: its check has five working days."""
ORDER = Orchestration("payment", "order", "FCASE1")


@pytest.fixture
def machinery(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Machinery:
    monkeypatch.setattr(revive_module, "platform", lambda: cloud)
    stored(cloud.table, a_submitted_case(case_id="CASE1"))
    return Machinery(cloud)


def status_change(machinery: Machinery, arn: str, status: str = "FAILED") -> dict[str, Any]:
    """What EventBridge delivers when an execution stops."""
    return {
        "detail-type": "Step Functions Execution Status Change",
        "source": "aws.states",
        "detail": {"executionArn": arn, "status": status, **told_of(machinery, arn)},
    }


def told_of(machinery: Machinery, arn: str) -> dict[str, Any]:
    execution = machinery.steps.executions[arn]
    return {"input": execution.input, "stopDate": int(execution.stopped_at.timestamp() * 1000)}


def broken(cloud: FakePlatform, machinery: Machinery, orchestration: Orchestration = LIFECYCLE) -> str:
    arn = start(cloud, orchestration)
    machinery.steps.end(arn)
    return arn


def generation(cloud: FakePlatform, orchestration: Orchestration = LIFECYCLE) -> object:
    row = cloud.table.row(orchestration.row_key)
    return row["generation"] if row else 1


@pytest.mark.parametrize("orchestration", [LIFECYCLE, CLOCK, ORDER], ids=lambda it: it.machine)
def test_a_broken_execution_is_replaced_by_the_next_generation(
    cloud: FakePlatform, machinery: Machinery, orchestration: Orchestration
) -> None:
    arn = broken(cloud, machinery, orchestration)
    assert revive(status_change(machinery, arn), None) == {"revived": 1}
    assert machinery.steps.starts == [arn, arn[:-1] + "2"]
    payload = json.loads(machinery.steps.executions[arn[:-1] + "2"].input)
    assert (payload["generation"], payload["id"], payload["key"]) == (2, orchestration.id, orchestration.key)


def test_the_same_event_twice_revives_once(cloud: FakePlatform, machinery: Machinery) -> None:
    event = status_change(machinery, broken(cloud, machinery))
    assert [revive(event, None) for _ in range(3)] == [{"revived": 1}, {"revived": 0}, {"revived": 0}]
    assert (generation(cloud), len(machinery.steps.starts)) == (2, 2)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The machine's time, for a test to move."""
    instant = [MONDAY_MORNING]
    for module in (revive_module, machines):
        monkeypatch.setattr(module, "machine_now", lambda: instant[0])
    return instant


def test_what_breaks_again_waits_twice_as_long_each_time_and_never_long(
    cloud: FakePlatform, machinery: Machinery, now: list[datetime]
) -> None:
    arn, pauses = broken(cloud, machinery), []
    for _ in range(14):
        event, stopped, before = status_change(machinery, arn), now[0], len(machinery.steps.starts)
        assert revive(event, None) == {"revived": int(not pauses)}
        while len(machinery.steps.starts) == before:
            now[0] += timedelta(seconds=1)
            sweep(cloud)
        pauses.append((now[0] - stopped).total_seconds())
        arn = machinery.steps.starts[-1]
        machinery.steps.end(arn)
    assert pauses[:5] == [0, 2, 4, 8, 16]
    assert pauses[-1] == 900
    assert generation(cloud) == 15


def test_late_news_of_an_older_generation_changes_nothing(
    cloud: FakePlatform, machinery: Machinery, now: list[datetime]
) -> None:
    first = broken(cloud, machinery)
    revive(status_change(machinery, first), None)
    second = machinery.steps.starts[-1]
    machinery.steps.end(second, "ABORTED")
    now[0] += timedelta(seconds=2)
    revive(status_change(machinery, second), None)
    assert revive(status_change(machinery, first), None) == {"revived": 0}
    assert generation(cloud) == 3


def test_an_execution_of_another_deployment_is_left_alone(cloud: FakePlatform, machinery: Machinery) -> None:
    event = status_change(machinery, broken(cloud, machinery))
    event["detail"]["executionArn"] = (
        "arn:aws:states:cn-north-1:000000000000:execution:other-case-lifecycle:case-CASE1-1"
    )
    assert revive(event, None) == {"revived": 0}
    assert generation(cloud) == 1


def test_dying_between_counting_and_starting_is_made_good_by_the_schedule(
    cloud: FakePlatform, machinery: Machinery
) -> None:
    event = status_change(machinery, broken(cloud, machinery))
    machinery.steps.failing = [ConnectionError()]
    with pytest.raises(ConnectionError):
        revive(event, None)
    assert len(machinery.steps.starts) == 1
    sweep(cloud)
    assert (generation(cloud), len(machinery.steps.starts)) == (2, 2)


@pytest.mark.parametrize(("status", "revived"), [("FAILED", 3), ("TIMED_OUT", 3), ("ABORTED", 2)])
def test_the_schedule_finds_what_no_event_told_of(
    cloud: FakePlatform, machinery: Machinery, status: str, revived: int
) -> None:
    """A timer is aborted when its clock stops: that is how it ends."""
    for orchestration in (LIFECYCLE, CLOCK, ORDER):
        machinery.steps.end(start(cloud, orchestration), status)
    start(cloud, Orchestration("case-lifecycle", "case", "CASE2"))
    machinery.steps.end(start(cloud, Orchestration("case-lifecycle", "case", "CASE3")), "SUCCEEDED")
    assert revive({"detail-type": "Scheduled Event"}, None) == {"revived": revived}
    assert [generation(cloud, it) for it in (LIFECYCLE, ORDER)] == [2, 2]
    assert len(machinery.steps.starts) == 5 + revived


def test_a_timer_whose_clock_has_stopped_is_not_revived(cloud: FakePlatform, machinery: Machinery) -> None:
    case = load_case(cloud.table, "CASE1")
    check(case, "reviewer")
    stored(cloud.table, case)
    arn = broken(cloud, machinery, CLOCK)
    assert revive(status_change(machinery, arn), None) == {"revived": 0}
    assert sweep(cloud) == {"revived": 0}
    assert machinery.steps.starts == [arn]


def test_the_schedule_finds_nothing_to_do_the_second_time(cloud: FakePlatform, machinery: Machinery) -> None:
    broken(cloud, machinery)
    assert sweep(cloud) == {"revived": 1}
    assert sweep(cloud) == {"revived": 0}
    assert len(machinery.steps.starts) == 2


def test_what_was_seen_to_is_not_asked_about_again(cloud: FakePlatform, machinery: Machinery) -> None:
    """Step Functions lists it for ninety days, and the schedule comes every minute."""
    broken(cloud, machinery)
    sweep(cloud)
    before = cloud.table.round_trips
    for _ in range(10):
        sweep(cloud)
    assert cloud.table.round_trips == before


@pytest.mark.parametrize(
    "started", ["not json", "[]", '{"started": "by hand"}', '{"subject":"case","id":"X","key":"","generation":1}']
)
def test_what_somebody_started_by_hand_is_left_alone(cloud: FakePlatform, machinery: Machinery, started: str) -> None:
    arn = machinery.steps.by_hand("case-lifecycle", "tried", started)
    assert revive(status_change(machinery, arn), None) == {"revived": 0}
    assert sweep(cloud) == {"revived": 0}
    assert machinery.steps.starts == [arn]


def test_one_that_cannot_be_revived_now_does_not_keep_the_others_down(
    cloud: FakePlatform, machinery: Machinery
) -> None:
    broken(cloud, machinery)
    broken(cloud, machinery, ORDER)
    machinery.steps.failing = [ConnectionError()]
    with pytest.raises(SweepIncomplete, match="1 could not be revived, 1 were"):
        sweep(cloud)
    assert machinery.steps.names[-1] == "payment:order-FCASE1-2"
    sweep(cloud)
    assert machinery.steps.names[-1] == "case-lifecycle:case-CASE1-2"


def many_broken(cloud: FakePlatform, machinery: Machinery, count: int) -> list[Orchestration]:
    all_of_them = [Orchestration("case-lifecycle", "case", f"CASE{number}") for number in range(count)]
    for orchestration in all_of_them:
        broken(cloud, machinery, orchestration)
    return all_of_them


def test_more_than_one_page_of_broken_executions_is_revived(cloud: FakePlatform, machinery: Machinery) -> None:
    all_of_them = many_broken(cloud, machinery, 150)
    assert sweep(cloud) == {"revived": 150}
    assert {generation(cloud, it) for it in all_of_them} == {2}


def test_a_run_looks_at_so_many_and_the_next_one_goes_on(
    cloud: FakePlatform, machinery: Machinery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revive_module, "MOST_A_RUN", 60)
    many_broken(cloud, machinery, 150)
    assert [sweep(cloud)["revived"] for _ in range(4)] == [60, 60, 30, 0]
