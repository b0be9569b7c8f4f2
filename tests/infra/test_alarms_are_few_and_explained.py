"""Every alarm has its line in the runbook, and what is throttled, waits, is slow or fails raises one."""

import re

import pytest

from infra.package.build import ROOT
from infra.package.merge import members
from tests.infra.conftest import Resources, of_type

RESOURCES = ROOT / "infra" / "resources"
CONSUMERS = members(RESOURCES / "consumers.yaml")
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
ROWS = re.search(r"\| Alarm \| Means \| Do \|\n\|[-|]+\|\n((?:\|.*\n)+)", RUNBOOK)
CELLS = 3
"""Of a row: alarm, what it means, what to do."""


def patterns() -> dict[str, list[str]]:
    """The alarms of each line, as the runbook writes them, with its cells."""
    assert ROWS
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in ROWS[1].splitlines()]
    return {name: cells for cells in lines for name in re.findall(r"`([^`]+)`", cells[0])}


def expression(pattern: str) -> str:
    """`…Alarm` is any member's, `<Function>Alarm` that of a function."""
    functions = "|".join(members(RESOURCES / "function_alarms.yaml"))
    return re.escape(pattern).replace("…", r"\w+").replace("<Function>", f"(?:{functions})")


def test_every_alarm_has_one_line_that_says_what_to_do(resources: Resources) -> None:
    alarms = of_type(resources, "AWS::CloudWatch::Alarm")
    lines = {name: [one for one in patterns() if re.fullmatch(expression(one), name)] for name in alarms}
    assert {name: found for name, found in lines.items() if len(found) != 1} == {}


def test_every_line_is_about_an_alarm_that_there_is(resources: Resources) -> None:
    alarms = of_type(resources, "AWS::CloudWatch::Alarm")
    for pattern, cells in patterns().items():
        assert any(re.fullmatch(expression(pattern), name) for name in alarms), pattern
        assert len([cell for cell in cells if cell]) == CELLS, pattern


@pytest.mark.parametrize("name", CONSUMERS)
def test_events_that_wait_for_a_consumer_are_heard_of(name: str, resources: Resources) -> None:
    alarm = resources[f"{name}WaitingAlarm"]["Properties"]
    assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/SQS", "ApproximateAgeOfOldestMessage")
    assert alarm["Dimensions"] == [{"Name": "QueueName", "Value": {"Fn::GetAtt": [f"{name}Inbox", "QueueName"]}}]


def test_throttled_functions_are_heard_of(resources: Resources) -> None:
    alarm = resources["FunctionsThrottledAlarm"]["Properties"]
    assert (alarm["Namespace"], alarm["MetricName"], alarm.get("Dimensions")) == ("AWS/Lambda", "Throttles", None)


@pytest.mark.parametrize(
    ("name", "operation"), [("TableWritesThrottledAlarm", "TransactWriteItems"), ("TableReadsThrottledAlarm", "Query")]
)
def test_a_throttled_table_is_heard_of(name: str, operation: str, resources: Resources) -> None:
    alarm = resources[name]["Properties"]
    assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/DynamoDB", "ThrottledRequests")
    table, called = alarm["Dimensions"]
    assert table == {"Name": "TableName", "Value": {"Ref": "Table"}}
    assert called == {"Name": "Operation", "Value": operation}


def test_a_slow_api_and_callers_turned_away_are_heard_of(resources: Resources) -> None:
    latency = resources["ApiLatencyAlarm"]["Properties"]
    assert (latency["MetricName"], latency["ExtendedStatistic"]) == ("Latency", "p95")
    refused = resources["RefusedCallers"]["Properties"]
    assert refused["LogGroupName"] == {"Ref": "ApiAccessLog"}
    assert set(re.findall(r'"(\w+)"', refused["FilterPattern"])) == {"THROTTLED", "WAF_FILTERED"}
    assert resources["RefusedCallersAlarm"]["Properties"]["MetricName"] == "RefusedCallers"
    assert '"error":"$context.error.responseType"' in resources["RestAPI"]["Properties"]["AccessLogSetting"]["Format"]


def test_invocations_that_fail_lie_in_a_queue_that_is_heard_of(resources: Resources) -> None:
    for name, rule in of_type(resources, "AWS::Events::Rule").items():
        for target in rule["Properties"]["Targets"]:
            queue = target["DeadLetterConfig"]["Arn"]["Fn::GetAtt"][0]
            assert f"{queue}Alarm" in resources, name
