"""DynamoDB cancels a transaction that touches a row at the same time as another one. moto never does; a stub does."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import ANY, Stubber

from chalicelib.aws.rows import Key, Put
from chalicelib.aws.table import CONFLICT_RETRIES, UNPROCESSED_RETRIES, Busy, ConditionFailed, Throttled
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


KEYS = [Key("A", "1"), Key("A", "2")]
TYPED = [{"pk": {"S": key.pk}, "sk": {"S": key.sk}} for key in KEYS]


def leaves(stubbed: Stubbed, *unprocessed: dict[str, Any], found: int = 0) -> None:
    left = {"table": {"Keys": list(unprocessed), "ConsistentRead": True}} if unprocessed else {}
    answer = {"Responses": {"table": TYPED[:found]}, "UnprocessedKeys": left}
    stubbed.answers.add_response("batch_get_item", answer, {"RequestItems": ANY})


def test_what_a_batch_leaves_is_asked_for_again(stubbed: Stubbed) -> None:
    leaves(stubbed, TYPED[1], found=1)
    leaves(stubbed, found=2)
    assert stubbed.table.rows_at(KEYS) == [{"pk": "A", "sk": "1"}, {"pk": "A", "sk": "2"}]
    stubbed.answers.assert_no_pending_responses()


def test_a_batch_that_keeps_leaving_something_is_throttled(stubbed: Stubbed, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("chalicelib.aws.table.time.sleep", pauses.append)
    for _ in range(UNPROCESSED_RETRIES):
        leaves(stubbed, TYPED[1], found=1)
    with pytest.raises(Throttled):
        stubbed.table.rows_at(KEYS)
    stubbed.answers.assert_no_pending_responses()
    assert len(pauses) == UNPROCESSED_RETRIES - 1
    assert sum(pauses) < 3, "the caller is still waiting"
