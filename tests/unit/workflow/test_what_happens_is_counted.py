"""Business metrics: each event counts once under its name, in the form that CloudWatch documents for log lines."""

import importlib
import json
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest

import chalicelib
from chalicelib.aws.outage import Outage
from chalicelib.kernel.chain import GENESIS
from chalicelib.kernel.events import SYSTEM, Event, RecordedEvent
from chalicelib.workflow.metrics import METRICS, count
from chalicelib.workflow.relay import relay_records
from tests.support.cases import MONDAY, a_submitted_case, stored
from tests.support.machines import Machinery, stream_of
from tests.support.platform import FakePlatform

Capture = pytest.CaptureFixture[str]

PASSED = {"clock": 1, "kind": "HANDLING", "fell_due_at": "2026-03-02T01:00:00Z"}
SAMPLES: list[tuple[str, dict[str, Any], dict[str, list[float]]]] = [
    ("case.Submitted", {"round": 1}, {"CasesSubmitted": [1]}),
    ("case.Submitted", {"round": 2}, {"CasesCorrected": [1]}),
    ("case.CorrectionRequested", {"points": ["m:a"]}, {"CorrectionsRequested": [1]}),
    (
        "case.CorrectionRequested",
        {"points": ["m:a"], "shared": ["a", "b"]},
        {"CorrectionsRequested": [1], "MaterialsAskedTwice": [2]},
    ),
    ("case.RequestRefused", {"materials": ["a"]}, {"RepeatRequestsRefused": [1]}),
    ("case.DeemedAccepted", {}, {"CasesDeemedAccepted": [1]}),
    ("case.Decided", {"outcome": "DENIED"}, {"CasesDecided": [1]}),
    ("case.TacitlyApproved", {}, {"CasesTacitlyApproved": [1]}),
    ("case.ClockAlarmRaised", {**PASSED, "alarm": "PROMISED_PASSED"}, {"PromisedDatesPassed": [1]}),
    ("case.ClockAlarmRaised", {**PASSED, "alarm": "STATUTORY_PASSED"}, {"StatutoryDatesPassed": [1]}),
    ("case.ClockAlarmRaised", {**PASSED, "alarm": "YELLOW_CARD"}, {"YellowCards": [1]}),
    ("case.ClockAlarmRaised", {**PASSED, "alarm": "RED_CARD"}, {"RedCards": [1]}),
    ("case.ClockAlarmRaised", {**PASSED, "alarm": "WARNING"}, {}),
    (
        "case.ClockAlarmRaised",
        {**PASSED, "alarm": "STATUTORY_PASSED", "kind": "SERVICE"},
        {"StatutoryDatesPassed": [1]},
    ),
    ("case.ClockAlarmRaised", {**PASSED, "alarm": "STATUTORY_PASSED", "kind": "CHECK"}, {}),
    ("case.ClockAlarmRaised", {**PASSED, "alarm": "STATUTORY_PASSED", "kind": "CORRECTION"}, {}),
    ("case.ClockAlarmRaised", {**PASSED, "alarm": "RED_CARD", "kind": "EVALUATION"}, {}),
    ("payment.Settled", {"amount_fen": 1250}, {"PaymentsSettled": [1], "FenSettled": [1250]}),
    ("delivery.Signed", {}, {"ParcelsSigned": [1]}),
    ("delivery.HandedOver", {}, {"DocumentsHandedOver": [1]}),
    ("case.Delivered", {}, {"CasesDelivered": [1]}),
    ("case.FormSaved", {}, {}),
    ("payment.Settled", {"amount_fen": "much"}, {"PaymentsSettled": [1]}),
    ("case.Submitted", {}, {}),
    ("nobody.Knows", {}, {}),
]


def an_event(type: str, data: dict[str, Any]) -> RecordedEvent:
    return RecordedEvent(
        aggregate_id="case-1",
        sequence=1,
        type=type,
        at=MONDAY,
        actor=SYSTEM,
        correlation_id="correlation-1",
        data=data,
        previous_hash=GENESIS,
        hash=GENESIS,
    )


