import json
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from moto import mock_aws

from chalicelib.aws.key_ring import KeyRing, RingEmpty, ring_in
from infra import turn_key


class SecretStore:
    """One secret that can be read and written."""

    def __init__(self, text: str) -> None:
        self.text = text

    def get_secret_value(self, **_: str) -> dict[str, str]:
        return {"SecretString": self.text}

    def put_secret_value(self, *, SecretString: str, **_: str) -> None:
        self.text = SecretString


def test_a_key_is_known_before_it_is_used_and_former_ones_stay() -> None:
    store = SecretStore("generated at deployment")
    before = KeyRing(store, "ring")
    assert before.names() == ("1",)
    turn_key.turn(store, "ring", "add")
    between = KeyRing(store, "ring")
    assert between.current == "1" and set(between.names()) == {"1", "2"}
    turn_key.turn(store, "ring", "use")
    after = KeyRing(store, "ring")
    assert after.names() == ("2", "1")
    hashes = after.look_up("mobile", "13800000001")
    assert before.look_up("mobile", "13800000001")[0] == hashes[1] == between.look_up("mobile", "13800000001")[0]


@pytest.mark.parametrize(("steps", "told"), [(["use"], "add one first"), (["add", "add"], "not in use yet")])
def test_a_step_out_of_order_changes_nothing(steps: list[str], told: str) -> None:
    store = SecretStore("generated at deployment")
    for step in steps[:-1]:
        turn_key.turn(store, "ring", step)
    text = store.text
    with pytest.raises(turn_key.NotNow, match=told):
        turn_key.turn(store, "ring", steps[-1])
    assert store.text == text


def test_the_command_tells_names_and_never_keys(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store = SecretStore("generated at deployment")
    monkeypatch.setattr(turn_key.boto3, "client", lambda *_, **__: store)
    assert [turn_key.main(["--secret", "ring", step]) for step in ("add", "use", "use")] == [0, 0, 1]
    told = capsys.readouterr()
    assert told.out.splitlines() == ["keys 1, 2; in use: 1", "keys 1, 2; in use: 2"]
    keys = [value for name, value in json.loads(store.text).items() if name != "current"]
    assert not any(key in told.out + told.err for key in keys)


TURNED = '{"current": "2", "1": "former", "2": "present"}'
NOW = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_former_key_stays_until_no_recovery_reaches_back_to_it() -> None:
    store = SecretStore(TURNED)
    for day, told in ((0, "until 2026-02-05"), (34, "until 2026-02-05")):
        with pytest.raises(turn_key.NotNow, match=told):
            turn_key.drop(store, "ring", {}, NOW + day * DAY)
    assert turn_key.drop(store, "ring", {}, NOW + 35 * DAY) == {"current": "2", "2": "present"}


def test_what_comes_under_a_former_key_again_begins_its_days_anew() -> None:
    store = SecretStore(TURNED)
    turn_key.look(store, "ring", {}, NOW)
    with pytest.raises(turn_key.NotNow, match="1 rows under key 1"):
        turn_key.drop(store, "ring", {"1": 1}, NOW + 36 * DAY)
    with pytest.raises(turn_key.NotNow, match="until 2026-03-14"):
        turn_key.drop(store, "ring", {}, NOW + 37 * DAY)


def test_a_backup_from_before_needs_the_former_key() -> None:
    store = SecretStore(TURNED)
    turn_key.look(store, "ring", {}, NOW)
    with pytest.raises(turn_key.NotNow, match="1 backups .* the oldest of 2025-12-31"):
        turn_key.drop(store, "ring", {}, NOW + 36 * DAY, [NOW - DAY, NOW + DAY])
    assert "1" not in turn_key.drop(store, "ring", {}, NOW + 36 * DAY, [NOW + DAY])


def test_the_table_is_asked_for_all_its_backups() -> None:
    with mock_aws():
        client = boto3.client("dynamodb", region_name="us-east-1")
        key = {"AttributeName": "pk", "KeyType": "HASH"}
        attribute = {"AttributeName": "pk", "AttributeType": "S"}
        client.create_table(
            TableName="table", KeySchema=[key], AttributeDefinitions=[attribute], BillingMode="PAY_PER_REQUEST"
        )
        made = client.create_backup(TableName="table", BackupName="by-hand")["BackupDetails"]
        assert turn_key.backups_of(client, "table") == [made["BackupCreationDateTime"]]


def test_an_empty_ring_is_no_key() -> None:
    with pytest.raises(RingEmpty):
        ring_in("")


@pytest.mark.parametrize("text", ["{ae{Y>)x<f&&Ncz@yE'8kv42", "0123456789", '"quoted"', "plain"])
def test_the_first_key_may_look_like_anything(text: str) -> None:
    """The embedded cloud makes it up, with any sign at its beginning."""
    assert ring_in(text) == {"current": "1", "1": text}
