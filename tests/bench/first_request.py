"""What the first request of a cold process costs: the import of the application and everything behind it until the
answer. So what an import leaves out, and a first request has to make up for, is counted as well.
"""

import os
import pickle
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from app import app
from tests.bench.figures import Figure
from tests.bench.harness import edge_on, quiet_log
from tests.bench.import_cost import ROOT
from tests.bench.proxy_requests import CONTEXT, proxy_event
from tests.bench.recorded_aws import RecordedAws
from tests.integration.scenes import SCENES
from tests.integration.staging import Stage
from tests.support.cases import seeded_item, with_catalogue
from tests.support.round_trips import DeployedPlatform, deployed

GROUP = "First request of a cold process"
REQUESTS = ("GET /v1/health", "GET /v1/items/{item_code}", "GET /v1/cases/{case_id}", "POST /v1/cases")
FUNCTIONS = ("relay", "notify")
ROUNDS = 7
TIMED = (
    "import time; _before = time.process_time()\nimport chalicelib.workflow.{}\nprint(time.process_time() - _before)"
)


def measure(rounds: int = ROUNDS) -> list[Figure]:
    """All of them, one after another; the best of each counts."""
    figures: list[Figure] = []
    for name in REQUESTS:
        with tempfile.TemporaryDirectory() as directory:
            file = Path(directory) / "recorded"
            file.write_bytes(pickle.dumps(record(name)))
            figures += _figures(name, file, directory, rounds)
    with tempfile.TemporaryDirectory() as directory:
        for function in FUNCTIONS:
            best = min(_run(directory, "-c", TIMED.format(function))[0] for _ in range(rounds + 1))
            figures.append(Figure(GROUP, f"import of the function {function}", best * 1000, "ms"))
    return figures


def record(name: str) -> dict[str, Any]:
    """The request called `name`, and what AWS answers when a process that knows nothing yet serves it."""
    aws = RecordedAws()
    with aws.recording(), quiet_log():
        stage = Stage(with_catalogue(deployed(aws), seeded_item()), {})
        event = proxy_event(name, stage, SCENES[name](stage))
        (table,) = aws.client("dynamodb").list_tables()["TableNames"]
        cold = DeployedPlatform(replace(stage.cloud.settings, table_name=table), aws)
        with edge_on(cold), aws.listing() as answers:
            answer = app(event, CONTEXT)
    if answer["statusCode"] >= 300:  # noqa: PLR2004 - any success
        raise AssertionError(answer)
    return {"event": event, "settings": cold.settings, "now": cold.clock.now(), "answers": answers}


def _figures(name: str, file: Path, byte_code: str, rounds: int) -> list[Figure]:
    costs = [_run(byte_code, "-m", "tests.bench.cold_process", str(file)) for _ in range(rounds + 1)][1:]
    imported, first = (min(cost[part] for cost in costs) * 1000 for part in (0, 1))
    whole = min(sum(cost[:2]) for cost in costs) * 1000
    return [
        Figure(GROUP, name, whole, "ms"),
        Figure(GROUP, "· of this the import of the application", imported, "ms"),
        Figure(GROUP, "· of this everything after it", first, "ms"),
        Figure(GROUP, "· modules of ours that it has loaded", costs[0][2], "modules"),
    ]


def _run(byte_code: str, *arguments: str) -> list[float]:
    """The numbers that a process of its own prints as its last line; byte code at hand."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": byte_code, "AWS_LAMBDA_FUNCTION_NAME": "APIHandler"}
    command = [sys.executable, *arguments]
    told = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout
    return [float(number) for number in told.splitlines()[-1].split()]
