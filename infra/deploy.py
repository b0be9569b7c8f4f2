"""Publish a built package and create or update its stack: the same steps for the embedded cloud and for AWS.

    python -m infra.deploy --stack-name NAME --bucket ARTIFACTS [--package build/package] [Parameter=value …]

Files go to the bucket under names made of their content, so that what has not changed is not uploaded again. The
caller's ordinary AWS settings say where; nothing here knows an account, a region or a partition.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError, WaiterError

from infra.package.build import BUILD, TEMPLATE

_LOCAL_FILES = {"CodeUri", "ContentUri", "DefinitionUri"}
_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_UNCHANGED = "No updates are to be performed"


class DeploymentError(Exception):
    """The stack did not reach its new state; the message lists what failed and why."""


def deploy(
    stack: str,
    bucket: str,
    parameters: Mapping[str, str],
    *,
    package: Path = BUILD / "package",
    tags: Mapping[str, str] | None = None,
    session: Any = None,
) -> dict[str, str]:
    """Publish a package, bring the stack to it, wait, and return the stack's outputs."""
    session = session or boto3.Session()
    url = publish(package, bucket, session.client("s3"))
    cloudformation = session.client("cloudformation")
    request = {
        "StackName": stack,
        "TemplateURL": url,
        "Capabilities": _CAPABILITIES,
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        "Tags": [{"Key": key, "Value": value} for key, value in (tags or {}).items()],
    }
    _apply(cloudformation, stack, request)
    return outputs(stack, cloudformation)


def outputs(stack: str, cloudformation: Any) -> dict[str, str]:
    """What the deployed stack says about itself."""
    described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}


def publish(package: Path, bucket: str, s3: Any) -> str:
    """Upload a package and return the address of its template."""
    template = json.loads((package / TEMPLATE).read_text(encoding="utf-8"))
    _replace_local_files(template, lambda name: f"s3://{bucket}/{_upload(package / name, bucket, s3)}")
    content = json.dumps(template, separators=(",", ":")).encode()
    key = f"{hashlib.sha256(content).hexdigest()}.template.json"
    s3.put_object(Bucket=bucket, Key=key, Body=content)
    location: str = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key})
    return location.partition("?")[0]


def _replace_local_files(node: Any, address: Any) -> None:
    if isinstance(node, list):
        for item in node:
            _replace_local_files(item, address)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in _LOCAL_FILES and isinstance(value, str):
                node[key] = address(value)
            else:
                _replace_local_files(value, address)


def _upload(path: Path, bucket: str, s3: Any) -> str:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    key = f"{digest}{path.suffix}"
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except ClientError as absent:
        if absent.response["Error"]["Code"] not in {"404", "NoSuchKey", "NotFound"}:
            raise
        s3.upload_file(str(path), bucket, key)
    return key


def _apply(cloudformation: Any, stack: str, request: dict[str, Any]) -> None:
    if _exists(cloudformation, stack):
        try:
            cloudformation.update_stack(**request)
        except ClientError as refusal:
            if _UNCHANGED in str(refusal):
                return
            raise
        waiter = "stack_update_complete"
    else:
        cloudformation.create_stack(**request)
        waiter = "stack_create_complete"
    try:
        cloudformation.get_waiter(waiter).wait(StackName=stack, WaiterConfig={"Delay": 1, "MaxAttempts": 1800})
    except WaiterError as failure:
        raise DeploymentError(_reasons(cloudformation, stack)) from failure


def _exists(cloudformation: Any, stack: str) -> bool:
    try:
        cloudformation.describe_stacks(StackName=stack)
    except ClientError as absent:
        if absent.response["Error"]["Code"] != "ValidationError":
            raise
        return False
    return True


def _reasons(cloudformation: Any, stack: str) -> str:
    events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
    failed = [event for event in events if event["ResourceStatus"].endswith("FAILED")]
    return "\n".join(f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '?')}" for event in failed)


def main(arguments: list[str]) -> None:
    """The command line; prints the outputs as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stack-name", required=True)
    parser.add_argument("--bucket", required=True, help="bucket that receives the package")
    parser.add_argument("--package", type=Path, default=BUILD / "package")
    parser.add_argument("parameters", nargs="*", metavar="Parameter=value")
    given = parser.parse_args(arguments)
    parameters = dict(pair.split("=", 1) for pair in given.parameters)
    found = deploy(given.stack_name, given.bucket, parameters, package=given.package)
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
