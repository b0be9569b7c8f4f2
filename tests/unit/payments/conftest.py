import pytest

from tests.support.platform import FakePlatform
from tests.unit.payments.till import FakeChannel, Till


@pytest.fixture
def cloud() -> FakePlatform:
    return FakePlatform()


@pytest.fixture
def till(cloud: FakePlatform) -> Till:
    return Till(cloud, FakeChannel())
