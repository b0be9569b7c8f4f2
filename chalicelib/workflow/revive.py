"""Revival: an execution that failed, was aborted or timed out is replaced by a new generation."""

import json
from typing import Any

from chalice import Blueprint

from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform, platform
from chalicelib.workflow.orchestrations import of_input, replace

MACHINES = ("case-lifecycle", "review", "payment", "delivery", "deadline-clock")

functions = Blueprint(__name__)


@functions.lambda_function(name="revive")
def revive(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Invoked by an *Execution Status Change* event, and by a schedule as the net under those events."""
    cloud = platform()
    if event.get("detail-type") == "Step Functions Execution Status Change":
        detail = event["detail"]
        return {"revived": int(revive_execution(cloud, detail["executionArn"], detail["input"]))}
    return sweep(cloud)


def sweep(cloud: Platform) -> dict[str, int]:
    """Replace every broken execution that is still the one in force. Cost grows with failures, not with cases."""
    revived = 0
    for machine in MACHINES:
        for arn in cloud.orchestrator.broken(machine):
            revived += revive_execution(cloud, arn, cloud.orchestrator.input_of(arn))
    logger.info("revival sweep", extra={"revived": revived})
    return {"revived": revived}


def revive_execution(cloud: Platform, execution_arn: str, payload: str) -> bool:
    """Start the next generation, unless that was done before or the execution is another deployment's."""
    machine = cloud.orchestrator.machine_of(execution_arn)
    if machine is None:
        return False
    orchestration, generation = of_input(machine, json.loads(payload))
    started = replace(cloud, orchestration, generation)
    fresh = started.endswith(f"-{generation + 1}")
    logger.info("revived" if fresh else "revived before", extra={"machine": machine, "id": orchestration.id})
    return fresh
