"""Tasks of the machine `deadline-clock`: when is the next alarm, and what does the domain make of it."""

from datetime import datetime, timedelta
from typing import Any

from chalice import Blueprint

from chalicelib.aws.platform import Platform, platform
from chalicelib.cases import service
from chalicelib.cases.model import Case
from chalicelib.kernel.instants import to_text
from chalicelib.workflow.acts import system_act

functions = Blueprint(__name__)


@functions.lambda_function(name="clock_task")
def clock_task(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """`{task: next_alarm | tick, case_id, clock}` → `{running, at}`: `at` is the machine's time to wake up at."""
    cloud = platform()
    if event["task"] == "tick":
        case = service.tick(cloud, event["case_id"], system_act(cloud, f"clock-{event['case_id']}"))
    else:
        case = service.load_case(cloud.table, event["case_id"])
    return next_alarm(cloud, case, int(event["clock"]))


def next_alarm(cloud: Platform, case: Case, number: int) -> dict[str, Any]:
    """Whether clock `number` still has something to say, and when (machine time, rounded up to the second)."""
    clock = case.clock
    if clock is None or clock.number != number or case.next_alarm is None:
        return {"running": False, "at": to_text(cloud.clock.now())}
    return {"running": True, "at": to_text(_next_second(case.next_alarm - cloud.clock.offset()))}


def _next_second(instant: datetime) -> datetime:
    return instant.replace(microsecond=0) + timedelta(seconds=1)
