"""Task of the machine `deadline-clock`: what the domain makes of an alarm, and when the next one is."""

from typing import Any

from chalice import Blueprint

from chalicelib.aws.platform import platform
from chalicelib.cases import service
from chalicelib.kernel.instants import to_text
from chalicelib.workflow.acts import system_act
from chalicelib.workflow.deadline_timers import next_alarm

functions = Blueprint(__name__)


@functions.lambda_function(name="clock_task")
def clock_task(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """`{task: tick, case_id, clock}` → `{running, at}`: `at` is the machine's time to wake up at again."""
    cloud = platform()
    case = service.tick(cloud, event["case_id"], system_act(cloud, f"clock-{event['case_id']}"))
    at = next_alarm(cloud, case, int(event["clock"]))
    return {"running": at is not None, "at": to_text(at or cloud.clock.now())}
