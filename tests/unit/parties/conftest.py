import pytest

from tests.support.platform import FakePlatform


@pytest.fixture
def cloud() -> FakePlatform:
    return FakePlatform()
