"""What one partition lacks is left out there, and names of services hold in each."""

import json
from typing import Any

import pytest

from infra.package.build import ROOT
from infra.package.merge import members
from tests.infra.conftest import Resources, of_type

POLICIES = sorted((ROOT / ".chalice").glob("policy-*.json"))
NETWORKED = set(members(ROOT / "infra" / "resources" / "networked.yaml"))
NOTHING = {"Ref": "AWS::NoValue"}


def test_calls_are_traced_outside_china_only(template: dict[str, Any], transformed: Resources) -> None:
    """Functions cannot be traced in China: docs.amazonaws.cn, Getting Started, Lambda."""
    in_china = {"Fn::Equals": [{"Ref": "AWS::Partition"}, "aws-cn"]}
    assert template["Conditions"]["Traced"] == {"Fn::Not": [in_china]}
    (stage,) = of_type(transformed, "AWS::ApiGateway::Stage").values()
    machines = of_type(transformed, "AWS::StepFunctions::StateMachine").values()
    functions = of_type(transformed, "AWS::Lambda::Function").values()
    assert stage["Properties"]["TracingEnabled"] == {"Fn::If": ["Traced", True, False]}
    assert {json.dumps(it["Properties"]["TracingConfiguration"]) for it in machines} == {
        json.dumps({"Enabled": {"Fn::If": ["Traced", True, False]}})
    }
    assert {json.dumps(it["Properties"]["TracingConfig"]) for it in functions} == {
        json.dumps({"Mode": {"Fn::If": ["Traced", "Active", "PassThrough"]}})
    }


@pytest.mark.parametrize("policy", POLICIES, ids=lambda path: path.stem)
def test_the_data_key_is_used_through_stores_named_in_either_way(policy: Any) -> None:
    """AWS documents `service.region.amazonaws.com` for `kms:ViaService`, and not whether China adds `.cn`."""
    statements = json.loads(policy.read_text(encoding="utf-8"))["Statement"]
    (statement,) = [one for one in statements if "kms:Decrypt" in one["Action"]]
    names = statement["Condition"]["StringLike"]["kms:ViaService"]
    assert {name["Fn::Sub"] for name in names} == {
        f"{store}.${{AWS::Region}}.amazonaws.com*" for store in ("dynamodb", "s3", "secretsmanager")
    }


def test_who_calls_counterparties_or_the_scanner_lies_in_the_operators_network() -> None:
    with_credentials = {policy.stem for policy in POLICIES if '"CounterpartySecret"' in policy.read_text("utf-8")}
    named = {"policy-api_handler": "APIHandler"}
    callers = {named.get(stem, stem.removeprefix("policy-").title().replace("_", "")) for stem in with_credentials}
    assert {*callers, "ReceiveUpload"} == NETWORKED


def test_functions_join_the_network_only_where_one_is_named(template: dict[str, Any], transformed: Resources) -> None:
    joined = {"SubnetIds": {"Ref": "SubnetIds"}, "SecurityGroupIds": {"Ref": "SecurityGroupIds"}}
    for name, function in of_type(transformed, "AWS::Lambda::Function").items():
        wanted = {"Fn::If": ["Networked", joined, NOTHING]} if name in NETWORKED else None
        assert function["Properties"].get("VpcConfig") == wanted, name
    assert template["Parameters"]["SubnetIds"]["Default"] == ""


def test_lambda_may_attach_them_before_they_are_made_and_their_code_may_not(transformed: Resources) -> None:
    policy = transformed["NetworkPolicy"]["Properties"]
    roles = {role["Ref"] for role in policy["Roles"]}
    assert roles == {transformed[name]["Properties"]["Role"]["Fn::GetAtt"][0] for name in NETWORKED}
    assert {transformed[name]["DependsOn"] for name in NETWORKED} == {"NetworkPolicy"}
    attach, refuse = policy["PolicyDocument"]["Statement"]
    assert attach["Fn::If"][0] == "Networked"
    assert attach["Fn::If"][1]["Action"] == refuse["Action"]
    assert {"ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"} <= set(refuse["Action"])
    assert refuse["Effect"] == "Deny"
    assert refuse["Condition"] == {"Null": {"lambda:SourceFunctionArn": "false"}}


def test_files_travel_to_the_scanner_over_tls_or_in_a_network_of_ones_own(template: dict[str, Any]) -> None:
    rule = template["Rules"]["FilesReachTheScannerUnread"]
    assert rule["RuleCondition"] == {"Fn::Equals": [{"Ref": "ClamdTransport"}, "plain"]}
    local, networked = rule["Assertions"][0]["Assert"]["Fn::Or"]
    assert local == {"Fn::Equals": [{"Ref": "Stage"}, "local"]}
    assert networked == {"Fn::Not": [{"Fn::EachMemberEquals": [{"Ref": "SubnetIds"}, ""]}]}
    assert template["Parameters"]["ClamdTransport"]["Default"] == "tls"
    over_tls, plain = template["Resources"]["ReceiveUpload"]["Properties"]["Environment"]["Variables"]["CLAMD_ADDRESS"][
        "Fn::If"
    ][1:]
    assert (over_tls, plain) == ({"Fn::Sub": "tls://${ClamdAddress}"}, {"Ref": "ClamdAddress"})
