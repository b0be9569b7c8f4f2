"""What the gateway refuses by itself is a problem document that a browser of any origin can read."""

import json
from typing import Any

from infra.package.build import ROOT
from infra.package.merge import members
from tests.infra.conftest import Resources

REFUSALS = members(ROOT / "infra" / "resources" / "refusals.yaml")
HEADERS = {
    "Access-Control-Allow-Origin": "'*'",
    "Access-Control-Expose-Headers": "'Retry-After,x-amzn-RequestId'",
    "Content-Type": "'application/problem+json'",
}


def test_refusals_say_what_to_do_next(resources: Resources) -> None:
    responses = resources["RestAPI"]["Properties"]["GatewayResponses"]
    assert set(responses) == {refusal["Kind"] for refusal in REFUSALS.values()}
    assert {"UNAUTHORIZED", "ACCESS_DENIED", "THROTTLED", "DEFAULT_4XX", "DEFAULT_5XX"} <= set(responses)
    for response in responses.values():
        assert response["ResponseParameters"]["Headers"] == HEADERS
        problem = json.loads(response["ResponseTemplates"]["application/json"])
        assert problem["type"].startswith("urn:bujianmian:problem:")
        assert problem["title"] and problem["detail"]


def test_embedded_cloud_refuses_likewise(resources: Resources) -> None:
    definition = resources["RestAPI"]["Properties"]["GatewayResponses"]
    for name, refusal in REFUSALS.items():
        beside = resources[f"Gateway{name}"]
        assert beside["Condition"] == "Embedded"
        expected = definition[refusal["Kind"]]["ResponseTemplates"]
        assert beside["Properties"]["ResponseTemplates"] == expected


def test_preflight_is_answered_on_every_path(resources: Resources) -> None:
    paths: dict[str, Any] = resources["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    assert paths
    assert [path for path, methods in paths.items() if "options" not in methods] == []
