"""Alarms reach the operators' topic, logs end some day, and a payment that does not add up is heard of."""

import pytest

from infra.package.build import ROOT
from infra.package.merge import members
from tests.infra.conftest import Resources, of_type

SENT = {"Fn::If": ["AlarmsAreSent", [{"Ref": "AlarmTopicArn"}], []]}
MACHINES = members(ROOT / "infra" / "resources" / "machines.yaml")


def test_every_alarm_goes_to_the_topic_if_there_is_one(resources: Resources) -> None:
    alarms = of_type(resources, "AWS::CloudWatch::Alarm")
    assert alarms
    assert [name for name, alarm in alarms.items() if alarm["Properties"].get("AlarmActions") != SENT] == []


def test_without_a_topic_alarms_are_sent_to_nobody(template: Resources) -> None:
    assert template["Conditions"]["AlarmsAreSent"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "AlarmTopicArn"}, ""]}]}


@pytest.mark.parametrize("name", MACHINES)
def test_log_of_a_machine_is_kept_for_a_limited_time(name: str, resources: Resources) -> None:
    assert resources[f"{name}MachineLog"]["Properties"]["RetentionInDays"] == 180
    (destination,) = resources[f"{name}Machine"]["Properties"]["Logging"]["Destinations"]
    assert destination == {"CloudWatchLogsLogGroup": {"LogGroupArn": {"Fn::GetAtt": [f"{name}MachineLog", "Arn"]}}}


def test_access_log_of_the_api_is_kept_for_half_a_year(resources: Resources) -> None:
    assert resources["ApiAccessLog"]["Properties"]["RetentionInDays"] == 180
    setting = resources["RestAPI"]["Properties"]["AccessLogSetting"]
    assert setting["DestinationArn"] == {"Fn::GetAtt": ["ApiAccessLog", "Arn"]}


def test_no_log_is_kept_for_ever(resources: Resources) -> None:
    logs = of_type(resources, "AWS::Logs::LogGroup")
    assert [name for name, log in logs.items() if "RetentionInDays" not in log["Properties"]] == []


@pytest.mark.parametrize(
    ("word", "metric", "groups"),
    [
        ("payment-alert", "PaymentAlerts", {"ApiHandlerLogGroup", "PaymentTaskLogGroup"}),
        ("calendar-alert", "CalendarAlerts", {"JoinEffectsLogGroup"}),
        ("look-alert", "LookAlerts", {"JoinEffectsLogGroup"}),
    ],
)
def test_a_word_of_alarm_in_a_log_is_heard(resources: Resources, word: str, metric: str, groups: set[str]) -> None:
    """A payment that does not add up; a due date that rests on a year nobody has announced."""
    everything = of_type(resources, "AWS::Logs::MetricFilter").values()
    filters = [one["Properties"] for one in everything if one["Properties"]["FilterPattern"] == f'"{word}"']
    assert {one["LogGroupName"]["Ref"] for one in filters} == groups
    alarm = resources[f"{metric}Alarm"]["Properties"]
    for (told,) in (one["MetricTransformations"] for one in filters):
        assert (told["MetricNamespace"], told["MetricName"]) == (alarm["Namespace"], metric)
    assert alarm["MetricName"] == metric
