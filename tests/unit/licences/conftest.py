import pytest

from tests.support.applications import platform_with_catalogue
from tests.support.platform import FakePlatform


@pytest.fixture
def cloud() -> FakePlatform:
    return platform_with_catalogue()
