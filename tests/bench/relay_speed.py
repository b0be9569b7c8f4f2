"""How many events a second the relay tells, when each call of AWS takes five milliseconds as in a real account."""

import time
from collections.abc import Callable
from unittest.mock import patch

from chalicelib.workflow import relay
from tests.bench.figures import Figure
from tests.bench.harness import quiet_log
from tests.support.cases import a_submitted_case, stored
from tests.support.machines import Machinery, stream_of
from tests.support.memory_table import MemoryTable
from tests.support.platform import FakePlatform

GROUP = "The relay, with five milliseconds a call"
CALL_SECONDS = 0.005
BATCH = 50
"""Rows of history a batch, as in infra/resources/table.yaml: here of as many submitted cases."""


class Distant:
    """Something in memory whose methods take as long as a call over the network."""

    def __init__(self, inner: object) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> object:
        found = getattr(self._inner, name)
        return found if name == "exceptions" or not callable(found) else _late(found)


def measure() -> list[Figure]:
    """A batch told with one aggregate at a time, as before, and with several side by side."""
    with quiet_log():
        before, after = (_events_a_second(side_by_side) for side_by_side in (1, relay.SIDE_BY_SIDE))
    return [
        Figure(GROUP, "one aggregate after another", before, "events/s"),
        Figure(GROUP, f"{relay.SIDE_BY_SIDE} aggregates side by side", after, "events/s"),
        Figure(GROUP, "· together ÷ one after another", after / before, "×"),
    ]


def _late(call: Callable[..., object]) -> Callable[..., object]:
    def late(*arguments: object, **named: object) -> object:
        time.sleep(CALL_SECONDS)
        return call(*arguments, **named)

    return late


def _events_a_second(side_by_side: int) -> float:
    cloud = FakePlatform()
    for number in range(BATCH):
        stored(cloud.table, a_submitted_case(case_id=f"case-{number}"))
        cloud.table.rows = {key: row for key, row in cloud.table.rows.items() if not key[0].startswith(("OPEN", "NUM"))}
    records = stream_of(cloud.table.stream)
    machinery = Machinery(cloud)
    for adapter, client in ((cloud.orchestrator, machinery.steps), (cloud.bus, machinery.events)):
        adapter._client = Distant(client)
    cloud.table = _distant_table(cloud.table)
    with patch.object(relay, "SIDE_BY_SIDE", side_by_side):
        begun = time.perf_counter()
        relay.relay_records(cloud, records)
        taken = time.perf_counter() - begun
    return len(machinery.events.accepted) / taken


def _distant_table(table: MemoryTable) -> MemoryTable:
    distant: MemoryTable = Distant(table)  # type: ignore[assignment]
    return distant
