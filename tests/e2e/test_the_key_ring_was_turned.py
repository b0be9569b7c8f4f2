"""The key ring was turned before anybody came (conftest): who was there before and who is new are both served, by every
function under its own policy.
"""

from typing import Any

import pytest
import requests

from infra.bootstrap import __main__ as bootstrap
from infra.keys_in_use import rows_by_key
from infra.local import cloud as embedded
from infra.local.people import until
from tests.e2e.conftest import World

NEWCOMER = ("林假设", "13800138041", "460100200108155133")


def test_a_new_person_registers_and_is_identified(world: World) -> None:
    person = world.person(*NEWCOMER)
    person.sign_in(register=True)
    person.prove_identity()
    assert person.get("/v1/me")["level"] == 3


def test_a_copy_of_ones_own_data_is_made(world: World) -> None:
    person = world.person(*NEWCOMER)
    person.sign_in()
    ordered = person.post("/v1/me/exports")
    path = f"/v1/me/exports/{ordered['export_id']}"
    until(lambda: person.get(path)["job_status"] == "DONE", "the copy")
    fetched = requests.get(person.get(f"{path}/file")["url"], timeout=30)
    assert fetched.ok and fetched.content.startswith(b"PK")


def test_who_was_there_before_signs_in_and_both_keys_are_in_use(world: World) -> None:
    assert world.head.account["id"] == "staff-ga-haikou-head"
    rows: Any = rows_by_key(world.cloud.client("dynamodb"), world.cloud.outputs()["TableName"])
    assert rows["1"] and rows["2"]


def test_whoever_deploys_makes_another_operator_with_their_own_settings(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command line of the runbook, on a stack that is in use: nothing else changes."""
    for name, value in embedded.CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    stack = ["--stack-name", embedded.STACK, "--endpoint-url", world.cloud.emulator.url]
    operator = ["--operator", "ops-2,运维二,13900460002,460000"]
    assert bootstrap.main([*stack, *operator, "--catalogue", "none"]) == 0
    changed = [line for line in capsys.readouterr().out.splitlines() if "there already" not in line]
    assert changed == ["staff: 1 members"]
    assert world.official("13900460002").account["id"] == "ops-2"
