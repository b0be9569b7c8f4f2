"""What a restart of the emulator would lose or confuse, put right around it.

The emulator keeps its tables and mappings over a clean stop, but not the records of a table's stream. So before a stop
the stream has to run dry, and afterwards a mapping must not go on at its old position in a stream that begins anew.
It forgets where the failures of functions go, and it announces no execution that its end has cut short. And it makes
buckets without the object lock that the template gives them.
"""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_PATIENCE = 10.0
_QUIET = 1.0


def wait_until_quiet(streams: Any, stream_arn: str) -> None:
    """Wait until the stream had nothing new for a second; at most ten seconds."""
    shard = streams.describe_stream(StreamArn=stream_arn)["StreamDescription"]["Shards"][-1]["ShardId"]
    position = streams.get_shard_iterator(StreamArn=stream_arn, ShardId=shard, ShardIteratorType="LATEST")
    iterator = position["ShardIterator"]
    deadline, quiet_since = time.monotonic() + _PATIENCE, time.monotonic()
    while time.monotonic() < min(deadline, quiet_since + _QUIET):
        time.sleep(0.1)
        answer = streams.get_records(ShardIterator=iterator)
        iterator = answer["NextShardIterator"]
        if answer["Records"]:
            quiet_since = time.monotonic()


def lock_buckets(s3: Any, resources: Mapping[str, Any], outputs: Mapping[str, str], values: Mapping[str, str]) -> None:
    """Give each bucket the object lock that its template has. `values` are the stack's parameters."""
    for name, resource in resources.items():
        lock = resource.get("Properties", {}).get("ObjectLockConfiguration")
        if resource["Type"] == "AWS::S3::Bucket" and lock is not None:
            bucket = outputs[f"{name}Name"]
            s3.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration=_with_values(lock, values))


def _with_values(node: Any, values: Mapping[str, str]) -> Any:
    """The template's node with parameters in place of what refers to them; those referred to here are numbers."""
    if not isinstance(node, dict):
        return node
    if set(node) == {"Ref"}:
        return int(values[node["Ref"]])
    return {name: _with_values(value, values) for name, value in node.items()}


def forget_stream_positions(directory: Path) -> None:
    """Let every stream's mapping begin at the stream's new beginning."""
    path = directory / "lambda.json"
    if not path.exists():
        return
    state = json.loads(path.read_text(encoding="utf-8"))
    state["payload"].pop("dynamodb_stream_positions", None)
    path.write_text(json.dumps(state), encoding="utf-8")


def remember_failure_routes(functions: Any, path: Path) -> None:
    """Write down where each function's failed asynchronous events go, which the emulator forgets when it ends."""
    routes = []
    for page in functions.get_paginator("list_functions").paginate():
        for function in page["Functions"]:
            answer = functions.list_function_event_invoke_configs(FunctionName=function["FunctionName"])
            routes += [_route(function["FunctionName"], config) for config in answer["FunctionEventInvokeConfigs"]]
    path.write_text(json.dumps(routes), encoding="utf-8")


def _route(function: str, config: dict[str, Any]) -> dict[str, Any]:
    kept = ("MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig")
    return {"FunctionName": function, **{name: config[name] for name in kept if name in config}}


def restore_failure_routes(functions: Any, path: Path) -> None:
    """Tell the emulator again what `remember_failure_routes` wrote down."""
    if path.exists():
        for route in json.loads(path.read_text(encoding="utf-8")):
            functions.put_function_event_invoke_config(**route)
