"""A policy grants what the code calls, and what AWS does in the function's name; nothing else."""

import json
from pathlib import Path

import pytest

from infra.package.build import ROOT

WATCHED = ("dynamodb", "events", "kms", "s3", "secretsmanager", "sqs", "states")
CALLED = {
    "dynamodb:BatchGetItem": "batch_get_item",
    "dynamodb:ConditionCheckItem": "transact_write_items",
    "dynamodb:DeleteItem": "transact_write_items",
    "dynamodb:GetItem": "get_item",
    "dynamodb:PutItem": "transact_write_items",
    "dynamodb:Query": "query",
    "dynamodb:Scan": "scan",
    "events:PutEvents": "put_events",
    "kms:GetPublicKey": "get_public_key",
    "kms:Sign": "sign",
    "s3:DeleteObjectVersion": "delete_object",
    "s3:GetObject": "get_object",
    "s3:GetObjectRetention": "head_object",
    "s3:GetObjectVersion": "head_object",
    "s3:ListBucketVersions": "list_object_versions",
    "s3:ListMultipartUploadParts": "list_parts",
    "s3:PutObject": "put_object",
    "s3:PutObjectRetention": "put_object_retention",
    "secretsmanager:GetSecretValue": "get_secret_value",
    "sqs:SendMessage": "send_message",
    "states:DescribeExecution": "describe_execution",
    "states:ListExecutions": "list_executions",
    "states:SendTaskFailure": "send_task_failure",
    "states:SendTaskSuccess": "send_task_success",
    "states:StartExecution": "start_execution",
    "states:StopExecution": "stop_execution",
}
"""The client's method behind an action."""
IN_ITS_NAME = {
    "UseDataKeyThroughStores": {"kms:Decrypt", "kms:GenerateDataKey"},
    "ReadStream": {
        "dynamodb:DescribeStream",
        "dynamodb:GetRecords",
        "dynamodb:GetShardIterator",
    },
    "ListStreams": {"dynamodb:ListStreams"},
    "TakeFromInbox": {"sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"},
}
"""What stores do with the key, and mappings with streams and queues."""
CODE = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "chalicelib").rglob("*.py"))


@pytest.mark.parametrize("policy", sorted((ROOT / ".chalice").glob("policy-*.json")), ids=lambda path: path.stem)
def test_every_granted_action_is_one_that_is_called(policy: Path) -> None:
    statements = json.loads(policy.read_text(encoding="utf-8"))["Statement"]
    dead = {
        action
        for statement in statements
        for action in set(statement["Action"]) - IN_ITS_NAME.get(statement["Sid"], set())
        if action.startswith(WATCHED) and f"._client.{CALLED.get(action)}(" not in CODE
    }
    assert dead == set()
