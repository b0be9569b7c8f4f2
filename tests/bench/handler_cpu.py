"""CPU of a request, beside the CPU of the AWS calls that it makes.

The real application is called with the event of API Gateway; its clients are answered from memory. The baseline asks
clients that nobody configured for the same operations with the same parameters. Both take turns, so that the machine's
moods hit both, and the middle of many turns counts.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from app import app
from chalicelib.aws.table import Table
from tests.bench.figures import Figure
from tests.bench.harness import edge_on, quiet_log
from tests.bench.loopback import http_client_seconds
from tests.bench.proxy_requests import CONTEXT, REQUESTS, proxy_event
from tests.bench.recorded_aws import AwsCall, RecordedAws
from tests.integration.staging import Stage
from tests.support.cases import seeded_item, with_catalogue
from tests.support.publishing import warm_up
from tests.support.round_trips import DeployedPlatform, deployed, with_empty_table

GROUP = "CPU of a warm request"
TURNS = 150
WARM_UP = 40
LIMIT_MS = 6.0
LIMIT_RATIO, LIMIT_WITH_HTTP = 1.3, 1.4


@dataclass(frozen=True)
class Recorded:
    """A request that can be repeated: its event, the table it was recorded on, and its AWS calls."""

    name: str
    event: dict[str, Any]
    table: Table
    calls: list[AwsCall]


@dataclass(frozen=True)
class Cost:
    """CPU seconds of the whole request and of its AWS calls alone."""

    request: float
    calls: float


def measure(turns: int = TURNS) -> list[Figure]:
    """All representative requests, one after another."""
    aws = RecordedAws()
    cloud, recorded = record(aws)
    http, figures = http_client_seconds(), []
    with quiet_log(), edge_on(cloud):
        for one in recorded:
            cloud.table = one.table
            figures += _figures(one, _cost(one, turns), http)
    return [*figures, Figure(GROUP, "HTTP client under botocore, per call (no TLS)", http * 1000, "ms")]


def record(aws: RecordedAws) -> tuple[DeployedPlatform, list[Recorded]]:
    """Every request once for real, in a warm process."""
    with aws.recording():
        cloud = deployed(aws)
        warm_up(with_catalogue(cloud, seeded_item()), seeded_item())
        assert cloud.token_key.public_key and cloud.secrets.keyed_hash("warm", "up")
        with quiet_log(), edge_on(cloud):
            return cloud, [_recorded(aws, cloud, name) for name in REQUESTS]


def _recorded(aws: RecordedAws, cloud: DeployedPlatform, name: str) -> Recorded:
    with_empty_table(cloud, aws)
    stage = Stage(cloud, {})
    event = proxy_event(name, stage, REQUESTS[name](stage))
    return Recorded(name, event, cloud.table, aws.calls_of(lambda: answer(event)))


def answer(event: dict[str, Any]) -> None:
    """Have the application answer, and well."""
    answered = app(event, CONTEXT)
    if answered["statusCode"] >= 300:  # noqa: PLR2004 - any success
        raise AssertionError(f"{event['httpMethod']} {event['path']}: {answered}")


def _cost(one: Recorded, turns: int) -> Cost:
    costs = [(_seconds(lambda: answer(one.event)), _seconds(lambda: _repeat(one.calls))) for _ in range(turns)]
    requests, calls = zip(*costs[WARM_UP:], strict=True)
    return Cost(median(requests), median(calls))


def _repeat(calls: list[AwsCall]) -> None:
    for call in calls:
        call.repeat()


def _seconds(act: Callable[[], None]) -> float:
    before = time.process_time()
    act()
    return time.process_time() - before


def _figures(one: Recorded, cost: Cost, http: float) -> list[Figure]:
    figures = [Figure(GROUP, one.name, cost.request * 1000, "ms", LIMIT_MS)]
    if one.calls:
        network = http * sum(not call.presigned for call in one.calls)
        beside = (cost.request + network) / (cost.calls + network)
        calls = "+".join(call.operation for call in one.calls)
        figures += [
            Figure(GROUP, f"· {calls} alone", cost.calls * 1000, "ms"),
            Figure(GROUP, "· request ÷ its AWS calls", cost.request / cost.calls, "×", LIMIT_RATIO),
            Figure(GROUP, "· the same with their HTTP client", beside, "×", LIMIT_WITH_HTTP),
        ]
    return figures
