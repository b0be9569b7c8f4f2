"""Revival: an execution that failed, was aborted or timed out is replaced by a new generation.

The second generation follows at once. What broke again waits twice as long each time, up to a quarter of an hour; the
schedule, which comes every minute, starts it when its pause is over.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from chalice import Blueprint

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.observability import logger
from chalicelib.aws.orchestrator import BrokenExecution
from chalicelib.aws.platform import Platform, platform
from chalicelib.workflow import deadline_timers
from chalicelib.workflow.orchestrations import FIRST, NeverStarted, Orchestration, of_input, replace

BROKEN = ("FAILED", "TIMED_OUT", "ABORTED")
MACHINES = {
    **dict.fromkeys(("case-lifecycle", "review", "payment", "delivery"), BROKEN),
    deadline_timers.MACHINE: ("FAILED", "TIMED_OUT"),
}
"""What each machine's end has to be to count as broken. A timer is aborted when its clock stops."""

LONGEST_PAUSE_SECONDS = 900
SEEN = "workflow.revive.seen"
MOST_A_RUN = 500
"""Three calls each: well within the function's minute."""

functions = Blueprint(__name__)


class SweepIncomplete(RuntimeError):
    """Some executions could not be revived; all others were. The alarm on errors tells the operators."""


@functions.lambda_function(name="revive")
def revive(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Invoked by an *Execution Status Change* event, and by a schedule as the net under those events."""
    cloud = platform()
    if event.get("detail-type") == "Step Functions Execution Status Change":
        detail = event["detail"]
        stopped = BrokenExecution(detail["executionArn"], datetime.fromtimestamp(detail["stopDate"] / 1000, UTC))
        return {"revived": int(bool(revive_execution(cloud, stopped, detail["input"])))}
    return sweep(cloud)


def sweep(cloud: Platform) -> dict[str, int]:
    """Replace every broken execution that is still the one in force. Cost grows with failures, not with cases.

    Step Functions lists a broken execution for ninety days, so what was seen to is remembered while the process
    lives, and a run looks at `MOST_A_RUN` others; the next one goes on. One that cannot be replaced never keeps the
    others down. Raises `SweepIncomplete` at the end.
    """
    seen: set[str] = cloud.warm.setdefault(SEEN, set())
    revived, failed = 0, 0
    unseen = _unseen(cloud, seen)
    for execution in islice(unseen, MOST_A_RUN):
        try:
            is_new = revive_execution(cloud, execution, cloud.orchestrator.input_of(execution.arn))
        except Exception:  # the edge of one execution: logged, counted, raised together at the end
            logger.exception("revival failed", extra={"execution": execution.arn})
            failed += 1
            continue
        if is_new is not None:
            seen.add(execution.arn)
            revived += is_new
    if next(unseen, None) is not None:
        logger.warning("revival sweep cut", extra={"looked_at": MOST_A_RUN})
    logger.info("revival sweep", extra={"revived": revived, "failed": failed})
    if failed:
        raise SweepIncomplete(f"{failed} could not be revived, {revived} were")
    return {"revived": revived}


def _unseen(cloud: Platform, seen: set[str]) -> Iterator[BrokenExecution]:
    for machine, statuses in MACHINES.items():
        yield from (it for it in cloud.orchestrator.broken(machine, statuses) if it.arn not in seen)


def revive_execution(cloud: Platform, execution: BrokenExecution, payload: str) -> bool | None:
    """Start the next generation. False if that was done before, is needed no more, or if the execution is none that we
    started; None while its pause is not over.
    """
    machine = cloud.orchestrator.machine_of(execution.arn)
    if machine is None:
        return False
    try:
        orchestration, generation = of_input(machine, json.loads(payload))
        if execution.arn != cloud.orchestrator.execution_arn(machine, orchestration.name(generation)):
            raise NeverStarted(execution.arn)
        if machine_now() < execution.stopped_at + pause_after(generation):
            return None
        is_new = _replace(cloud, orchestration, generation)
    except (ValueError, KeyError, TypeError, NeverStarted):
        logger.warning("not started by this service", extra={"execution": execution.arn})
        return False
    logger.info("revived" if is_new else "revived before", extra={"machine": machine, "id": orchestration.id})
    return is_new


def _replace(cloud: Platform, orchestration: Orchestration, broken: int) -> bool:
    if orchestration.machine == deadline_timers.MACHINE:
        return deadline_timers.restart(cloud, orchestration, broken)
    return replace(cloud, orchestration, broken)


def pause_after(generation: int) -> timedelta:
    """How long to wait before the next one is tried: not at all after the first."""
    doublings = min(generation - 1, LONGEST_PAUSE_SECONDS.bit_length())
    return timedelta(seconds=0 if generation == FIRST else min(LONGEST_PAUSE_SECONDS, 2**doublings))
