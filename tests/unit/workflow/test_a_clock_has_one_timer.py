"""A running clock has one timer, which is told when to wake; one that has stopped leaves none behind."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.aws.history import events_among
from chalicelib.cases.model import Case
from chalicelib.kernel.clock_entries import PauseReason
from chalicelib.kernel.events import RecordedEvent
from chalicelib.workflow import deadline_timers
from chalicelib.workflow.triggers import begin
from tests.support.cases import CALENDAR, MONDAY, a_submitted_case, an_accepted_case, by, check, official, stored
from tests.support.clocks import on
from tests.support.items import changed, joint_item
from tests.support.machines import Machinery
from tests.support.platform import FakePlatform

TIMER = "deadline-clock:case-case-1-clock-"
BY_HEAD = by(official("head"), MONDAY)


@pytest.fixture
def machinery(cloud: FakePlatform) -> Machinery:
    return Machinery(cloud)


def relayed(cloud: FakePlatform, case: Case) -> None:
    """Everything that happened to the case so far is told, as after an outage of the relay."""
    stored(cloud.table, case)
    for event in history(cloud, case):
        begin(cloud, event)


def history(cloud: FakePlatform, case: Case) -> list[RecordedEvent]:
    return events_among(cloud.table.partition(f"CASE#{case.id}"))


def timers(machinery: Machinery) -> list[str]:
    return [name.removeprefix(TIMER) for name in machinery.steps.running if name.startswith(TIMER)]


def waking(machinery: Machinery) -> str:
    (arn,) = (arn for arn in machinery.steps.starts if machinery.steps.name_of(arn) == f"{TIMER}{timers(machinery)[0]}")
    return str(json.loads(machinery.steps.executions[arn].input)["at"])


def test_a_timer_is_told_the_second_after_the_alarm(cloud: FakePlatform, machinery: Machinery) -> None:
    case = a_submitted_case()
    relayed(cloud, case)
    assert case.next_alarm == on(3, 6, 0)
    assert (timers(machinery), waking(machinery)) == (["1-1"], "2026-03-05T16:00:01.000Z")


def test_it_wakes_by_the_machines_time_where_business_time_was_moved(
    cloud: FakePlatform, machinery: Machinery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cloud.clock, "offset", lambda: timedelta(days=1))
    relayed(cloud, a_submitted_case())
    assert waking(machinery) == "2026-03-04T16:00:01.000Z"


def test_alarms_of_one_midnight_are_spread_and_each_case_has_its_own_second(
    cloud: FakePlatform, machinery: Machinery
) -> None:
    cloud.settings = replace(cloud.settings, alarm_spread_seconds=600)
    midnight = on(3, 6, 0)
    wakings = [
        deadline_timers.next_alarm(cloud, a_submitted_case(case_id=f"case-{number}"), 1) for number in range(300)
    ]
    late = [(at - midnight).total_seconds() for at in wakings if at is not None]
    assert len(late) == 300 and min(late) >= 1 and max(late) <= 600
    a_minute = [sum(60 * minute < second <= 60 * minute + 60 for second in late) for minute in range(10)]
    assert max(a_minute) < 60, "a tenth of them each minute, more or less"
    assert wakings[0] == deadline_timers.next_alarm(cloud, a_submitted_case(case_id="case-0"), 1)


def test_an_alarm_within_a_day_is_not_spread(cloud: FakePlatform) -> None:
    cloud.settings = replace(cloud.settings, alarm_spread_seconds=600)
    case = a_submitted_case()
    assert case.clock is not None
    case.clock = case.clock.model_copy(update={"next_alarm": on(3, 5, 9)})
    assert deadline_timers.next_alarm(cloud, case, 1) == on(3, 5, 9) + timedelta(seconds=1)


def test_a_clock_that_ends_early_stops_its_timer(cloud: FakePlatform, machinery: Machinery) -> None:
    case = a_submitted_case()
    relayed(cloud, case)
    check(case, "reviewer")
    relayed(cloud, case)
    assert timers(machinery) == ["2-1"]


def test_a_clock_that_ended_before_the_relay_came_gets_no_timer(cloud: FakePlatform, machinery: Machinery) -> None:
    case = an_accepted_case()
    relayed(cloud, case)
    assert timers(machinery) == ["2-1"]
    assert f"{TIMER}1-1" not in machinery.steps.names


@pytest.mark.parametrize("times", [1, 3])
def test_telling_everything_again_changes_nothing(cloud: FakePlatform, machinery: Machinery, times: int) -> None:
    case = an_accepted_case()
    for _ in range(times):
        relayed(cloud, case)
    assert timers(machinery) == ["2-1"]


def test_a_paused_clock_sleeps_without_a_timer_and_a_resumed_one_has_another(
    cloud: FakePlatform, machinery: Machinery
) -> None:
    case = an_accepted_case(joint_item())
    relayed(cloud, case)
    before = waking(machinery)
    case.pause_clock(
        PauseReason.EXPERT_REVIEW, reason="专家评审", legal_basis="行政许可法第四十五条", act=BY_HEAD, calendar=CALENDAR
    )
    relayed(cloud, case)
    assert timers(machinery) == []
    act = by(official("head"), on(3, 9))
    case.resume_clock(reason="评审结束", legal_basis="行政许可法第四十五条", act=act, calendar=CALENDAR)
    stored(cloud.table, case)
    begin(cloud, history(cloud, case)[-1])
    assert len(timers(machinery)) == 1
    assert waking(machinery) > before


def test_a_clock_that_moves_gets_a_timer_that_wakes_later(cloud: FakePlatform, machinery: Machinery) -> None:
    case = an_accepted_case(joint_item())
    relayed(cloud, case)
    case.extend_clock(5, reason="情况复杂", legal_basis="行政许可法第四十二条", act=BY_HEAD, calendar=CALENDAR)
    stored(cloud.table, case)
    begin(cloud, history(cloud, case)[-1])
    assert timers(machinery) == [f"{case.clocks}-2"]


def test_the_relay_that_dies_between_two_timers_leaves_one_in_the_end(
    cloud: FakePlatform, machinery: Machinery
) -> None:
    case = an_accepted_case(changed(joint_item(), fee=None))
    relayed(cloud, case)
    case.extend_clock(5, reason="情况复杂", legal_basis="行政许可法第四十二条", act=BY_HEAD, calendar=CALENDAR)
    stored(cloud.table, case)
    machinery.steps.failing = [ConnectionError()]
    with pytest.raises(ConnectionError):
        begin(cloud, history(cloud, case)[-1])
    begin(cloud, history(cloud, case)[-1])
    assert timers(machinery) == [f"{case.clocks}-3"]


def test_nothing_is_asked_for_a_case_without_a_clock(cloud: FakePlatform, machinery: Machinery) -> None:
    case = a_submitted_case()
    case.withdraw("不再需要", BY_HEAD)
    relayed(cloud, case)
    assert deadline_timers.next_alarm(cloud, case, case.clocks) is None
    assert timers(machinery) == []
