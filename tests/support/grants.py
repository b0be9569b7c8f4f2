"""What each function's code can ask of AWS, and what its policy grants: the two sides that have to be one."""

import json
import re
from functools import cache
from typing import Any

from infra.package.build import ROOT
from tests.support.reach import Code, program

API = ("chalicelib.areas.AREAS", "chalicelib.http.route_table.serve_routes")
"""From where the function of the API is entered; all others are entered where they are declared."""
ACTIONS: dict[tuple[str, str], set[str]] = {
    ("Bus", "put_events"): {"events:PutEvents"},
    ("DynamoTable", "batch_get_item"): {"dynamodb:BatchGetItem"},
    ("DynamoTable", "get_item"): {"dynamodb:GetItem"},
    ("DynamoTable", "put_item"): set(),
    ("DynamoTable", "query"): {"dynamodb:Query"},
    ("DynamoTable", "transact_write_items"): set(),
    ("KeyRing", "get_secret_value"): {"secretsmanager:GetSecretValue"},
    ("ObjectVersions", "delete_object"): {"s3:DeleteObjectVersion"},
    ("ObjectVersions", "head_object"): {"s3:GetObjectRetention", "s3:GetObjectVersion"},
    ("ObjectVersions", "list_object_versions"): {"s3:ListBucketVersions"},
    ("ObjectVersions", "put_object_retention"): {"s3:PutObjectRetention"},
    ("Objects", "complete_multipart_upload"): {"s3:PutObject"},
    ("Objects", "create_multipart_upload"): {"s3:PutObject"},
    ("Objects", "get_object"): {"s3:GetObject"},
    ("Objects", "head_object"): {"s3:GetObject"},
    ("Objects", "list_parts"): {"s3:ListMultipartUploadParts"},
    ("Objects", "put_object"): {"s3:PutObject"},
    ("Objects", "upload_part"): {"s3:PutObject"},
    ("Orchestrator", "describe_execution"): {"states:DescribeExecution"},
    ("Orchestrator", "list_executions"): {"states:ListExecutions"},
    ("Orchestrator", "send_task_failure"): {"states:SendTaskFailure"},
    ("Orchestrator", "send_task_success"): {"states:SendTaskSuccess"},
    ("Orchestrator", "start_execution"): {"states:StartExecution"},
    ("Orchestrator", "stop_execution"): {"states:StopExecution"},
    ("Queue", "send_message"): {"sqs:SendMessage"},
    ("SealedRows", "put_item"): {"dynamodb:PutItem"},
    ("SealedRows", "scan"): {"dynamodb:Scan"},
    ("Secrets", "get_secret_value"): {"secretsmanager:GetSecretValue"},
    ("SigningKey", "get_public_key"): {"kms:GetPublicKey"},
    ("SigningKey", "sign"): {"kms:Sign"},
}
"""What a call of a client takes, by the class that makes it. Versions of objects are asked for by their number."""
EXTRA = {"Objects.write_file_once": {"s3:PutObjectRetention"}, "ObjectVersions.lock": {"s3:GetObject"}}
"""What a call takes because of what it is told: to write with a lock, to look at the version in force."""
WRITES = {"Put": "dynamodb:PutItem", "Delete": "dynamodb:DeleteItem", "Check": "dynamodb:ConditionCheckItem"}
"""What each part of a commit takes; whoever makes one commits it."""
MACHINES = "AWS::StackName"
INDEXES = "Table.Arn}/index/*"
RESOURCES = {
    "Bus": "Bus",
    "Documents": "DocumentsBucket",
    "DynamoTable": "Table",
    "DynamoTable.page": INDEXES,
    "KeyRing": "KeyRingSecret",
    "LicenceKey": "LicenceKey",
    "Materials": "MaterialsBucket",
    "ObjectVersions": "MaterialsBucket",
    "Orchestrator": MACHINES,
    "Quarantine": "QuarantineBucket",
    "Queue": "RelayDeadLetters",
    "SealedRows": "Table",
    "Secrets._counterparties": "CounterpartySecret",
    "Secrets._internal": "InternalSecret",
    "TokenKey": "TokenKey",
}
"""What stands behind an object of a class in the template, or behind one of its members."""
WATCHED = ("dynamodb", "events", "kms", "s3", "secretsmanager", "sqs", "states")
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
"""What stores do with the key, and mappings with streams and queues: by no call of the code."""
AWS = "chalicelib.aws."
Grant = tuple[str, str]
"""An action, and the name that the template gives to what it is done to."""


@cache
def needed(function: str) -> frozenset[Grant]:
    """What the code of a function can come to ask of AWS."""
    starts = API if function == "api_handler" else (program().entries[function],)
    reached = program().reached(*starts)
    return frozenset(grant for code in reached for grant in _grants(code))


@cache
def granted(function: str) -> frozenset[Grant]:
    """What its policy allows, of what `needed` knows about."""
    return frozenset(
        (action, name)
        for statement in statements(function)
        for name in set(RESOURCES.values())
        if _names(statement["Resource"], name)
        for action in set(statement["Action"]) - IN_ITS_NAME.get(statement["Sid"], set())
        if action.startswith(WATCHED) and (name != INDEXES or action == "dynamodb:Query")
    )


def statements(function: str) -> list[dict[str, Any]]:
    """Those of its policy."""
    policy = ROOT / ".chalice" / f"policy-{function}.json"
    found: list[dict[str, Any]] = json.loads(policy.read_text(encoding="utf-8"))["Statement"]
    return found


def functions() -> list[str]:
    """The functions of the deployment, by the names in Chalice's configuration."""
    config = json.loads((ROOT / ".chalice" / "config.json").read_text(encoding="utf-8"))
    return sorted(config["stages"]["production"]["lambda_functions"])


def _grants(code: Code) -> set[Grant]:
    mentions = program().mentions(code.name)
    made = {name.removeprefix(f"{AWS}rows.") for name in mentions.made if name.startswith(f"{AWS}rows.")}
    found = {(WRITES[name], "Table") for name in made & WRITES.keys()}
    if not (code.name.startswith(AWS) and code.owner):
        return found
    module, kind, member = code.name.rsplit(".", 2)
    owner = code.owner.rsplit(".", 1)[1]
    actions = set(EXTRA.get(f"{kind}.{member}", ()))
    for call in mentions.calls:
        if (kind, call) not in ACTIONS:
            raise LookupError(f"{module}.{kind} calls {call}: which action is that?")
        actions |= ACTIONS[kind, call]
    resource = RESOURCES.get(f"{kind}.{member}") or RESOURCES.get(owner)
    if actions and not resource:
        raise LookupError(f"{code.name} of {owner}: which resource is that?")
    return found | {(action, str(resource)) for action in actions}


def _names(resources: Any, name: str) -> bool:
    """A task token names no machine: what is done with one is granted for all."""
    if resources == "*":
        return name == MACHINES
    return re.search(rf'["{{]{re.escape(name)}[".}}]', json.dumps(resources)) is not None
