"""The table of `infra/resources/table.yaml`, made on an emulation of DynamoDB."""

from pathlib import Path
from typing import Any

import yaml

from chalicelib.aws.key_ring import KeyRing, RowSealer
from chalicelib.aws.table import DynamoTable

TEMPLATE = Path(__file__).parents[2] / "infra" / "resources" / "table.yaml"
REGION = "cn-north-1"
WANTED = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "StreamSpecification")


def create_table(client: Any, name: str) -> None:
    """Keys and indexes are those that are deployed."""
    described = yaml.safe_load(TEMPLATE.read_text(encoding="utf-8"))["Resources"]["Table"]["Properties"]
    request = {member: described[member] for member in WANTED}
    request["StreamSpecification"] = {"StreamEnabled": True, **request["StreamSpecification"]}
    client.create_table(TableName=name, **request)


class OneKey:
    """A secret store with a key ring of one key."""

    def get_secret_value(self, **_: str) -> dict[str, str]:
        return {"SecretString": "ring material"}


def sealed_table(client: Any, name: str) -> DynamoTable:
    """The table as functions use it, with a ring of its own."""
    return DynamoTable(client, name, RowSealer(KeyRing(OneKey(), "key-ring")))
