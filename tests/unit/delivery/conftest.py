import pytest

from tests.support.platform import FakePlatform
from tests.unit.delivery.post import FakeCourier, Post


@pytest.fixture
def cloud() -> FakePlatform:
    return FakePlatform()


@pytest.fixture
def post(cloud: FakePlatform) -> Post:
    return Post(cloud, FakeCourier())
