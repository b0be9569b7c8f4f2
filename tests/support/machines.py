"""Step Functions, EventBridge and SQS as far as the relay and its orchestrations see them: clients in memory.

`Orchestrator`, `Bus` and `Queue` on top of them are the real ones.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from chalicelib.aws.bus import Bus
from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.orchestrator import Orchestrator
from chalicelib.aws.queue import Queue
from chalicelib.aws.rows import Row, to_attributes
from tests.support.platform import SETTINGS, FakePlatform


class ExecutionAlreadyExists(Exception):
    """Its name is taken, by one that has ended or was started otherwise."""


class ExecutionDoesNotExist(Exception):
    pass


class InvalidToken(Exception):
    pass


class TaskDoesNotExist(Exception):
    pass


class TaskTimedOut(Exception):
    pass


class Exceptions:
    """As a client of boto3 shows them."""

    ExecutionAlreadyExists = ExecutionAlreadyExists
    ExecutionDoesNotExist = ExecutionDoesNotExist
    InvalidToken = InvalidToken
    TaskDoesNotExist = TaskDoesNotExist
    TaskTimedOut = TaskTimedOut
    ValidationException = ValueError


@dataclass
class Execution:
    input: str
    status: str = "RUNNING"
    stopped_at: datetime = datetime.min.replace(tzinfo=UTC)


@dataclass
class FakeStepFunctions:
    """Keeps the promises of the service: a name runs once, a token is answered once."""

    executions: dict[str, Execution] = field(default_factory=dict)
    starts: list[str] = field(default_factory=list)
    waiting: set[str] = field(default_factory=set)
    expired: set[str] = field(default_factory=set)
    answered: dict[str, list[Any]] = field(default_factory=dict)
    failing: list[Exception] = field(default_factory=list)
    """What the next calls that start or answer run into, first one first."""
    exceptions: type[Exceptions] = Exceptions

    def start_execution(self, *, stateMachineArn: str, name: str, input: str) -> dict[str, str]:
        self._fail()
        arn = f"{stateMachineArn}:{name}".replace(":stateMachine:", ":execution:")
        known = self.executions.get(arn)
        if known and (known.status != "RUNNING" or known.input != input):
            raise ExecutionAlreadyExists(arn)
        if known is None:
            self.executions[arn] = Execution(input)
            self.starts.append(arn)
        return {"executionArn": arn}

    def describe_execution(self, *, executionArn: str) -> dict[str, str]:
        if executionArn not in self.executions:
            raise ExecutionDoesNotExist(executionArn)
        execution = self.executions[executionArn]
        return {"status": execution.status, "input": execution.input}

    def list_executions(
        self, *, stateMachineArn: str, statusFilter: str, maxResults: int, nextToken: str = "0"
    ) -> dict[str, Any]:
        prefix, first = stateMachineArn.replace(":stateMachine:", ":execution:") + ":", int(nextToken)
        found = [arn for arn, it in self.executions.items() if arn.startswith(prefix) and it.status == statusFilter]
        behind = first + maxResults
        shown = found[::-1][first:behind]
        page = {"executions": [{"executionArn": arn, "stopDate": self.executions[arn].stopped_at} for arn in shown]}
        return {**page, "nextToken": str(behind)} if behind < len(found) else page

    def stop_execution(self, *, executionArn: str, cause: str) -> None:
        if executionArn not in self.executions:
            raise ExecutionDoesNotExist(executionArn)
        if self.executions[executionArn].status == "RUNNING":
            self.end(executionArn, "ABORTED")

    def send_task_success(self, *, taskToken: str, output: str) -> None:
        self._answer(taskToken, json.loads(output))

    def send_task_failure(self, *, taskToken: str, error: str, cause: str) -> None:
        self._answer(taskToken, {error: cause})

    def _answer(self, taskToken: str, answer: Any) -> None:
        self._fail()
        if taskToken in self.expired:
            raise TaskTimedOut(taskToken)
        if taskToken not in self.waiting:
            raise TaskDoesNotExist(taskToken) if taskToken in self.answered else InvalidToken(taskToken)
        self.waiting.remove(taskToken)
        self.answered.setdefault(taskToken, []).append(answer)

    def wait(self, token: str) -> str:
        """A state waits with `token` from now on."""
        self.waiting.add(token)
        return token

    def by_hand(self, machine: str, name: str, payload: str) -> str:
        """Somebody has started an execution with that input, and it failed."""
        arn = self.start_execution(stateMachineArn=f"{SETTINGS.machine_arn_prefix}{machine}", name=name, input=payload)[
            "executionArn"
        ]
        self.end(arn)
        return arn

    def end(self, arn: str, status: str = "FAILED") -> None:
        """The execution has come to its end."""
        self.executions[arn].status = status
        self.executions[arn].stopped_at = machine_now()

    @property
    def running(self) -> list[str]:
        """Machine and name of what runs, in the order of its start."""
        return [self.name_of(arn) for arn in self.starts if self.executions[arn].status == "RUNNING"]

    @staticmethod
    def name_of(arn: str) -> str:
        """Machine and name of an execution."""
        return arn.removeprefix(SETTINGS.machine_arn_prefix.replace(":stateMachine:", ":execution:"))

    @property
    def names(self) -> list[str]:
        """Machine and name of what was started, in order."""
        return [self.name_of(arn) for arn in self.starts]

    def _fail(self) -> None:
        if self.failing:
            raise self.failing.pop(0)


@dataclass
class FakeEvents:
    """A bus that refuses what it is told to, entry by entry, or is not there at all."""

    refuses: Callable[[dict[str, Any]], bool] = lambda _: False
    code: str = "MalformedDetail"
    down: bool = False
    sizes: list[int] = field(default_factory=list)
    accepted: list[dict[str, Any]] = field(default_factory=list)

    def put_events(self, *, Entries: list[dict[str, Any]]) -> dict[str, Any]:
        if self.down:
            raise ConnectionError("bus")
        self.sizes.append(len(Entries))
        refused = [self.refuses(json.loads(entry["Detail"])) for entry in Entries]
        self.accepted += [json.loads(entry["Detail"]) for entry, no in zip(Entries, refused, strict=True) if not no]
        told = [{"ErrorCode": self.code} if no else {"EventId": "1"} for no in refused]
        return {"FailedEntryCount": sum(refused), "Entries": told}

    @property
    def ids(self) -> list[str]:
        return [event["id"] for event in self.accepted]


@dataclass
class FakeSqs:
    letters: list[dict[str, Any]] = field(default_factory=list)
    down: bool = False

    def send_message(self, *, QueueUrl: str, MessageBody: str) -> None:
        if self.down:
            raise ConnectionError("queue")
        self.letters.append(json.loads(MessageBody))


class Machinery:
    """The three clients, put under a platform."""

    def __init__(self, cloud: FakePlatform) -> None:
        self.steps, self.events, self.sqs = FakeStepFunctions(), FakeEvents(), FakeSqs()
        cloud.orchestrator = Orchestrator(self.steps, SETTINGS.machine_arn_prefix)
        cloud.bus = Bus(self.events, "bus")
        cloud.relay_dead_letters = Queue(self.sqs, "dead-letters")

    @property
    def parked(self) -> list[str]:
        """Ids of the events in the dead-letter queue."""
        images = [letter["record"]["dynamodb"]["NewImage"] for letter in self.sqs.letters]
        return [f"{image['aggregate']['S']}:{image['sequence']['N']}" for image in images]


def stream_record(row: Row, event_name: str = "INSERT") -> dict[str, Any]:
    """A record of the table's stream, as Lambda gets it."""
    keys = {name: row[name] for name in ("pk", "sk")}
    change = {
        "ApproximateCreationDateTime": 1772413200.0,
        "Keys": to_attributes(keys),
        "NewImage": to_attributes(row),
        "SequenceNumber": "111",
        "SizeBytes": 26,
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    }
    return {
        "eventID": "1",
        "eventName": event_name,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "cn-north-1",
        "dynamodb": change,
        "eventSourceARN": "arn:aws-cn:dynamodb:cn-north-1:000000000000:table/table/stream/2026",
    }


def stream_of(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """What the stream's filter lets through of these writes: new events."""
    return [stream_record(row) for row in rows if str(row["sk"]).startswith("EVENT#")]
