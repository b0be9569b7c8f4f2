"""Deadlines on the embedded cloud: the timer fires, the sweep catches what a timer slept through."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.aws.business_time import OFFSET
from chalicelib.aws.rows import Put
from infra.local.journey import Journey
from infra.local.operating import move_business_time, platform_of
from infra.local.people import until
from tests.e2e.conftest import FOREIGN, World


@pytest.fixture(scope="module")
def waiting(world: World) -> Iterator[Journey]:
    """A submitted application that no official looks at."""
    journey = world.journey(world.person(*FOREIGN))
    journey.register()
    journey.open_draft()
    journey.fill_in()
    journey.submit()
    yield journey
    move_business_time(world.cloud, timedelta(0))


def seconds_until(world: World, instant: str) -> float:
    return (datetime.fromisoformat(instant) - datetime.now(UTC)).total_seconds()


def alarms(journey: Journey) -> list[str]:
    history = journey.cast.applicant.get(f"{journey.case_path}/timeline")["entries"]
    return [entry["data"]["alarm"] for entry in history if entry["type"] == "case.ClockAlarmRaised"]


def test_1_the_clock_fires_a_few_seconds_ahead_and_the_case_counts_as_accepted(world: World, waiting: Journey) -> None:
    """Five working days without a word (Licensing Law art. 32): business time is moved to seconds before their end."""
    applicant = waiting.cast.applicant
    due_at = applicant.get(waiting.case_path)["clock"]["due_at"]
    submitted = applicant.get(waiting.case_path)["submitted_at"]
    move_business_time(world.cloud, timedelta(seconds=seconds_until(world, due_at) - 8))
    assert applicant.get(waiting.case_path)["status"] == "SUBMITTED", "the time has not come yet"
    until(lambda: applicant.get(waiting.case_path)["status"] != "SUBMITTED", "the clock to fire")
    case = applicant.get(waiting.case_path)
    assert case["status"] in {"DEEMED_ACCEPTED", "IN_REVIEW"}
    history = applicant.get(f"{waiting.case_path}/timeline")["entries"]
    deemed = next(entry for entry in history if entry["type"] == "case.DeemedAccepted")
    assert deemed["data"]["since"] == submitted, "accepted from the day the papers came in"
    assert alarms(waiting)[:2] == ["LAMP_YELLOW", "WARNING"]


def test_2_the_sweep_catches_what_a_sleeping_timer_missed(world: World, waiting: Journey) -> None:
    """Business time moves, but nobody arms the timers anew: they sleep on, and only the sweep can notice."""
    before = len(alarms(waiting))
    platform = platform_of(world.cloud)
    ahead = platform.clock.offset() + timedelta(days=14)
    platform.table.commit([Put({"pk": OFFSET.pk, "sk": OFFSET.sk, "seconds": int(ahead.total_seconds())})])
    functions = world.cloud.client("lambda")
    until(
        lambda: (
            world.anyone().get("/v1/health")["business_time"]
            > waiting.cast.applicant.get(waiting.case_path)["clock"]["due_at"]
        ),
        "business time to be read again",
    )
    answer = functions.invoke(FunctionName=world.cloud.outputs()["SweepDeadlinesName"], Payload=b"{}")
    assert "FunctionError" not in answer
    assert json.loads(answer["Payload"].read())["ticked"] >= 1
    caught = alarms(waiting)
    assert len(caught) > before
    assert caught[-2:] == ["YELLOW_CARD", "RED_CARD"]
    functions.invoke(FunctionName=world.cloud.outputs()["SweepDeadlinesName"], Payload=b"{}")
    assert alarms(waiting) == caught, "a second sweep tells nothing twice"
