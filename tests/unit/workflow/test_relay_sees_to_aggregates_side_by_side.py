"""One slow aggregate keeps nobody waiting, and what happens to one aggregate is told in its order."""

import threading

import pytest

from chalicelib.kernel.events import RecordedEvent
from chalicelib.workflow import relay
from chalicelib.workflow.relay import relay_records
from tests.support.cases import a_submitted_case, an_accepted_case, stored
from tests.support.machines import Machinery, stream_of
from tests.support.platform import FakePlatform

CASES = 8


@pytest.fixture
def machinery(cloud: FakePlatform) -> Machinery:
    return Machinery(cloud)


def records_of(cloud: FakePlatform, cases: int) -> list[dict[str, object]]:
    for number in range(cases):
        stored(cloud.table, a_submitted_case(case_id=f"case-{number}"))
        cloud.table.rows = {key: row for key, row in cloud.table.rows.items() if not key[0].startswith(("OPEN", "NUM"))}
    return stream_of(cloud.table.stream)


def test_as_many_are_seen_to_at_once_as_there_are(
    cloud: FakePlatform, machinery: Machinery, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All wait for each other: one after another they would wait for ever."""
    meeting = threading.Barrier(CASES, timeout=20)
    monkeypatch.setattr(relay, "wake", lambda cloud, event: meeting.wait())
    relay_records(cloud, records_of(cloud, CASES))
    assert machinery.sqs.letters == []
    assert meeting.n_waiting == 0 and not meeting.broken


def test_events_of_one_aggregate_start_what_they_start_in_order(
    cloud: FakePlatform, machinery: Machinery, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, list[int]] = {}

    def note(cloud: FakePlatform, event: RecordedEvent) -> None:
        seen.setdefault(event.aggregate_id, []).append(event.sequence)

    monkeypatch.setattr(relay, "begin", note)
    relay_records(cloud, records_of(cloud, CASES))
    assert len(seen) == CASES
    assert all(numbers == sorted(numbers) and len(numbers) > 1 for numbers in seen.values())


def test_an_aggregate_is_looked_at_once_a_batch(
    cloud: FakePlatform, machinery: Machinery, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much happened to it: what waits is answered by where it stands now."""
    woken: list[int] = []
    monkeypatch.setattr(relay, "wake", lambda cloud, event: woken.append(event.sequence))
    case = stored(cloud.table, an_accepted_case())
    relay_records(cloud, stream_of(cloud.table.stream))
    assert woken == [case.version]
