"""A service that throttles or does not answer is told as 503 with Retry-After, and nothing is written."""

from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from chalicelib.aws.table import Throttled
from tests.support.platform import FakePlatform
from tests.support.probes import OWNER, Api, rows_of


def refused(code: str, status: int = 400, **more: Any) -> ClientError:
    response: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}, **more}
    return ClientError(response, "Call")


AWAY = [
    refused("ProvisionedThroughputExceededException"),
    refused("ThrottlingException"),
    refused("RequestLimitExceeded"),
    refused("TransactionCanceledException", CancellationReasons=[{"Code": "ThrottlingError"}, {"Code": "None"}]),
    refused("SlowDown", 503),
    refused("KmsThrottlingException"),
    refused("InternalServerError", 500),
    EndpointConnectionError(endpoint_url="https://dynamodb.test"),
    ReadTimeoutError(endpoint_url="https://dynamodb.test"),
    Throttled(),
]


CALLS: dict[str, tuple[str, str]] = {"row": ("GET", "/v1/ledgers/{ledger_id}"), "commit": ("POST", "/v1/ledgers")}


@pytest.fixture(params=CALLS)
def call(request: pytest.FixtureRequest) -> str:
    """What is away: reading a row, or committing."""
    return str(request.param)


@pytest.mark.parametrize("error", AWAY, ids=repr)
@pytest.mark.usefixtures("ledger_id")
def test_it_is_503_with_a_time_to_come_back(
    cloud: FakePlatform, api: Api, call: str, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows_of(cloud.table)

    def away(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(cloud.table, call, away)
        method, path = CALLS[call]
        body, names = (None, {"ledger_id": "any"}) if method == "GET" else ({"note": "second"}, {})
        answer = api.call(method, path, body, by=OWNER, **names)
    assert (answer.status, answer.body["code"]) == (503, "service.unavailable")
    assert answer.headers["Retry-After"] == "2"
    assert rows_of(cloud.table) == before


def test_a_mistake_of_our_own_is_none_of_that(
    cloud: FakePlatform, api: Api, ledger_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(*_: object) -> None:
        raise FileNotFoundError("template")

    monkeypatch.setattr(cloud.table, "row", mistaken)
    answer = api.call("GET", "/v1/ledgers/{ledger_id}", by=OWNER, ledger_id=ledger_id)
    assert (answer.status, answer.body["code"]) == (500, "service.unforeseen")
