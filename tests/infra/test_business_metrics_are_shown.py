"""What the dashboard draws and the alarms hear of our own events is what the relay counts, under the same name."""

import json
import re

from chalicelib.workflow.metrics import METRICS, SERVICE
from infra.package.build import ROOT
from tests.infra.conftest import Resources, of_type

NAMES = {metric.name for metric in METRICS}
NAMESPACE = "${AWS::StackName}"


def test_the_dashboard_shows_every_metric_and_no_other(resources: Resources) -> None:
    body = json.loads(resources["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"])
    drawn = [line for widget in body["widgets"] for line in widget["properties"]["metrics"] if line[0] == NAMESPACE]
    assert sorted(line[1] for line in drawn) == sorted(NAMES)
    assert {tuple(line[2:4]) for line in drawn} == {("service", SERVICE)}


def test_alarms_hear_metrics_that_are_counted(resources: Resources) -> None:
    alarms = [alarm["Properties"] for alarm in of_type(resources, "AWS::CloudWatch::Alarm").values()]
    ours = [alarm for alarm in alarms if {"Name": "service", "Value": SERVICE} in alarm.get("Dimensions", [])]
    assert {alarm["MetricName"] for alarm in ours} == {"StatutoryDatesPassed"} <= NAMES
    assert [alarm["Namespace"] for alarm in ours] == [{"Ref": "AWS::StackName"}]


def test_the_relay_counts_into_the_namespace_of_the_stack(template: Resources) -> None:
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    assert variables["POWERTOOLS_METRICS_NAMESPACE"] == {"Ref": "AWS::StackName"}


def test_operators_read_what_each_metric_counts() -> None:
    text = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| `([\w.]+)`", text, re.M)
    assert sorted(rows) == sorted((metric.name, metric.event_type) for metric in METRICS)


def test_every_alarm_of_ours_has_its_line_in_the_runbook() -> None:
    assert "| `StatutoryDatesAlarm` |" in (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
