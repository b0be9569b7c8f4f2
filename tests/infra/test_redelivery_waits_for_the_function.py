"""No event is delivered again while its function may still be at work on it."""

from typing import Any

import pytest

from infra.package.build import ROOT
from infra.package.merge import members
from tests.infra.conftest import Resources

CONSUMERS = members(ROOT / "infra" / "resources" / "consumers.yaml")
RECOMMENDED = 6
"""Times the function's time limit, says AWS: a throttled batch is tried again before it becomes visible."""
LONG = {"CarryOutJobs"}
"""Takes one event at a time for up to five minutes; half an hour's stand-still after a crash would be worse."""


def seconds(value: Any, parameters: dict[str, Any]) -> int:
    """What a deployment that is not the embedded cloud's gets."""
    if isinstance(value, dict) and "Fn::If" in value:
        condition, _, otherwise = value["Fn::If"]
        assert condition == "Embedded"
        return seconds(otherwise, parameters)
    if isinstance(value, dict):
        return min(set(parameters[value["Ref"]]["AllowedValues"]) - {10})
    return int(value)


@pytest.mark.parametrize("name", CONSUMERS)
def test_a_queue_hides_what_a_function_works_on(name: str, template: dict[str, Any], functions: Resources) -> None:
    visibility = template["Resources"][f"{name}Inbox"]["Properties"]["VisibilityTimeout"]
    times = 1 if name in LONG else RECOMMENDED
    assert seconds(visibility, template["Parameters"]) >= times * functions[name]["Properties"]["Timeout"]


def test_ten_seconds_are_for_the_local_stage_only(template: dict[str, Any]) -> None:
    rule = template["Rules"]["EventsComeAgainAtOnceOnlyLocally"]
    assert rule["RuleCondition"] == {"Fn::Equals": [{"Ref": "RedeliverySeconds"}, "10"]}
    assert [check["Assert"] for check in rule["Assertions"]] == [{"Fn::Equals": [{"Ref": "Stage"}, "local"]}]
    assert template["Parameters"]["RedeliverySeconds"]["AllowedValues"] == [10, 360]
