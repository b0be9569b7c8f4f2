"""What the timers missed is found in the index of due instants; one bad case never stops the rest."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.aws.history import events_among
from chalicelib.cases.model import Case
from chalicelib.cases.store import load
from chalicelib.cases.vocabulary import Status
from chalicelib.workflow import sweep_deadlines as module
from chalicelib.workflow.sweep_deadlines import SweepIncomplete, sweep, sweep_deadlines
from tests.support.cases import a_draft, on, stored, submit, with_catalogue
from tests.support.platform import FakePlatform

AFTER_THE_CHECK = on(3, 10)
"""More than five working days after Monday 2026-03-02."""


@pytest.fixture
def cloud() -> FakePlatform:
    return with_catalogue(FakePlatform())


def submitted(cloud: FakePlatform, number: int) -> Case:
    """One of several cases of one person, which the rules would not allow; the sweep does not care."""
    case = a_draft(case_id=f"case-{number}")
    submit(case, number=f"4601002026030200{number:04d}")
    cloud.table.rows = {key: row for key, row in cloud.table.rows.items() if not key[0].startswith("OPEN#")}
    return stored(cloud.table, case)


def statuses(cloud: FakePlatform, cases: list[Case]) -> set[Status]:
    return {load(cloud.table, case.id).status for case in cases}


def spoil(cloud: FakePlatform, case: Case) -> None:
    """Its snapshot cannot be read."""
    row = cloud.table.rows[f"CASE#{case.id}", "SNAPSHOT"]
    row["body"] = "{}"


def test_every_overdue_case_is_ticked_whatever_its_shard(cloud: FakePlatform) -> None:
    cases = [submitted(cloud, number) for number in range(12)]
    cloud.clock.instant = AFTER_THE_CHECK
    assert sweep(cloud) == {"ticked": 12}
    assert statuses(cloud, cases) == {Status.DEEMED_ACCEPTED}


def test_what_is_not_due_yet_is_left_alone(cloud: FakePlatform) -> None:
    case = submitted(cloud, 1)
    cloud.clock.instant = on(3, 2, 11)
    version = load(cloud.table, case.id).version
    assert sweep(cloud) == {"ticked": 0}
    assert load(cloud.table, case.id).version == version


def test_swept_again_nothing_happens_twice(cloud: FakePlatform) -> None:
    case = submitted(cloud, 1)
    cloud.clock.instant = AFTER_THE_CHECK
    sweep(cloud)
    version = load(cloud.table, case.id).version
    for _ in range(3):
        sweep(cloud)
    assert load(cloud.table, case.id).version == version


def test_one_failing_case_does_not_stop_the_rest_and_is_told_at_the_end(cloud: FakePlatform) -> None:
    cases = [submitted(cloud, number) for number in range(8)]
    for bad in cases[:2]:
        spoil(cloud, bad)
    cloud.clock.instant = AFTER_THE_CHECK
    with pytest.raises(SweepIncomplete, match="2 of 8"):
        sweep(cloud)
    assert statuses(cloud, cases[2:]) == {Status.DEEMED_ACCEPTED}


def test_a_timer_and_the_sweep_at_once_are_as_good_as_one(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    case = submitted(cloud, 1)
    cloud.clock.instant = AFTER_THE_CHECK
    commit = cloud.table.commit

    def after_the_timer(writes: Any) -> None:
        monkeypatch.setattr(cloud.table, "commit", commit)
        sweep(cloud)
        commit(writes)

    monkeypatch.setattr(cloud.table, "commit", after_the_timer)
    sweep(cloud)
    events = [event.type for event in events_among(cloud.table.partition(f"CASE#{case.id}"))]
    assert events.count("case.DeemedAccepted") == 1


def test_a_run_drains_what_is_due_however_much_that_is(cloud: FakePlatform) -> None:
    cases = [submitted(cloud, number) for number in range(250)]
    cloud.clock.instant = AFTER_THE_CHECK
    assert sweep(cloud) == {"ticked": 250}
    assert statuses(cloud, cases) == {Status.DEEMED_ACCEPTED}


def test_a_run_whose_time_is_over_leaves_the_rest_to_the_next(cloud: FakePlatform) -> None:
    for number in range(250):
        submitted(cloud, number)
    cloud.clock.instant = AFTER_THE_CHECK
    looks = iter([True, False, False])
    assert sweep(cloud, lambda: next(looks)) == {"ticked": 100}
    assert sweep(cloud) == {"ticked": 150}


def test_what_a_timer_may_still_see_to_is_left_to_it(cloud: FakePlatform) -> None:
    cloud.settings = replace(cloud.settings, alarm_spread_seconds=600)
    case = submitted(cloud, 1)
    assert case.next_alarm is not None
    cloud.clock.instant = case.next_alarm + timedelta(minutes=9)
    assert sweep(cloud) == {"ticked": 0}
    cloud.clock.instant = case.next_alarm + timedelta(minutes=10)
    assert sweep(cloud) == {"ticked": 1}


def test_the_function_sweeps_its_own_platform(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "platform", lambda: cloud)
    assert sweep_deadlines({}, None) == {"ticked": 0, "parties": 0}
