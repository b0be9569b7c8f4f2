"""The safety net under the timers: what they missed is found in the index of due instants and caught up with."""

from typing import Any

from chalice import Blueprint

from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform, platform
from chalicelib.cases import service
from chalicelib.workflow import sweep_parties
from chalicelib.workflow.acts import system_act
from chalicelib.workflow.retention_run import begin_daily

functions = Blueprint(__name__)


class SweepIncomplete(RuntimeError):
    """Some cases or parties could not be seen to; all others were. The alarm on this function's errors tells the
    operators.
    """


@functions.lambda_function(name="sweep_deadlines")
def sweep_deadlines(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Invoked by a schedule. Begins the day's retention run, sees to the parties that are due, and ticks every case
    whose alarm has fallen due; says how many each.
    """
    cloud = platform()
    begin_daily(cloud)
    seen_to, failed = sweep_parties.sweep(cloud)
    ticked = sweep(cloud)
    if failed:
        raise SweepIncomplete(f"{failed} of {failed + seen_to} parties")
    return {**ticked, "parties": seen_to}


def sweep(cloud: Platform) -> dict[str, int]:
    """One case's failure never stops the rest of the run. Raises `SweepIncomplete` at the end."""
    act = system_act(cloud, "deadline-sweep")
    ticked, failed = 0, []
    for case_id in service.alarms_due(cloud, act.at):
        try:
            service.tick(cloud, case_id, act)
            ticked += 1
        except Exception:  # the edge of one case: logged, counted, raised together at the end
            logger.exception("tick failed", extra={"case_id": case_id})
            failed.append(case_id)
    logger.info("swept", extra={"ticked": ticked, "failed": len(failed)})
    if failed:
        raise SweepIncomplete(f"{len(failed)} of {len(failed) + ticked}")
    return {"ticked": ticked}
