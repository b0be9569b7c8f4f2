"""Policies as IAM gets them: parliament finds nothing, and another evaluation of IAM's rules decides as meant."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import parliament
import pytest

from tests.infra.conftest import Resources
from tests.support.node_tools import node_tools
from tests.support.rendered_policies import ACCOUNT, Place

PLACES = {"ap-east-1": ("aws", "amazonaws.com"), "cn-north-1": ("aws-cn", "amazonaws.com.cn")}
NOT_BOUND = {"ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"}
NOT_BOUND |= {"ec2:UnassignPrivateIpAddresses"}
"""AWS asks for them on any resource (Lambda, Giving Lambda functions access to resources in a VPC)."""
OF_SEVERAL_KINDS = {"states:DescribeExecution", "states:ListExecutions"}
"""It asks for every kind of resource that these may name; ours are executions and state machines."""
Simulation = tuple[dict[str, Any], dict[str, Any] | None, dict[str, Any]]


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, resources: Resources) -> Place:
    return Place(resources, PLACES[request.param][0], request.param)


@pytest.fixture(scope="module")
def node() -> Path:
    return node_tools()


def test_parliament_finds_nothing(place: Place) -> None:
    for role, policy in place.policies().items():
        findings = parliament.analyze_policy_string(json.dumps(policy)).findings
        assert [it for it in findings if not _explained(it)] == [], role


def test_what_is_granted_is_allowed(place: Place, node: Path) -> None:
    """Each action on one at least of the resources of its statement."""
    granted: dict[tuple[str, str, str], list[Simulation]] = {}
    for role, policy in place.policies().items():
        for statement in policy["Statement"]:
            if statement["Effect"] == "Allow" and statement["Resource"] != "*":
                for action in _listed(statement["Action"]):
                    granted[role, statement["Sid"], action] = _requests(place, policy, statement, action)
    answers = iter(_decided(node, [one for requests in granted.values() for one in requests]))
    decided = {what: [next(answers) for _ in requests] for what, requests in granted.items()}
    assert {what: found for what, found in decided.items() if "Allowed" not in found} == {}


def test_the_data_key_is_used_through_stores_only(place: Place, node: Path) -> None:
    suffix = PLACES[place.region][1]
    through = [f"{store}.{place.region}.{suffix}" for store in ("dynamodb", "s3", "secretsmanager")]
    for policy in (it for role, it in place.policies().items() if role.endswith("Role") and "Malware" not in role):
        if "UseDataKeyThroughStores" not in {one["Sid"] for one in policy["Statement"]}:
            continue
        asked = [{"kms:ViaService": name} for name in (*through, f"ec2.{place.region}.{suffix}")] + [{}]
        requests = [_request(place, policy, "kms:Decrypt", place.arn("DataKey"), context) for context in asked]
        assert _decided(node, requests) == ["Allowed"] * 3 + ["ImplicitlyDenied"] * 2


def test_nothing_of_others_is_reached(place: Place, node: Path) -> None:
    others = {
        "dynamodb:GetItem": f"arn:{place.partition}:dynamodb:{place.region}:{ACCOUNT}:table/Others",
        "s3:GetObject": f"arn:{place.partition}:s3:::others/file",
        "secretsmanager:GetSecretValue": f"arn:{place.partition}:secretsmanager:{place.region}:{ACCOUNT}:secret:others",
        "dynamodb:DeleteTable": place.arn("Table"),
        "s3:BypassGovernanceRetention": f"{place.arn('DocumentsBucket')}/documents/file",
    }
    policies = place.policies().values()
    requests = [_request(place, policy, action, arn, {}) for policy in policies for action, arn in others.items()]
    assert set(_decided(node, requests)) == {"ImplicitlyDenied"}


def _explained(finding: Any) -> bool:
    if finding.issue == "RESOURCE_STAR":
        return set(finding.detail) <= NOT_BOUND
    if finding.issue == "RESOURCE_MISMATCH":
        return {it["action"] for it in finding.detail} <= OF_SEVERAL_KINDS
    return False


def _requests(place: Place, policy: dict[str, Any], statement: dict[str, Any], action: str) -> list[Simulation]:
    context = {
        key: _listed(value)[0].replace("*", "")
        for tested in statement.get("Condition", {}).values()
        for key, value in tested.items()
    }
    arns = [_example(arn) for arn in _listed(statement["Resource"])]
    return [_request(place, policy, action, arn, context) for arn in arns]


def _example(arn: str) -> str:
    """One of the resources that an ARN with wildcards stands for, as long as their kind demands."""
    longer = re.sub(r":\*$", ":log-stream:1", re.sub(r"(:execution:.*)\*$", r"\g<1>1:1", arn))
    return longer.replace("*", "1")


def _request(place: Place, policy: dict[str, Any], action: str, arn: str, context: dict[str, str]) -> Simulation:
    """With the key's own policy, where the request is about a key."""
    request = {
        "action": action,
        "principal": f"arn:{place.partition}:sts::{ACCOUNT}:assumed-role/role/function",
        "resource": {"accountId": ACCOUNT, "resource": arn},
        "contextVariables": context,
    }
    key = place.resolved(place.resources["DataKey"]["Properties"]["KeyPolicy"])
    return policy, key if action.startswith("kms:") else None, request


def _decided(node: Path, simulations: list[Simulation]) -> list[str]:
    script = Path(__file__).with_name("simulate.mjs").read_text(encoding="utf-8")
    command = ["node", "--input-type=module", "--eval", script]
    said = subprocess.run(command, cwd=node, input=json.dumps(simulations), check=False, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    answers: list[str] = json.loads(said.stdout)
    return answers


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
