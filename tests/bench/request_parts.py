"""Where the CPU of a warm request goes: each part by itself, without what is told of other parts inside it.

The parts are functions, each with a stop watch around it that stands still while another part is at work. The watches
cost a few microseconds a request.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from statistics import median
from typing import Any
from unittest.mock import patch

from aws_lambda_powertools import Logger
from botocore.client import BaseClient
from pydantic import BaseModel

from chalicelib.aws import unit_of_work
from chalicelib.aws.table import DynamoTable
from chalicelib.http import edge, route_table
from chalicelib.http.tokens import Tokens
from chalicelib.kernel import aggregate
from tests.bench.figures import Figure
from tests.bench.handler_cpu import TURNS, WARM_UP, Recorded, answer, record
from tests.bench.harness import edge_on, quiet_log
from tests.bench.recorded_aws import RecordedAws

GROUP = "Where a warm request's CPU goes"
CHALICE = "Chalice"
PARTS: dict[str, tuple[tuple[Any, str], ...]] = {
    "edge": ((route_table, "serve"),),
    "token": ((Tokens, "verify"),),
    "log line": ((Logger, "info"),),
    "use case": ((edge, "_viewed"),),
    "reading JSON": ((BaseModel, "model_validate_json"),),
    "writing JSON": ((BaseModel, "model_dump_json"),),
    "events": ((aggregate, "seal"), (unit_of_work, "event_row")),
    "rows": ((DynamoTable, "_item"), (DynamoTable, "_read")),
    "AWS calls": ((BaseClient, "_make_api_call"),),
}


class Watch:
    """CPU seconds by part."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._running: list[str] = []
        self._since = 0.0

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Meanwhile time is `name`'s, and no other's."""
        self._charge()
        self._running.append(name)
        try:
            yield
        finally:
            self._charge()
            self._running.pop()

    def _charge(self) -> None:
        now = time.process_time()
        if self._running:
            self.spent[self._running[-1]] = self.spent.get(self._running[-1], 0.0) + now - self._since
        self._since = now

    def around(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, watched."""

        def watched(*args: Any, **options: Any) -> Any:
            with self.part(name):
                return function(*args, **options)

        return watched


def measure(turns: int = TURNS) -> list[Figure]:
    """All representative requests: one line each for its whole and its parts."""
    aws = RecordedAws()
    cloud, recorded = record(aws)
    figures: list[Figure] = []
    with quiet_log(), edge_on(cloud):
        for one in recorded:
            cloud.table = one.table
            spent = [_watched(one) for _ in range(turns)][WARM_UP:]
            parts = {name: median(turn.get(name, 0.0) for turn in spent) for name in (CHALICE, *PARTS)}
            figures.append(Figure(GROUP, one.name, sum(parts.values()) * 1000, "ms"))
            figures += [Figure(GROUP, f"· {name}", cost * 1000, "ms") for name, cost in parts.items() if cost]
    return figures


def _watched(one: Recorded) -> dict[str, float]:
    watch = Watch()
    with ExitStack() as stack:
        for name, functions in PARTS.items():
            for owner, attribute in functions:
                stack.enter_context(patch.object(owner, attribute, _replacement(watch, name, owner, attribute)))
        with watch.part(CHALICE):
            answer(one.event)
    return watch.spent


def _replacement(watch: Watch, name: str, owner: Any, attribute: str) -> Any:
    standing = vars(owner)[attribute]
    if isinstance(standing, classmethod):
        return classmethod(watch.around(name, standing.__func__))
    return watch.around(name, standing)
