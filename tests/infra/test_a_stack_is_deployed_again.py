"""A deployment shows what it would change, keeps what it is not told, and begins anew after a failed first try."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from moto import mock_aws
from moto.cloudformation.models import cloudformation_backends
from moto.core import DEFAULT_ACCOUNT_ID

from infra.change_set import Change, DeploymentError
from infra.deploy import NOT_EXECUTED, NotApproved, ask, deploy, main
from infra.package.build import TEMPLATE

REGION, STACK, BUCKET = "eu-west-1", "service", "artifacts"


class Account:
    """An account in memory; moto does not know termination protection, so it is noted here."""

    def __init__(self) -> None:
        self._session = boto3.Session(region_name=REGION, aws_access_key_id="a", aws_secret_access_key="b")
        self.protected: list[str] = []

    def client(self, service: str, **options: Any) -> Any:
        client = self._session.client(service, **options)
        client.meta.events.register("before-call.cloudformation.UpdateTerminationProtection", self._protect)
        return client

    def stack(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
        return found

    def values(self) -> dict[str, str]:
        return {one["ParameterKey"]: one["ParameterValue"] for one in self.stack()["Parameters"]}

    def leave(self, status: str) -> None:
        """What CloudFormation would have left behind."""
        (stack,) = cloudformation_backends[DEFAULT_ACCOUNT_ID][REGION].stacks.values()
        stack.status = status

    def _protect(self, params: dict[str, Any], **_: Any) -> tuple[AWSResponse, dict[str, Any]]:
        assert params["body"]["EnableTerminationProtection"] == "true"
        self.protected.append(params["body"]["StackName"])
        answer = AWSResponse("", 200, {}, None)
        return answer, {"ResponseMetadata": {"HTTPStatusCode": 200}}


@pytest.fixture
def account() -> Iterator[Account]:
    with mock_aws():
        found = Account()
        found.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        yield found


@pytest.fixture
def queue(tmp_path: Path) -> Path:
    return written(tmp_path, {"Inbox": {"Type": "AWS::SQS::Queue"}})


def written(directory: Path, resources: dict[str, Any]) -> Path:
    """A package with two parameters, one of them with a default."""
    parameters = {"Owner": {"Type": "String"}, "Level": {"Type": "String", "Default": "INFO"}}
    template = {"Parameters": parameters, "Resources": resources}
    (directory / TEMPLATE).write_text(json.dumps(template), encoding="utf-8")
    return directory


def test_what_would_change_is_shown_before_it_is_executed(account: Account, queue: Path) -> None:
    shown: list[Change] = []

    def refuse(changes: list[Change]) -> bool:
        shown.extend(changes)
        return False

    with pytest.raises(NotApproved, match="deploy-"):
        deploy(STACK, BUCKET, {"Owner": "a"}, package=queue, session=account, approve=refuse)
    assert shown == [Change("Add", "Inbox", "AWS::SQS::Queue")]
    assert account.stack()["StackStatus"] == "REVIEW_IN_PROGRESS"
    assert account.client("sqs").list_queues().get("QueueUrls", []) == []


def test_nobody_at_a_terminal_has_not_approved(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    assert ask([Change("Replace", "Table", "AWS::DynamoDB::Table")]) is False
    assert "Replace      Table (AWS::DynamoDB::Table)" in capsys.readouterr().err


def test_without_a_terminal_the_command_leaves_the_change_set_and_says_so(
    account: Account, queue: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    arguments = ["--stack-name", STACK, "--bucket", BUCKET, "--package", str(queue), "Owner=a"]
    assert main(arguments) == NOT_EXECUTED
    assert "Add          Inbox (AWS::SQS::Queue)" in capsys.readouterr().err
    assert account.stack()["StackStatus"] == "REVIEW_IN_PROGRESS"


@pytest.mark.parametrize("status", ["REVIEW_IN_PROGRESS", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED"])
def test_a_first_try_that_failed_does_not_stand_in_the_way(account: Account, queue: Path, status: str) -> None:
    deploy(STACK, BUCKET, {"Owner": "a"}, package=queue, session=account)
    failed = account.stack()["StackId"]
    account.leave(status)
    deploy(STACK, BUCKET, {"Owner": "b"}, package=queue, session=account)
    assert account.stack()["StackStatus"] == "CREATE_COMPLETE"
    assert account.stack()["StackId"] != failed
    assert account.values() == {"Owner": "b", "Level": "INFO"}


@pytest.mark.parametrize("status", ["UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_FAILED", "DELETE_FAILED"])
def test_a_stack_that_holds_data_is_not_touched_in_a_state_that_allows_no_update(
    account: Account, queue: Path, status: str
) -> None:
    deploy(STACK, BUCKET, {"Owner": "a"}, package=queue, session=account)
    account.leave(status)
    with pytest.raises(DeploymentError, match=status):
        deploy(STACK, BUCKET, {"Owner": "b"}, package=queue, session=account)


def test_parameters_that_are_not_given_keep_their_values(account: Account, queue: Path) -> None:
    deploy(STACK, BUCKET, {"Owner": "a", "Level": "DEBUG"}, package=queue, session=account)
    deploy(STACK, BUCKET, {"Owner": "b"}, package=queue, session=account)
    assert account.values() == {"Owner": "b", "Level": "DEBUG"}


def test_a_deployment_without_changes_asks_nobody(account: Account, queue: Path) -> None:
    given = {"Owner": "a", "Level": "DEBUG"}
    deploy(STACK, BUCKET, given, package=queue, session=account)

    def never(changes: list[Change]) -> bool:
        raise AssertionError(changes)

    deploy(STACK, BUCKET, {"Owner": "a"}, package=queue, session=account, approve=never)
    assert account.values() == given
    assert account.client("cloudformation").list_change_sets(StackName=STACK)["Summaries"][1:] == []


def test_termination_protection_is_on_after_every_deployment(account: Account, queue: Path) -> None:
    for _ in range(2):
        deploy(STACK, BUCKET, {"Owner": "a"}, package=queue, session=account)
    assert account.protected == [STACK, STACK]


def test_of_a_failed_first_try_only_what_has_to_be_kept_is_kept(resources: dict[str, Any]) -> None:
    """`Retain` would leave keys, buckets and queues of each failed try behind."""
    policies = {name: resource.get("DeletionPolicy") for name, resource in resources.items()}
    assert [name for name, policy in policies.items() if policy == "Retain"] == []
    assert "RetainExceptOnCreate" in policies.values()


def test_no_log_that_outlives_a_stack_has_a_name_that_the_next_stack_needs(resources: dict[str, Any]) -> None:
    logs = {name: it for name, it in resources.items() if it["Type"] == "AWS::Logs::LogGroup"}
    kept = {name: it["Properties"].get("LogGroupName") for name, it in logs.items() if "DeletionPolicy" in it}
    unique = {"Id": {"Fn::Select": [2, {"Fn::Split": ["/", {"Ref": "AWS::StackId"}]}]}}
    assert kept
    for name, group in kept.items():
        assert group is None or (group["Fn::Sub"][1] == unique and group["Fn::Sub"][0].endswith("-${Id}")), name


def test_the_account_is_changed_only_where_that_is_asked_for(template: dict[str, Any]) -> None:
    of_the_account = {name for name, it in template["Resources"].items() if it["Type"] == "AWS::ApiGateway::Account"}
    assert {template["Resources"][name]["Condition"] for name in of_the_account} == {"SetsGatewayRole"}
    assert template["Conditions"]["SetsGatewayRole"] == {"Fn::Equals": [{"Ref": "GatewayRole"}, "set"]}
    assert template["Parameters"]["GatewayRole"]["Default"] == "kept"
