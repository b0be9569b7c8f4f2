"""The safety net under the timers: what they missed is found in the index of due instants and caught up with.

A run goes on until nothing is due, or its time is nearly over; the next one goes on then.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import Any

from chalice import Blueprint

from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform, platform
from chalicelib.cases import service
from chalicelib.kernel.events import Act
from chalicelib.workflow import sweep_parties
from chalicelib.workflow.acts import system_act
from chalicelib.workflow.retention_run import begin_daily

SIDE_BY_SIDE = 10
"""As many connections as a client keeps open."""
AT_A_TIME = 100
RESERVE_MS = 15_000
"""What ticking `AT_A_TIME` cases may take at the slowest, with time to tell what failed."""

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
    ticked = sweep(cloud, _time_left(context))
    if failed:
        raise SweepIncomplete(f"{failed} of {failed + seen_to} parties")
    return {**ticked, "parties": seen_to}


def sweep(cloud: Platform, has_time: Callable[[], bool] = lambda: True) -> dict[str, int]:
    """Tick every case whose alarm fell due before the time over which timers are spread, several side by side, while
    the run `has_time`. One case's failure never stops the rest. Raises `SweepIncomplete` at the end.
    """
    act = system_act(cloud, "deadline-sweep")
    due = service.alarms_due(cloud, act.at - timedelta(seconds=cloud.settings.alarm_spread_seconds))
    ticked, failed = 0, 0
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        while has_time() and (some := list(islice(due, AT_A_TIME))):
            done = sum(pool.map(partial(_is_ticked, cloud, act), some))
            ticked, failed = ticked + done, failed + len(some) - done
    logger.info("swept", extra={"ticked": ticked, "failed": failed, "is_cut": not has_time()})
    if failed:
        raise SweepIncomplete(f"{failed} of {failed + ticked}")
    return {"ticked": ticked}


def _is_ticked(cloud: Platform, act: Act, case_id: str) -> bool:
    try:
        service.tick(cloud, case_id, act)
    except Exception:  # the edge of one case: logged, counted, raised together at the end
        logger.exception("tick failed", extra={"case_id": case_id})
        return False
    return True


def _time_left(context: Any) -> Callable[[], bool]:
    return lambda: context is None or context.get_remaining_time_in_millis() > RESERVE_MS