def lines(capsys: Capture) -> list[dict[str, Any]]:
    """The lines in the embedded metric format that were printed."""
    printed = capsys.readouterr().out.splitlines()
    return [json.loads(line) for line in printed if '"_aws"' in line]


def counted(capsys: Capture) -> dict[str, list[float]]:
    """What the lines say, by metric."""
    found: dict[str, list[float]] = {}
    for line in lines(capsys):
        for metric in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]:
            found.setdefault(metric["Name"], []).extend(line[metric["Name"]])
    return found


@pytest.mark.parametrize(("type", "data", "expected"), SAMPLES)
def test_an_event_counts_once_under_its_names(
    type: str, data: dict[str, Any], expected: dict[str, list[float]], capsys: Capture
) -> None:
    count("stack", [an_event(type, data)])
    assert counted(capsys) == expected


def test_every_metric_has_a_sample() -> None:
    assert {name for _, _, expected in SAMPLES for name in expected} == {metric.name for metric in METRICS}


def test_every_event_type_of_the_table_is_recorded_somewhere() -> None:
    assert {metric.event_type for metric in METRICS} <= set(_event_types())


def test_a_line_is_as_cloudwatch_documents_it(capsys: Capture) -> None:
    """Namespace up to 1024 characters, up to 30 dimensions, up to 100 metrics, numbers in lists of up to 100, units
    of its list.
    """
    count("stack", [an_event(type, data) for type, data, _ in SAMPLES])
    (line,) = lines(capsys)
    assert isinstance(line["_aws"]["Timestamp"], int)
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert (directive["Namespace"], directive["Dimensions"]) == ("stack", [["service"]])
    assert line["service"] == "bujianmian"
    names = [metric["Name"] for metric in directive["Metrics"]]
    assert sorted(names) == sorted({metric.name for metric in METRICS})
    assert len(names) <= 100
    assert {metric["Name"]: metric["Unit"] for metric in directive["Metrics"]} == {
        name: "None" if name == "FenSettled" else "Count" for name in names
    }
    assert set(line) == {"_aws", "service", *names}, "nothing else of the events"


def test_more_than_a_hundred_values_go_into_several_lines(capsys: Capture) -> None:
    count("stack", [an_event("case.Decided", {})] * 250)
    found = [line["CasesDecided"] for line in lines(capsys)]
    assert [len(values) for values in found] == [100, 100, 50]


def test_the_relay_counts_what_it_told(cloud: FakePlatform, capsys: Capture) -> None:
    Machinery(cloud)
    stored(cloud.table, a_submitted_case())
    relay_records(cloud, stream_of(cloud.table.stream))
    assert counted(capsys) == {"CasesSubmitted": [1]}


def test_a_batch_that_comes_again_after_an_outage_counts_once(cloud: FakePlatform, capsys: Capture) -> None:
    machinery = Machinery(cloud)
    stored(cloud.table, a_submitted_case())
    records = stream_of(cloud.table.stream)
    machinery.events.down = True
    with pytest.raises(Outage):
        relay_records(cloud, records)
    assert counted(capsys) == {}
    machinery.events.down = False
    relay_records(cloud, records)
    assert counted(capsys) == {"CasesSubmitted": [1]}


def test_what_was_parked_counts_when_it_is_replayed(cloud: FakePlatform, capsys: Capture) -> None:
    machinery = Machinery(cloud)
    stored(cloud.table, a_submitted_case())
    machinery.events.refuses = lambda event: event["type"] == "case.Submitted"
    relay_records(cloud, stream_of(cloud.table.stream))
    assert counted(capsys) == {}
    machinery.events.refuses = lambda event: False
    relay_records(cloud, [letter["record"] for letter in machinery.sqs.letters])
    assert counted(capsys) == {"CasesSubmitted": [1]}


def _event_types() -> Iterator[str]:
    for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
        if module.name.endswith("events"):
            importlib.import_module(module.name)
    waiting = Event.__subclasses__()
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("chalicelib.") and "type" in vars(kind):
            yield kind.type
