"""Starting, describing and answering Step Functions executions. Late and repeated answers are normal outcomes."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.aws.observability import logger

PAGE = 100
MOST_LISTED = 5000


class Standing(StrEnum):
    """How an execution stands, as far as its restart is concerned."""

    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    BROKEN = "BROKEN"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True)
class BrokenExecution:
    """One that came to its end before it was through, and when that was (UTC)."""

    arn: str
    stopped_at: datetime


class Orchestrator:
    """The state machines of one deployment; `machine` is a name such as `case-lifecycle`."""

    def __init__(self, client: Any, machine_arn_prefix: str) -> None:
        self._client = client
        self._prefix = machine_arn_prefix

    def start(self, machine: str, name: str, payload: dict[str, str | int]) -> str:
        """Start execution `name`; started once already, it is left alone. Returns the execution's ARN."""
        arn = f"{self._prefix}{machine}"
        try:
            answer = self._client.start_execution(stateMachineArn=arn, name=name, input=json.dumps(payload))
        except self._client.exceptions.ExecutionAlreadyExists:
            return self.execution_arn(machine, name)
        return str(answer["executionArn"])

    def execution_arn(self, machine: str, name: str) -> str:
        """The ARN that execution `name` of `machine` has or would have."""
        return f"{self._prefix}{machine}:{name}".replace(":stateMachine:", ":execution:")

    def machine_of(self, execution_arn: str) -> str | None:
        """The machine of an execution's ARN; None when it belongs to another deployment."""
        prefix = self._prefix.replace(":stateMachine:", ":execution:")
        return execution_arn.removeprefix(prefix).split(":")[0] if execution_arn.startswith(prefix) else None

    def standing(self, execution_arn: str) -> Standing:
        """How the execution stands now. One AWS call."""
        try:
            status = self._client.describe_execution(executionArn=execution_arn)["status"]
        except self._client.exceptions.ExecutionDoesNotExist:
            return Standing.UNKNOWN
        known = {"RUNNING": Standing.RUNNING, "PENDING_REDRIVE": Standing.RUNNING, "SUCCEEDED": Standing.SUCCEEDED}
        return known.get(status, Standing.BROKEN)

    def broken(self, machine: str, statuses: Sequence[str]) -> Iterator[BrokenExecution]:
        """The executions of a machine that ended with one of the `statuses`, the newest of each first.

        Step Functions lists them for ninety days; beyond `MOST_LISTED` of a kind older ones are left out, and logged.
        """
        for status in statuses:
            yield from self._listed(machine, status)

    def _listed(self, machine: str, status: str) -> Iterator[BrokenExecution]:
        request: dict[str, Any] = {"stateMachineArn": f"{self._prefix}{machine}", "statusFilter": status}
        for _ in range(MOST_LISTED // PAGE):
            page = self._client.list_executions(**request, maxResults=PAGE)
            yield from (BrokenExecution(str(one["executionArn"]), one["stopDate"]) for one in page["executions"])
            if not page.get("nextToken"):
                return
            request["nextToken"] = page["nextToken"]
        logger.warning("older executions left out", extra={"machine": machine, "status": status})

    def input_of(self, execution_arn: str) -> str:
        """The input that an execution was started with, as JSON. One AWS call."""
        return str(self._client.describe_execution(executionArn=execution_arn)["input"])

    def stop(self, execution_arn: str, cause: str) -> None:
        """End a running execution from outside; one that has ended meanwhile, or was never started, stays as it is."""
        try:
            self._client.stop_execution(executionArn=execution_arn, cause=cause)
        except self._client.exceptions.ExecutionDoesNotExist:
            return
        except self._client.exceptions.ValidationException:
            if self.standing(execution_arn) is Standing.RUNNING:
                raise

    def complete(self, token: str, output: dict[str, str]) -> bool:
        """Let the task that waits with `token` go on. False when nobody waits with it any more."""
        return self._is_taken(lambda: self._client.send_task_success(taskToken=token, output=json.dumps(output)))

    def fail(self, token: str, error: str, cause: str) -> bool:
        """End the task that waits with `token` by `error`, which its machine catches. False as for `complete`."""
        return self._is_taken(lambda: self._client.send_task_failure(taskToken=token, error=error, cause=cause))

    def _is_taken(self, answer: Callable[[], object]) -> bool:
        exceptions = self._client.exceptions
        try:
            answer()
        except (exceptions.InvalidToken, exceptions.TaskTimedOut, exceptions.TaskDoesNotExist):
            return False
        return True
