"""After the transform the API has one stage, in its region, behind firewall, throttle and log, and room to grow."""

import json
from itertools import accumulate
from typing import Any

from infra.package.build import ROOT
from tests.infra.conftest import Resources, of_type

MOST_RESOURCES = 250
"""Of the 300 that an API may have without a raise of the quota; the runbook asks for it. New routes lie flat."""
MOST_IN_A_STACK = 500
LARGEST_TEMPLATE = 1_000_000
"""Resources of one CloudFormation stack, and characters of its template; neither quota can be raised."""


def test_the_only_stage_is_ours(transformed: Resources) -> None:
    stages = of_type(transformed, "AWS::ApiGateway::Stage")
    assert [stage["Properties"]["StageName"] for stage in stages.values()] == ["api"]
    deployments = of_type(transformed, "AWS::ApiGateway::Deployment").values()
    assert [deployment["Properties"].get("StageName") for deployment in deployments] == [None]


def test_it_is_throttled_and_logged(transformed: Resources) -> None:
    (stage,) = of_type(transformed, "AWS::ApiGateway::Stage").values()
    assert stage["Properties"]["AccessLogSetting"]["DestinationArn"] == {"Fn::GetAtt": ["ApiAccessLog", "Arn"]}
    (setting,) = stage["Properties"]["MethodSettings"]
    assert (setting["ResourcePath"], setting["HttpMethod"]) == ("/*", "*")
    assert setting["ThrottlingRateLimit"] == 200


def test_it_is_fenced(transformed: Resources) -> None:
    arn = transformed["FirewallAssociation"]["Properties"]["ResourceArn"]["Fn::Sub"]
    (name,) = of_type(transformed, "AWS::ApiGateway::Stage")
    assert arn.endswith(f"::/restapis/${{RestAPI}}/stages/${{{name}}}")


def test_its_endpoint_is_regional(transformed: Resources) -> None:
    api = transformed["RestAPI"]["Properties"]
    assert api["EndpointConfiguration"] == {"Types": ["REGIONAL"]}
    assert api["Parameters"] == {"endpointConfigurationTypes": "REGIONAL"}


def test_no_log_of_it_is_kept_for_ever(transformed: Resources) -> None:
    """The gateway would make the group of its own log by itself, without an end."""
    (stage,) = of_type(transformed, "AWS::ApiGateway::Stage").values()
    assert [setting["LoggingLevel"] for setting in stage["Properties"]["MethodSettings"]] == ["OFF"]


def test_new_routes_stay_flat(transformed: Resources) -> None:
    paths: dict[str, Any] = transformed["RestAPI"]["Properties"]["Body"]["paths"]
    nodes = {node for path in paths for node in accumulate(path.rstrip("/").split("/"), "{}/{}".format)}
    assert set(paths) - {"/"} <= nodes
    assert len(nodes) <= MOST_RESOURCES
    assert "`Resources per API`" in (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")


def test_the_stack_has_room(transformed: Resources) -> None:
    assert len(transformed) <= MOST_IN_A_STACK
    assert len(json.dumps(transformed)) < LARGEST_TEMPLATE
