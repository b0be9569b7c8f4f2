import itertools
import threading
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from chalicelib.aws.platform import CLIENT_CONFIG
from chalicelib.aws.table import Table
from tests.support.dynamo import REGION, create_table, sealed_table
from tests.support.memory_table import MemoryTable

NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def aws() -> Iterator[None]:
    """AWS inside this process; nothing leaves it."""
    with pytest.MonkeyPatch.context() as environment, mock_aws():
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            environment.setenv(name, "testing")
        environment.setenv("AWS_DEFAULT_REGION", REGION)
        yield


@pytest.fixture(scope="module")
def dynamodb(aws: None) -> Any:
    """A client of DynamoDB."""
    return boto3.client("dynamodb", config=CLIENT_CONFIG)


class OneAtATime:
    """A client whose calls wait for each other: moto changes its tables without a lock, DynamoDB does not."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._lock = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._client, name)
        return self._locked(found) if name in {"put_item", "transact_write_items"} else found

    def _locked(self, call: Any) -> Any:
        def waiting(**request: Any) -> Any:
            with self._lock:
                return call(**request)

        return waiting


@pytest.fixture
def table_name(dynamodb: Any) -> Iterator[str]:
    """The deployed table, empty; moto copies all tables in every transaction, so it goes away again."""
    name = f"table-{next(NUMBERS)}"
    create_table(dynamodb, name)
    yield name
    dynamodb.delete_table(TableName=name)


@pytest.fixture(params=["memory", "dynamodb"])
def table(request: pytest.FixtureRequest) -> Table:
    """Both tables that keep the promises of `Table`."""
    if request.param == "memory":
        return MemoryTable()
    return sealed_table(OneAtATime(request.getfixturevalue("dynamodb")), request.getfixturevalue("table_name"))
