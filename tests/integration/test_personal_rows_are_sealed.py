"""What a row holds of a person is unreadable in the table, and stays readable to us while its key is replaced."""

import json
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag

from chalicelib.aws.key_ring import KeyRing, KeyUnknown, RowSealer
from chalicelib.aws.rows import Check, Key, Put, Row
from chalicelib.aws.table import ConditionFailed, DynamoTable
from tests.support.dynamo import sealed_table

ROW: Row = {"pk": "ACCOUNT#1", "sk": "SNAPSHOT", "version": 1, "body": '{"name":"王示例","mobile":"13800000001"}'}
KEY = Key("ACCOUNT#1", "SNAPSHOT")


class SecretStore:
    """Holds whatever ring the operator wrote last."""

    def __init__(self, **ring: str) -> None:
        self.text, self.asked = json.dumps(ring), 0

    def turn(self, **ring: str) -> None:
        self.text = json.dumps(ring)

    def get_secret_value(self, **_: str) -> dict[str, str]:
        self.asked += 1
        return {"SecretString": self.text}


def with_ring(client: Any, name: str, store: SecretStore) -> DynamoTable:
    return DynamoTable(client, name, RowSealer(KeyRing(store, "key-ring")))


def stored(client: Any, name: str) -> dict[str, Any]:
    item: dict[str, Any] = client.get_item(TableName=name, Key={"pk": {"S": KEY.pk}, "sk": {"S": KEY.sk}})["Item"]
    return item


def test_nobody_finds_a_name_or_a_mobile_in_the_table(dynamodb: Any, table_name: str) -> None:
    table = sealed_table(dynamodb, table_name)
    table.commit([Put(ROW, personal=True)])
    item = stored(dynamodb, table_name)
    assert item["sealed_with"] == {"S": "1"}
    assert "王示例" not in str(item) and b"13800000001" not in bytes(item["body"]["B"])
    assert table.row(KEY) == table.partition(KEY.pk)[0] == table.rows_at([KEY])[0] == ROW


def test_what_stands_in_the_way_is_told_readably(dynamodb: Any, table_name: str) -> None:
    """A repeated request is answered from the row that refuses it."""
    table = sealed_table(dynamodb, table_name)
    table.commit([Put(ROW, new=True, personal=True)])
    with pytest.raises(ConditionFailed) as failed:
        table.commit([Put(ROW, new=True, personal=True)])
    assert failed.value.standing == ROW


def test_a_sealed_row_cannot_be_moved_to_somebody_else(dynamodb: Any, table_name: str) -> None:
    table = sealed_table(dynamodb, table_name)
    table.commit([Put(ROW, personal=True)])
    dynamodb.put_item(TableName=table_name, Item={**stored(dynamodb, table_name), "pk": {"S": "ACCOUNT#2"}})
    with pytest.raises(InvalidTag):
        table.row(Key("ACCOUNT#2", "SNAPSHOT"))


def test_a_key_is_replaced_while_the_service_runs(dynamodb: Any, table_name: str) -> None:
    """A process that knows only the former key reads what another one sealed with the new key: it asks again, once."""
    ring = SecretStore(current="1", **{"1": "first"})
    old_process = with_ring(dynamodb, table_name, ring)
    old_process.commit([Put(ROW, personal=True)])
    ring.turn(current="2", **{"1": "first", "2": "second"})
    new_process = with_ring(dynamodb, table_name, ring)
    assert new_process.row(KEY) == ROW
    new_process.commit([Put(ROW, personal=True)])
    assert stored(dynamodb, table_name)["sealed_with"] == {"S": "2"}
    asked = ring.asked
    assert old_process.row(KEY) == old_process.row(KEY) == ROW
    assert ring.asked == asked + 1


def test_a_key_that_is_gone_is_said_to_be_gone(dynamodb: Any, table_name: str) -> None:
    with_ring(dynamodb, table_name, SecretStore(current="1", **{"1": "first"})).commit([Put(ROW, personal=True)])
    with pytest.raises(KeyUnknown):
        with_ring(dynamodb, table_name, SecretStore(current="2", **{"2": "second"})).row(KEY)


def test_people_are_found_under_every_key_of_the_ring_the_present_one_first() -> None:
    before = KeyRing(SecretStore(current="1", **{"1": "first"}), "ring").look_up("mobile", "13800000001")
    after = KeyRing(SecretStore(current="2", **{"1": "first", "2": "second"}), "ring").look_up("mobile", "13800000001")
    assert len(after) == 2 and after[1:] == before
    assert KeyRing(SecretStore(current="1", **{"1": "first"}), "ring").look_up("id-number", "13800000001") != before


@pytest.mark.parametrize("present", [True, False])
def test_a_condition_decides_over_the_whole_transaction(table: Any, present: bool) -> None:
    """The same for the table in memory and the real one."""
    where = Key("SESSIONS#1", "session-1")
    if not present:
        table.commit([Put({"pk": where.pk, "sk": where.sk})])
    other: Row = {"pk": "OTHER", "sk": "ROW"}
    with pytest.raises(ConditionFailed) as failed:
        table.commit([Check(where, present), Put(other)])
    assert failed.value.write.key == where and table.row(Key("OTHER", "ROW")) is None
    table.commit([Check(where, not present), Put(other)])
    assert table.row(Key("OTHER", "ROW")) == other
