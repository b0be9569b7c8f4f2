"""State machines, the bus and queues, against AWS as moto has it."""

import json
from contextlib import nullcontext
from datetime import UTC, datetime

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from chalicelib.aws.bus import Bus, NotPublished
from chalicelib.aws.orchestrator import Orchestrator, Standing
from chalicelib.aws.queue import Queue
from tests.support.dynamo import REGION
from tests.support.histories import ledger_with
from tests.support.machines import FakeEvents

PREFIX = f"arn:aws-cn:states:{REGION}:123456789012:stateMachine:stack-"
WAITS = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 3600, "End": True}}}


@pytest.fixture
def orchestrator(aws: None) -> Orchestrator:
    client = boto3.client("stepfunctions", region_name=REGION)
    if not client.list_state_machines()["stateMachines"]:
        role = f"arn:aws-cn:iam::123456789012:role/{REGION}"
        client.create_state_machine(name="stack-review", definition=json.dumps(WAITS), roleArn=role)
    prefix = client.list_state_machines()["stateMachines"][0]["stateMachineArn"].removesuffix("review")
    return Orchestrator(client, prefix)


def test_an_execution_is_started_once_and_described_by_its_arn(orchestrator: Orchestrator) -> None:
    arns = {orchestrator.start("review", "case-1-1", {"id": "1", "generation": 1}) for _ in range(2)}
    assert arns == {orchestrator.execution_arn("review", "case-1-1")}
    (arn,) = arns
    assert orchestrator.standing(arn) is Standing.RUNNING
    assert json.loads(orchestrator.input_of(arn)) == {"id": "1", "generation": 1}
    assert orchestrator.machine_of(arn) == "review"


def broken(orchestrator: Orchestrator) -> set[str]:
    return {it.arn for it in orchestrator.broken("review", ("FAILED", "ABORTED", "TIMED_OUT"))}


def test_an_execution_that_was_ended_is_among_the_broken(orchestrator: Orchestrator) -> None:
    arn = orchestrator.start("review", "case-2-1", {})
    assert arn not in broken(orchestrator)
    orchestrator.stop(arn, "by an operator")
    assert orchestrator.standing(arn) is Standing.BROKEN
    assert arn in broken(orchestrator)
    assert orchestrator.start("review", "case-2-1", {}) == arn


@pytest.mark.parametrize(("status", "raised"), [("SUCCEEDED", False), ("RUNNING", True)])
def test_what_has_ended_meanwhile_is_not_ended_again(aws: None, status: str, raised: bool) -> None:
    """Between being listed and being stopped an execution may end by itself; any other refusal is told."""
    client = boto3.client("stepfunctions", region_name=REGION)
    arn, now = f"{PREFIX}review:case-4-1", datetime(2026, 3, 2, tzinfo=UTC)
    described = {"executionArn": arn, "stateMachineArn": arn, "status": status, "startDate": now}
    with Stubber(client) as answers:
        answers.add_client_error("stop_execution", "ValidationException", "Execution is not running")
        answers.add_response("describe_execution", described)
        with pytest.raises(ClientError) if raised else nullcontext():
            Orchestrator(client, PREFIX).stop(arn, "by an operator")
        answers.assert_no_pending_responses()


def test_all_pages_of_the_broken_are_read(orchestrator: Orchestrator) -> None:
    arns = {orchestrator.start("review", f"case-3-{number}", {}) for number in range(150)}
    for arn in arns:
        orchestrator.stop(arn, "by an operator")
    assert arns <= broken(orchestrator)


def test_what_was_never_started_stands_nowhere(orchestrator: Orchestrator) -> None:
    assert orchestrator.standing(orchestrator.execution_arn("review", "case-9-1")) is Standing.UNKNOWN


@pytest.mark.parametrize(
    ("arn", "machine"),
    [
        (f"arn:aws-cn:states:{REGION}:123456789012:execution:stack-case-lifecycle:case-1-1", "case-lifecycle"),
        (f"arn:aws-cn:states:{REGION}:123456789012:execution:other-review:case-1-1", None),
        (f"arn:aws-cn:states:{REGION}:210987654321:execution:stack-review:case-1-1", None),
    ],
)
def test_only_executions_of_this_deployment_have_a_machine(arn: str, machine: str | None) -> None:
    assert Orchestrator(None, PREFIX).machine_of(arn) == machine


def test_events_are_put_on_the_bus(aws: None) -> None:
    events = boto3.client("events", region_name=REGION)
    events.create_event_bus(Name="bus")
    Bus(events, "bus").publish(ledger_with(*"abcdefghijkl").pending)


def test_events_that_the_bus_refuses_are_named_and_the_others_are_on_it() -> None:
    client = FakeEvents(refuses=lambda event: event["sequence"] in {3, 12})
    with pytest.raises(NotPublished) as refused:
        Bus(client, "bus").publish(ledger_with(*"abcdefghijkl").pending)
    assert refused.value.failed == {"ledger-1:3": "MalformedDetail", "ledger-1:12": "MalformedDetail"}
    assert client.sizes == [10, 3]
    assert len(client.ids) == 11


def test_a_queue_keeps_what_it_is_given(aws: None) -> None:
    client = boto3.client("sqs", region_name=REGION)
    url = client.create_queue(QueueName="letters")["QueueUrl"]
    Queue(client, url).send('{"record": "补正"}')
    assert client.receive_message(QueueUrl=url)["Messages"][0]["Body"] == '{"record": "补正"}'
