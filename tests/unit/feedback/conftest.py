import pytest

from chalicelib.feedback.api import feedback_area
from chalicelib.http import edge
from tests.support.applications import platform_with_catalogue
from tests.support.calls import Client
from tests.support.platform import FakePlatform


@pytest.fixture
def cloud() -> FakePlatform:
    return platform_with_catalogue()


@pytest.fixture
def client(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Client(cloud, feedback_area)
