"""What a deployment would change in a stack, seen before it is executed.

A first deployment that failed, or was never executed, leaves a stack in the way. It is deleted here: nothing in it ever
served anybody, and what could not be deleted with it is named.
"""

import sys
import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError, WaiterError

_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_UNCHANGED = ("didn't contain changes", "No updates are to be performed")
_NEVER_CREATED = {"CREATE_FAILED", "REVIEW_IN_PROGRESS", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED"}
_SETTLED = {
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
    "IMPORT_COMPLETE",
    "IMPORT_ROLLBACK_COMPLETE",
}
_BEGINNINGS = {"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS"}
_PATIENCE = {"Delay": 1, "MaxAttempts": 3600}


class DeploymentError(Exception):
    """The stack cannot reach its new state, or did not; the message says why."""


@dataclass(frozen=True)
class Change:
    """One resource that would be added, modified, replaced or removed."""

    action: str
    logical_id: str
    kind: str

    def __str__(self) -> str:
        return f"{self.action:<12} {self.logical_id} ({self.kind})"


@dataclass(frozen=True)
class ChangeSet:
    """Changes that CloudFormation has worked out and not made yet."""

    cloudformation: Any
    stack: str
    name: str
    creates: bool

    def changes(self) -> list[Change]:
        """All of them, in the order in which CloudFormation lists them."""
        pages = self.cloudformation.get_paginator("describe_change_set").paginate(
            StackName=self.stack, ChangeSetName=self.name
        )
        return [_change(change["ResourceChange"]) for page in pages for change in page.get("Changes", [])]

    def execute(self) -> None:
        """Make the changes and wait. Raises `DeploymentError` with what failed."""
        self.cloudformation.execute_change_set(StackName=self.stack, ChangeSetName=self.name)
        _wait(self.cloudformation, self.stack, "stack_create_complete" if self.creates else "stack_update_complete")


def prepare(
    cloudformation: Any,
    stack: str,
    *,
    template_url: str,
    declared: Collection[str],
    parameters: Mapping[str, str],
    tags: Mapping[str, str],
) -> ChangeSet | None:
    """The change set that brings a stack to a template whose parameters are `declared`; None if nothing would change.

    Parameters that are not given keep their previous values. Raises `DeploymentError` where the stack's state allows
    no change.
    """
    status = _status(cloudformation, stack)
    if status in _NEVER_CREATED:
        _discard(cloudformation, stack)
        status = ""
    if status and status not in _SETTLED:
        raise DeploymentError(f"{stack} is {status}: see docs/runbook.md, Deploy again")
    creates = not status
    kept = set() if creates else set(declared) & _previous(cloudformation, stack) - set(parameters)
    found = ChangeSet(cloudformation, stack, f"deploy-{uuid.uuid4().hex}", creates)
    cloudformation.create_change_set(
        StackName=stack,
        ChangeSetName=found.name,
        ChangeSetType="CREATE" if creates else "UPDATE",
        TemplateURL=template_url,
        Capabilities=_CAPABILITIES,
        Parameters=[
            *({"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()),
            *({"ParameterKey": key, "UsePreviousValue": True} for key in sorted(kept)),
        ],
        Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
    )
    return found if _has_changes(found) else None


def _has_changes(found: ChangeSet) -> bool:
    waiter = found.cloudformation.get_waiter("change_set_create_complete")
    try:
        waiter.wait(StackName=found.stack, ChangeSetName=found.name, WaiterConfig=_PATIENCE)
    except WaiterError as failure:
        reason = str(failure.last_response.get("StatusReason", failure))
        found.cloudformation.delete_change_set(StackName=found.stack, ChangeSetName=found.name)
        if any(words in reason for words in _UNCHANGED):
            return False
        raise DeploymentError(reason) from failure
    return True


def _status(cloudformation: Any, stack: str) -> str:
    """The stack's status; empty where there is none."""
    try:
        return str(cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"])
    except ClientError as absent:
        if absent.response["Error"]["Code"] != "ValidationError":
            raise
        return ""


def _previous(cloudformation: Any, stack: str) -> set[str]:
    described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    return {parameter["ParameterKey"] for parameter in described.get("Parameters", [])}


def _discard(cloudformation: Any, stack: str) -> None:
    """Delete a stack that was never created as a whole; what is protected or not empty stays, and is named."""
    for page in cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack):
        for resource in page["StackResourceSummaries"]:
            if resource["ResourceStatus"] != "DELETE_COMPLETE":
                name = f"{resource['ResourceType']} {resource.get('PhysicalResourceId', '')}"
                sys.stderr.write(f"may be left of the failed creation: {name}\n")
    cloudformation.delete_stack(StackName=stack)
    _wait(cloudformation, stack, "stack_delete_complete")


def _wait(cloudformation: Any, stack: str, waiter: str) -> None:
    try:
        cloudformation.get_waiter(waiter).wait(StackName=stack, WaiterConfig=_PATIENCE)
    except WaiterError as failure:
        raise DeploymentError("\n".join(_reasons(cloudformation, stack))) from failure


def _reasons(cloudformation: Any, stack: str) -> Iterator[str]:
    """What failed since the last operation on the stack began, the last failure first."""
    for page in cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack):
        for event in page["StackEvents"]:
            if event["LogicalResourceId"] == stack and event["ResourceStatus"] in _BEGINNINGS:
                return
            if event["ResourceStatus"].endswith("FAILED"):
                yield f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '?')}"


def _change(change: Mapping[str, str]) -> Change:
    action = "Replace" if change.get("Replacement") == "True" else change["Action"]
    return Change(action, change["LogicalResourceId"], change["ResourceType"])
