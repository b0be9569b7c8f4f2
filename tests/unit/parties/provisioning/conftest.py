"""A service with its registers, its seeded staff and an empty bucket."""

import pytest

from chalicelib.http import edge
from infra.bootstrap.catalogue import seed_registers
from infra.seed.staff import seed_staff
from tests.support.objects import FakeObjects
from tests.support.platform import FakePlatform


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    platform = FakePlatform()
    platform.materials = FakeObjects("materials")
    seed_registers(platform)
    seed_staff(platform)
    monkeypatch.setattr(edge, "platform", lambda: platform)
    return platform
