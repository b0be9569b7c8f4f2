"""What the service's functions are told, whoever operates a deployment is told too."""

from collections import defaultdict
from typing import Any

from infra.bootstrap.deployment import platform_of


class Functions:
    """Every function is told the same."""

    def client(self, service: str) -> "Functions":
        assert service == "lambda"
        return self

    def get_function_configuration(self, **_: str) -> dict[str, Any]:
        told: Any = defaultdict(lambda: "1", {"STAGE": "local", "BUSINESS_TIME": "movable", "TABLE_NAME": "the-table"})
        return {"Environment": {"Variables": told}}


def test_the_operators_view_lacks_no_setting() -> None:
    settings = platform_of({"RelayName": "relay"}, Functions()).settings
    assert settings.business_time_movable
    assert settings.table_name == "the-table"
