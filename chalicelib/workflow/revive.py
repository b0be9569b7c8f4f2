"""Revival: an execution that failed, was aborted or timed out is replaced by a new generation."""

import json
from itertools import islice
from typing import Any

from chalice import Blueprint

from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform, platform
from chalicelib.workflow.orchestrations import NeverStarted, of_input, replace

MACHINES = ("case-lifecycle", "review", "payment", "delivery", "deadline-clock")

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
        return {"revived": int(revive_execution(cloud, detail["executionArn"], detail["input"]))}
    return sweep(cloud)


def sweep(cloud: Platform) -> dict[str, int]:
    """Replace every broken execution that is still the one in force. Cost grows with failures, not with cases.

    Step Functions lists a broken execution for ninety days, so what was seen to is remembered while the process
    lives, and a run looks at `MOST_A_RUN` others; the next one goes on. One that cannot be replaced never keeps the
    others down. Raises `SweepIncomplete` at the end.
    """
    seen: set[str] = cloud.warm.setdefault(SEEN, set())
    revived, failed = 0, 0
    broken = (arn for machine in MACHINES for arn in cloud.orchestrator.broken(machine) if arn not in seen)
    for arn in islice(broken, MOST_A_RUN):
        try:
            revived += revive_execution(cloud, arn, cloud.orchestrator.input_of(arn))
            seen.add(arn)
        except Exception:  # the edge of one execution: logged, counted, raised together at the end
            logger.exception("revival failed", extra={"execution": arn})
            failed += 1
    if next(broken, None) is not None:
        logger.warning("revival sweep cut", extra={"looked_at": MOST_A_RUN})
    logger.info("revival sweep", extra={"revived": revived, "failed": failed})
    if failed:
        raise SweepIncomplete(f"{failed} could not be revived, {revived} were")
    return {"revived": revived}


def revive_execution(cloud: Platform, execution_arn: str, payload: str) -> bool:
    """Start the next generation. False if that was done before, or if the execution is none that we started."""
    machine = cloud.orchestrator.machine_of(execution_arn)
    if machine is None:
        return False
    try:
        orchestration, generation = of_input(machine, json.loads(payload))
        _, is_new = replace(cloud, orchestration, generation)
    except (ValueError, KeyError, TypeError, NeverStarted):
        logger.warning("not started by this service", extra={"execution": execution_arn})
        return False
    logger.info("revived" if is_new else "revived before", extra={"machine": machine, "id": orchestration.id})
    return is_new
