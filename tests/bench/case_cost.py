"""What one case takes from the first registration to the archive, and what a thousand of them cost."""

import json
import os
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure, Kind
from tests.bench.observed_capacity import API, NOT_OF_A_CASE, Account, account_of
from tests.bench.observed_journey import Witnessed, walk

GROUP = "One case on the embedded cloud"
COST_GROUP = "Cost of 1,000 cases at the prices of tests/bench/prices.json"
PRICES = Path(__file__).with_name("prices.json")
TRANSITIONS_OF_A_WAKING_TIMER = 3
"""Tick, StillRunning, Stopped."""
FED_BY_A_QUEUE = ("Notify", "CheckIdentity", "ResolveMaterials", "JoinEffects", "ReceiveUpload")
LIMITS = {"transitions": 20, "invocations": 160, "read_units": 250, "write_units": 620}
"""Counted budgets: what one renewal takes today, and hardly more. The goals are 40, none, none and 550."""


def measure() -> list[Figure]:
    """Live through one case and count. A package that was built before may be named, as for the end-to-end tests."""
    built = os.environ.get("BUJIANMIAN_PACKAGE")
    witnessed = walk(Path(built) if built else None)
    account = account_of(witnessed)
    return [*_counts(witnessed, account), *_costs(quantities(witnessed, account))]


def quantities(witnessed: Witnessed, account: Account) -> dict[str, float]:
    """Of one case, by the names of the price table."""
    invocations = invocations_of(witnessed, account)
    told = witnessed.invocations
    messages = sum(invocations.get(name, 0) for name in FED_BY_A_QUEUE)
    return {
        "dynamodb_read_units": account.total.read_units,
        "dynamodb_write_units": account.total.all_write_units,
        "lambda_invocations": sum(invocations.values()),
        "lambda_gb_seconds": sum(
            count * told[name].median_ms / 1000 * told[name].memory_mb / 1024 for name, count in invocations.items()
        ),
        "step_functions_transitions": transitions_of(witnessed),
        "api_gateway_requests": sum(account.api_requests.values()),
        "eventbridge_events": account.operations["AWSEvents.PutEvents"],
        "sqs_requests": messages * _prices()["sqs_requests_per_message"],
        "kms_ecc_signatures": account.operations["TrentService.Sign"],
    }


def invocations_of(witnessed: Witnessed, account: Account) -> dict[str, int]:
    """By function; the API's without repeated looks, the clocks' with the wakings that are still to come."""
    found = {name: told.count for name, told in witnessed.invocations.items() if name not in NOT_OF_A_CASE}
    found[API] = sum(account.api_requests.values())
    if witnessed.sleeping_timers:
        found["ClockTask"] = found.get("ClockTask", 0) + witnessed.sleeping_timers
    return found


def transitions_of(witnessed: Witnessed) -> int:
    """Of all machines, with those that are still to come when the sleeping timers wake."""
    return sum(witnessed.transitions.values()) + witnessed.sleeping_timers * TRANSITIONS_OF_A_WAKING_TIMER


def _counts(witnessed: Witnessed, account: Account) -> list[Figure]:
    invocations, total = invocations_of(witnessed, account), account.total
    commands = sum(account.api_requests.values()) - account.api_requests["GET"]
    return [
        _counted("Step Functions transitions", transitions_of(witnessed), "", LIMITS["transitions"]),
        *(_counted(f"· {machine}", count, "") for machine, count in sorted(witnessed.transitions.items())),
        _counted(f"· {witnessed.sleeping_timers} timers that still have to wake, once each",
                 witnessed.sleeping_timers * TRANSITIONS_OF_A_WAKING_TIMER, ""),
        _counted("Lambda invocations", sum(invocations.values()), "", LIMITS["invocations"]),
        *(_counted(f"· {name}", count, "") for name, count in sorted(invocations.items(), key=lambda one: -one[1])),
        _counted("API requests that change something", commands, ""),
        _counted("API requests that read", account.api_requests["GET"], ""),
        _counted("· looked again while waiting, not counted anywhere", account.repeated_looks, ""),
        _counted("events on the bus", account.operations["AWSEvents.PutEvents"], ""),
        _counted("signatures by KMS", account.operations["TrentService.Sign"], ""),
        _counted("read units", total.read_units, "", LIMITS["read_units"]),
        *(_counted(f"· read by {name}", one.read_units, "") for name, one in sorted(account.consumed.items())),
        _counted("write units", total.all_write_units, "", LIMITS["write_units"]),
        *(_counted(f"· written by {name}", one.all_write_units, "") for name, one in sorted(account.consumed.items())),
        _counted("· of these in indexes", total.index_write_units, ""),
        _counted("rows written", total.rows_written, ""),
    ]  # fmt: skip


def _costs(taken: dict[str, float]) -> list[Figure]:
    prices = _prices()["per_million"]
    costs = {name: amount * prices[name] / 1_000_000 * 1000 for name, amount in taken.items()}
    lines = [
        Figure(COST_GROUP, f"{name.replace('_', ' ')} ({taken[name]:,.1f} a case)", cost, "USD")
        for name, cost in costs.items()
    ]
    return [*lines, Figure(COST_GROUP, "together", sum(costs.values()), "USD")]


def _counted(name: str, value: float, unit: str, limit: float | None = None) -> Figure:
    return Figure(GROUP, name, value, unit, limit, Kind.COUNTED)


def _prices() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(PRICES.read_text(encoding="utf-8"))
    return found
