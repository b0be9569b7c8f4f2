"""A state directory that an earlier sandbox has left: what that one did not know yet is added, nothing is lost."""

import json
from pathlib import Path

from infra.sandbox.keys import OWN
from tests.unit.adapters.test_legal_persons import SHOP, check
from tests.unit.adapters.world import World, receiving, start_sandbox


def test_credentials_of_new_counterparties_are_added(tmp_path: Path) -> None:
    start_sandbox(tmp_path).close()
    file = tmp_path / "keys.json"
    keys = json.loads(file.read_text("utf-8"))
    older = {name: value for name, value in keys.items() if name not in ("ca", "legal_persons")}
    file.write_text(json.dumps(older), "utf-8")
    with receiving() as receiver:
        world = World(start_sandbox(tmp_path), receiver)
        assert check(world.legal_persons, SHOP).kind
        assert {name: world.secret[name] for name in older if name not in OWN} == {
            name: value for name, value in older.items() if name not in OWN
        }
        assert json.loads(file.read_text("utf-8")).items() >= world.secret.items()
        world.sandbox.close()
