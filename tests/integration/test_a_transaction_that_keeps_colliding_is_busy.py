"""DynamoDB cancels a transaction that touches a row at the same time as another one. moto never does; a stub does."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import ANY, Stubber

from chalicelib.aws.rows import Key, Put
from chalicelib.aws.table import CONFLICT_RETRIES, Busy, ConditionFailed
from tests.support.dynamo import REGION, sealed_table

WRITES = [Put({"pk": "A", "sk": "1"}, new=True), Put({"pk": "A", "sk": "2"})]
COLLISION, FINE = {"Code": "TransactionConflict"}, {"Code": "None"}


class Stubbed:
    """A table whose client answers what the test has lined up."""

    def __init__(self) -> None:
        client = boto3.client(
            "dynamodb", region_name=REGION, aws_access_key_id="testing", aws_secret_access_key="testing"
        )
        self.table, self.answers = sealed_table(client, "table"), Stubber(client)
        self.answers.activate()

    def cancels(self, *reasons: dict[str, Any]) -> None:
        self.refuses("TransactionCanceledException", CancellationReasons=list(reasons))

    def refuses(self, code: str, **members: Any) -> None:
        self.answers.add_client_error(
            "transact_write_items",
            code,
            http_status_code=400,
            modeled_fields=members,
            expected_params={"TransactItems": ANY},
        )

    def accepts(self) -> None:
        self.answers.add_response("transact_write_items", {})


@pytest.fixture
def stubbed() -> Stubbed:
    return Stubbed()


def test_a_passing_collision_is_tried_again(stubbed: Stubbed) -> None:
    stubbed.cancels(COLLISION, FINE)
    stubbed.cancels(FINE, COLLISION)
    stubbed.accepts()
    stubbed.table.commit(WRITES)
    stubbed.answers.assert_no_pending_responses()


def test_a_lasting_collision_ends_in_busy(stubbed: Stubbed) -> None:
    for _ in range(CONFLICT_RETRIES):
        stubbed.cancels(COLLISION, FINE)
    with pytest.raises(Busy):
        stubbed.table.commit(WRITES)
    stubbed.answers.assert_no_pending_responses()


def test_a_transaction_still_in_progress_is_tried_again(stubbed: Stubbed) -> None:
    stubbed.refuses("TransactionInProgressException")
    stubbed.accepts()
    stubbed.table.commit(WRITES)


def test_a_failed_condition_counts_even_beside_a_collision(stubbed: Stubbed) -> None:
    stubbed.cancels({"Code": "ConditionalCheckFailed", "Item": {"pk": {"S": "A"}, "sk": {"S": "1"}}}, COLLISION)
    with pytest.raises(ConditionFailed) as refused:
        stubbed.table.commit(WRITES)
    assert (refused.value.write, refused.value.standing) == (WRITES[0], {"pk": "A", "sk": "1"})


@pytest.mark.parametrize("code", ["ThrottlingError", "ItemCollectionSizeLimitExceeded", "ValidationError"])
def test_any_other_reason_is_not_hidden(stubbed: Stubbed, code: str) -> None:
    stubbed.cancels(FINE, {"Code": code})
    with pytest.raises(ClientError, match="TransactionCanceledException"):
        stubbed.table.commit(WRITES)


def test_a_failing_read_is_not_taken_for_an_absent_row(stubbed: Stubbed) -> None:
    stubbed.answers.add_client_error("get_item", "ProvisionedThroughputExceededException")
    with pytest.raises(ClientError):
        stubbed.table.row(Key("A", "1"))
