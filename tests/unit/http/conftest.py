import pytest

from chalicelib.http import edge
from tests.support.platform import FakePlatform
from tests.support.probes import OWNER, Api, probes


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    platform = FakePlatform()
    monkeypatch.setattr(edge, "platform", lambda: platform)
    return platform


@pytest.fixture
def api(cloud: FakePlatform) -> Api:
    return Api(cloud, probes)


@pytest.fixture
def ledger_id(api: Api) -> str:
    """A ledger of `OWNER` at version 2."""
    return str(api.call("POST", "/v1/ledgers", {"note": "first"}, by=OWNER).body["id"])
