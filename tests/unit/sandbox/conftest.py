from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.adapters.world import World, running_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with running_world(tmp_path) as running:
        yield running
