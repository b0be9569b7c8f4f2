"""Every function has a policy of its own, a log that ends, an alarm, limits, and a place for what it cannot handle."""

import json
from typing import Any

import pytest

from infra.package.build import CHALICE_STAGE, ROOT
from infra.package.merge import members
from tests.infra.conftest import Resources, of_type

CHALICE = ROOT / ".chalice"
RESOURCES = ROOT / "infra" / "resources"
CONFIG: dict[str, Any] = json.loads((CHALICE / "config.json").read_text(encoding="utf-8"))
CONFIGURED: dict[str, Any] = CONFIG["stages"][CHALICE_STAGE]["lambda_functions"]
API = "api_handler"
LONGEST = {API: 29, "carry_out_jobs": 300, "lifecycle_task": 300, "receive_upload": 150}
"""Seconds; a job longer than that is handed on to the next function."""
WITHOUT_RESOURCE = {"WriteTraces", "AnswerWaits", "ListStreams"}
"""These actions are not bound to a resource; an answer to a wait needs its token, which nobody can guess."""


def logical_id(function: str) -> str:
    """Chalice's logical id of a function: its name in camel case, the API's being an exception."""
    return "APIHandler" if function == API else "".join(word.capitalize() for word in function.split("_"))


def test_functions_are_those_of_the_configuration(functions: Resources) -> None:
    assert set(functions) == {logical_id(name) for name in CONFIGURED}


def test_policies_belong_to_one_function_each() -> None:
    files = [settings["iam_policy_file"] for settings in CONFIGURED.values()]
    assert sorted(files) == sorted(path.name for path in CHALICE.glob("policy-*.json"))


@pytest.mark.parametrize("name", CONFIGURED)
class TestFunction:
    def test_role_holds_exactly_the_policy_file(self, name: str, functions: Resources, resources: Resources) -> None:
        role = functions[logical_id(name)]["Properties"]["Role"]["Fn::GetAtt"][0]
        policies = resources[role]["Properties"]["Policies"]
        written = json.loads((CHALICE / CONFIGURED[name]["iam_policy_file"]).read_text(encoding="utf-8"))
        assert [policy["PolicyDocument"]["Statement"] for policy in policies] == [written["Statement"]]
        assert "ManagedPolicyArns" not in resources[role]["Properties"]

    def test_policy_names_actions_and_resources(self, name: str) -> None:
        written = json.loads((CHALICE / CONFIGURED[name]["iam_policy_file"]).read_text(encoding="utf-8"))
        for statement in written["Statement"]:
            assert [action for action in statement["Action"] if "*" in action] == []
            assert statement["Resource"] != "*" or statement["Sid"] in WITHOUT_RESOURCE

    def test_log_is_kept_for_a_limited_time(self, name: str, resources: Resources) -> None:
        group = f"/aws/lambda/${{{logical_id(name)}}}"
        kept = [
            log["Properties"]["RetentionInDays"]
            for log in of_type(resources, "AWS::Logs::LogGroup").values()
            if log["Properties"].get("LogGroupName") == {"Fn::Sub": group}
        ]
        assert kept == [CONFIG["log_retention_in_days"]]

    def test_failing_is_heard_of(self, name: str, resources: Resources) -> None:
        alarm = resources[f"{logical_id(name)}Alarm"]["Properties"]
        assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/Lambda", "Errors")
        assert alarm["Dimensions"] == [{"Name": "FunctionName", "Value": {"Ref": logical_id(name)}}]

    def test_time_and_memory_are_limited(self, name: str, functions: Resources) -> None:
        properties = functions[logical_id(name)]["Properties"]
        assert properties["Timeout"] <= LONGEST.get(name, 60)
        assert 256 <= properties["MemorySize"] <= 1024


def test_dead_letters_of_every_asynchronous_function_raise_an_alarm(resources: Resources) -> None:
    asynchronous = {"Relay", "Revive", "SweepDeadlines", *members(RESOURCES / "consumers.yaml")}
    assert asynchronous == set(members(RESOURCES / "dead_letters.yaml"))
    for name in asynchronous:
        alarm = resources[f"{name}DeadLettersAlarm"]["Properties"]
        assert alarm["MetricName"] == "ApproximateNumberOfMessagesVisible"
        assert alarm["Threshold"] == 0


def test_consumers_retry_before_an_event_is_set_aside(resources: Resources) -> None:
    for name in members(RESOURCES / "consumers.yaml"):
        inbox = resources[f"{name}Inbox"]["Properties"]
        assert inbox["RedrivePolicy"] == {
            "deadLetterTargetArn": {"Fn::GetAtt": [f"{name}DeadLetters", "Arn"]},
            "maxReceiveCount": 5,
        }


def test_relay_takes_events_of_the_stream_apart(resources: Resources) -> None:
    mapping = resources["RelayStream"]["Properties"]
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["BisectBatchOnFunctionError"] is True
    assert mapping["MaximumRetryAttempts"] == -1, "an outage is waited for as long as the stream remembers"
    assert mapping["ParallelizationFactor"] == 1, "an aggregate's events are items of their own"
    assert mapping["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": ["RelayDeadLetters", "Arn"]}


def test_failed_and_late_executions_of_every_machine_raise_an_alarm(resources: Resources) -> None:
    for name in members(RESOURCES / "machines.yaml"):
        metrics = {resources[f"{name}{kind}Alarm"]["Properties"]["MetricName"] for kind in ("Failed", "Late")}
        assert metrics == {"ExecutionsFailed", "ExecutionsTimedOut"}
