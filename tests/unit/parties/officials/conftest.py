"""A service with its catalogue and its seeded staff, asked through the real edge."""

import pytest

from app import AREAS
from chalicelib.http import edge
from infra.seed.staff import seed_staff
from tests.support.cases import with_catalogue
from tests.support.platform import FakePlatform
from tests.support.probes import Api


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    platform = with_catalogue(FakePlatform())
    seed_staff(platform)
    monkeypatch.setattr(edge, "platform", lambda: platform)
    return platform


@pytest.fixture
def api(cloud: FakePlatform) -> Api:
    return Api(cloud, *AREAS)
