"""What the service's functions are told, its operator's view of the embedded cloud is told too."""

from collections import defaultdict
from types import SimpleNamespace
from typing import Any, cast

from infra.local.cloud import Cloud
from infra.local.operating import platform_of


def test_the_operators_view_lacks_no_setting() -> None:
    outputs: Any = defaultdict(lambda: "https://told.test")
    cloud = SimpleNamespace(outputs=lambda: outputs, sandbox=SimpleNamespace(url="http://sandbox.test"))
    assert platform_of(cast(Cloud, cloud)).settings.business_time_movable
