"""One application on the embedded cloud, through all eight steps, with a witness: what the whole case really took."""

import contextlib
import hashlib
import json
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from infra.local import cloud as embedded
from infra.local import processes
from infra.local.cloud import STACK, STATE, Cloud
from infra.local.journey import Cast, Journey
from infra.local.operating import fill
from infra.local.people import Sandbox
from infra.local.processes import Running
from infra.package.build import ROOT

WITNESSED_STATE = STATE / "bench"
QUIET_SECONDS = 3.0
REPORT = re.compile(r"REPORT RequestId.*?\tDuration: ([\d.]+) ms.*?Memory Size: (\d+) MB")
Line = dict[str, Any]


@dataclass(frozen=True)
class Invocations:
    """How often a function ran, how long usually (wall milliseconds here), and how much memory it has (MB)."""

    count: int
    median_ms: float
    memory_mb: int


@dataclass(frozen=True)
class Witnessed:
    """The journey as the emulator saw it; `seeding` is how many of the lines came before the first step."""

    lines: Sequence[Line]
    seeding: int
    functions: Mapping[str, str]
    """Function by the access key under which it calls AWS."""
    invocations: Mapping[str, Invocations]
    transitions: Mapping[str, int]
    sleeping_timers: int
    """Deadline clocks that will find, when they wake, that their clock has stopped."""


def walk(package: Path | None = None, state: Path = WITNESSED_STATE) -> Witnessed:
    """Bring up a fresh embedded cloud, live through one case, and end it."""
    shutil.rmtree(state, ignore_errors=True)
    file = state / "witness.jsonl"
    try:
        with _witnessed_by(file):
            cloud = embedded.start(state)
        embedded.bring_up(cloud, package)
        fill(cloud)
        _wait_until_quiet(file)
        seeding, begun = len(_lines(file)), time.time()
        _live(cloud)
        _wait_until_quiet(file)
        return _told(cloud, _lines(file), seeding, begun)
    finally:
        embedded.discard(state)


def _live(cloud: Cloud) -> None:
    sandbox = Sandbox(cloud.sandbox.url)
    Journey(Cast.gather(cloud.base_url, sandbox), sandbox, lambda step, text: None).walk()


@contextlib.contextmanager
def _witnessed_by(file: Path) -> Iterator[None]:
    """The emulator that is started meanwhile writes down what it is asked."""
    start = processes.start

    def observed(
        name: str, state: Path, command: Sequence[str], port: int, *, environment: Mapping[str, str], **options: Any
    ) -> Running:
        if name == "emulator":
            command = [sys.executable, "-m", "tests.bench.observed_emulator"]
            environment = {**environment, "OBSERVED": str(file), "PYTHONPATH": str(ROOT)}
        return start(name, state, command, port, environment=environment, **options)

    with patch.object(processes, "start", observed):
        yield


def _wait_until_quiet(file: Path) -> None:
    """The last events are still on their way when all is entered, or when the last person has their answer."""
    size = -1
    while size != (size := file.stat().st_size):
        time.sleep(QUIET_SECONDS)


def _lines(file: Path) -> list[Line]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _told(cloud: Cloud, lines: list[Line], seeding: int, begun: float) -> Witnessed:
    functions = cloud.client("lambda").list_functions()["Functions"]
    executions = list(_executions(cloud.client("stepfunctions")))
    transitions: Counter[str] = Counter()
    for machine, _, entered in executions:
        transitions[machine] += entered
    transitions["review"] += _inside_maps(lines[seeding:])
    return Witnessed(
        lines=lines,
        seeding=seeding,
        functions={_access_key(function): _short(function["FunctionName"]) for function in functions},
        invocations=dict(_invocations(cloud, [function["FunctionName"] for function in functions], begun)),
        transitions=transitions,
        sleeping_timers=sum(machine == "deadline-clock" and status == "RUNNING" for machine, status, _ in executions),
    )


def _inside_maps(lines: Sequence[Line]) -> int:
    """States that `review` entered inside its maps, which the emulator's histories leave out: one a stage, and
    one a desk, each of which has left its token.
    """
    keys = (line["request"]["Item"]["sk"]["S"] for line in lines if line.get("operation") == "DynamoDB.PutItem")
    desks = {key for key in keys if key.startswith("WAIT#opinion:")}
    return len(desks) + len({desk.split(":")[1] for desk in desks})


def _executions(machines: Any) -> Iterator[tuple[str, str, int]]:
    """Machine, status and number of states entered, of every execution."""
    for machine in machines.list_state_machines()["stateMachines"]:
        for execution in machines.list_executions(stateMachineArn=machine["stateMachineArn"])["executions"]:
            pages = machines.get_paginator("get_execution_history").paginate(executionArn=execution["executionArn"])
            events = [event["type"] for page in pages for event in page["events"]]
            entered = sum(event.endswith("StateEntered") for event in events)
            yield machine["name"].removeprefix(f"{STACK}-"), execution["status"], entered


def _invocations(cloud: Cloud, names: Sequence[str], since: float) -> Iterator[tuple[str, Invocations]]:
    """From the report that ends each invocation in a function's log; since that instant (epoch seconds)."""
    logs = cloud.client("logs").get_paginator("filter_log_events")
    for name in names:
        with contextlib.suppress(cloud.client("logs").exceptions.ResourceNotFoundException):
            group, begun = f"/aws/lambda/{name}", int(since * 1000)
            pages = logs.paginate(logGroupName=group, filterPattern="REPORT", startTime=begun)
            told = [REPORT.search(event["message"]) for page in pages for event in page["events"]]
            reports = [(float(report[1]), int(report[2])) for report in told if report]
            if reports:
                usual = median(duration for duration, _ in reports)
                yield _short(name), Invocations(len(reports), usual, reports[0][1])


def _access_key(function: Mapping[str, Any]) -> str:
    """Under which key the emulator lets a function act: derived from the function and its role."""
    digest = hashlib.sha256(f"{function['FunctionArn']}:{function['Role']}".encode()).hexdigest()
    return f"ASIA{digest[:16].upper()}"


def _short(function: str) -> str:
    """`Relay` of `bujianmian-Relay-B081E1243492E`."""
    return function.removeprefix(f"{STACK}-").rpartition("-")[0]
