"""What a function learns from its environment, and what time it is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.aws import platform as platform_module
from chalicelib.aws.business_time import OFFSET, BusinessClock
from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Put
from chalicelib.aws.settings import MissingSetting, Settings
from tests.support.memory_table import MemoryTable
from tests.support.platform import SETTINGS

NAMES = (
    "STAGE TABLE_NAME QUARANTINE_BUCKET MATERIALS_BUCKET DOCUMENTS_BUCKET BUS_NAME TOKEN_KEY_ID INTERNAL_SECRET_ID",
    "KEY_RING_SECRET_ID MACHINE_ARN_PREFIX PUBLIC_BASE_URL ALLOWED_ORIGINS BUSINESS_TIME WECHAT_PAY_URL KUAIDI100_URL",
    "POPULATION_URL COUNTERPARTY_SECRET_ID FACE_URL CA_URL LEGAL_PERSONS_URL LICENCE_BASE_URL SMS_URL",
    "LICENCE_KEY_ID TIMESTAMP_URL",
)
NUMBERS = {"WARM_SECONDS": "60", "RETENTION_DAYS": "3650", "VAULT_VALID_MONTHS": "12", "OBJECTION_DAYS": "5"}
NUMBERS["ALARM_SPREAD_SECONDS"] = "600"
ENVIRONMENT = {**NUMBERS, **{name: f"value of {name}" for line in NAMES for name in line.split()}}


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_an_incomplete_deployment_says_what_it_lacks(name: str) -> None:
    lacking = {key: value for key, value in ENVIRONMENT.items() if key != name}
    with pytest.raises(MissingSetting, match=name):
        Settings.from_environment(lacking)


def test_origins_are_a_list_and_addresses_have_no_slash_at_the_end() -> None:
    given = {
        **ENVIRONMENT,
        "ALLOWED_ORIGINS": "https://a.test,https://b.test",
        "PUBLIC_BASE_URL": "https://api.test/v/",
    }
    settings = Settings.from_environment(given)
    assert settings.allowed_origins == {"https://a.test", "https://b.test"}
    assert settings.public_base_url == "https://api.test/v"
    assert Settings.from_environment({**ENVIRONMENT, "ALLOWED_ORIGINS": ""}).allowed_origins == frozenset()


@pytest.mark.parametrize(("stage", "refused"), [("local", False), ("production", True), ("LOCAL", True), ("", True)])
def test_only_the_local_stage_may_move_business_time(stage: str, refused: bool) -> None:
    given = {**ENVIRONMENT, "STAGE": stage, "BUSINESS_TIME": "movable"}
    if refused:
        with pytest.raises(MissingSetting, match="only the local stage"):
            Settings.from_environment(given)
    else:
        assert Settings.from_environment(given).business_time_movable


@pytest.mark.parametrize(("stage", "refused"), [("local", False), ("production", True), ("", True)])
def test_only_the_local_stage_may_call_addresses_that_are_not_public(stage: str, refused: bool) -> None:
    given = {**ENVIRONMENT, "STAGE": stage, "PRIVATE_RECEIVERS": "allowed"}
    if refused:
        with pytest.raises(MissingSetting, match="only the local stage"):
            Settings.from_environment(given)
    else:
        assert Settings.from_environment(given).private_receivers
    assert not Settings.from_environment({**ENVIRONMENT, "STAGE": stage}).private_receivers


def test_business_time_is_the_machines_and_asks_nobody() -> None:
    table = MemoryTable()
    table.commit([Put({"pk": OFFSET.pk, "sk": OFFSET.sk, "seconds": 86_400})])
    clock = BusinessClock(table, movable=False)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert clock.now().microsecond % 1000 == 0
    assert table.round_trips == 1


def test_movable_business_time_is_ahead_by_its_row_which_is_read_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    table, machine = MemoryTable(), [100.0]
    monkeypatch.setattr("chalicelib.aws.business_time.time.monotonic", lambda: machine[0])
    clock = BusinessClock(table, movable=True)
    assert clock.offset() == timedelta(0)
    table.commit([Put({"pk": OFFSET.pk, "sk": OFFSET.sk, "seconds": 86_400})])
    before = table.round_trips
    assert [clock.offset() for _ in range(5)] == [timedelta(0)] * 5
    assert table.round_trips == before
    machine[0] += 1.5
    assert [clock.offset() for _ in range(5)] == [timedelta(days=1)] * 5
    assert table.round_trips == before + 1


def test_clients_are_made_when_they_are_first_used_and_kept() -> None:
    class Session:
        made: list[str] = []

        def client(self, service: str, **_: Any) -> object:
            self.made.append(service)
            return object()

    platform = Platform(SETTINGS, Session())
    assert Session.made == []
    assert platform.table is platform.table
    assert platform.materials and platform.documents and platform.orchestrator and platform.bus and platform.secrets
    assert Session.made == ["dynamodb", "secretsmanager", "s3", "stepfunctions", "events", "secretsmanager"]


def test_calls_are_cut_off_before_the_gateway_gives_up() -> None:
    config = platform_module.CLIENT_CONFIG
    assert config.connect_timeout + config.read_timeout < 29
    assert config.retries == {"mode": "standard", "total_max_attempts": 3}
