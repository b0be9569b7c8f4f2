"""Deadlines on the embedded cloud: the timer fires, the sweep catches what a timer slept through."""

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


def test_1_the_sweep_catches_what_a_sleeping_timer_missed(world: World, waiting: Journey) -> None:
    """Business time moves, but nobody arms the timers anew: they sleep on, and only the sweep can notice."""
    applicant, platform = waiting.cast.applicant, platform_of(world.cloud)
    assert alarms(waiting) == []
    ahead = int(seconds_until(world, applicant.get(waiting.case_path)["clock"]["due_at"])) - 3600
    platform.table.commit([Put({"pk": OFFSET.pk, "sk": OFFSET.sk, "seconds": ahead})])

    def swept() -> bool:
        answer = world.cloud.client("lambda").invoke(
            FunctionName=world.cloud.outputs()["SweepDeadlinesName"], Payload=b"{}"
        )
        assert "FunctionError" not in answer
        return len(alarms(waiting)) == 2

    until(swept, "the sweep to read the new time and catch up")
    assert alarms(waiting) == ["LAMP_YELLOW", "WARNING"]
    assert swept(), "another sweep tells nothing twice"


def test_2_the_clock_fires_a_few_seconds_ahead_and_the_case_counts_as_accepted(world: World, waiting: Journey) -> None:
    """Five working days without a word (Licensing Law art. 32): business time is moved to seconds before their end."""
    applicant = waiting.cast.applicant
    before = applicant.get(waiting.case_path)
    move_business_time(world.cloud, timedelta(seconds=seconds_until(world, before["clock"]["due_at"]) - 10))
    assert applicant.get(waiting.case_path)["status"] == "SUBMITTED", "the time has not come yet"
    until(lambda: applicant.get(waiting.case_path)["status"] != "SUBMITTED", "the clock to fire")
    assert applicant.get(waiting.case_path)["status"] == "DEEMED_ACCEPTED"
    history = applicant.get(f"{waiting.case_path}/timeline")["entries"]
    deemed = next(entry for entry in history if entry["type"] == "case.DeemedAccepted")
    assert deemed["data"]["since"] == before["submitted_at"], "accepted from the day the papers came in"
    assert deemed["role"] == "system"
