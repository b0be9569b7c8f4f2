import pytest

from tests.support.applications import platform_with_catalogue
from tests.support.platform import FakePlatform
from tests.support.trust import with_trust


@pytest.fixture
def cloud() -> FakePlatform:
    return with_trust(platform_with_catalogue())
