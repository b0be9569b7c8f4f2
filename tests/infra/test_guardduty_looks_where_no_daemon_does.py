"""Where no daemon is named, a plan of the stack has GuardDuty look into the quarantine, under a role of its own."""

from typing import Any

from infra.local.cloud import Cloud, _parameters
from infra.local.processes import Running
from tests.infra.conftest import Resources

GUARDDUTY = "malware-protection-plan.guardduty.amazonaws.com"


def test_the_plan_is_there_exactly_when_no_daemon_is(template: dict[str, Any], resources: Resources) -> None:
    no_daemon = {"Fn::Equals": [{"Ref": "ClamdAddress"}, ""]}
    assert template["Conditions"]["ScannedByGuardDuty"] == no_daemon
    assert template["Conditions"]["ScannedByDaemon"] == {"Fn::Not": [no_daemon]}
    of_the_plan = {name for name, resource in resources.items() if resource.get("Condition") == "ScannedByGuardDuty"}
    assert of_the_plan == {"MalwareProtectionPlan", "MalwareProtectionRole"}


def test_it_looks_at_everything_that_arrives_and_starts_the_examination(resources: Resources) -> None:
    plan = resources["MalwareProtectionPlan"]["Properties"]
    assert plan["ProtectedResource"]["S3Bucket"] == {
        "BucketName": {"Ref": "QuarantineBucket"},
        "ObjectPrefixes": ["incoming/"],
    }
    by_daemon, by_guardduty = resources["ReceiveUploadRule"]["Properties"]["EventPattern"]["Fn::If"][1:]
    assert by_daemon["source"] == ["aws.s3"]
    assert by_guardduty["source"] == ["aws.guardduty"]


def test_its_role_is_guarddutys_for_this_account_and_reaches_the_quarantine_only(resources: Resources) -> None:
    role = resources["MalwareProtectionRole"]["Properties"]
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": GUARDDUTY}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    statements = {it["Sid"]: it for it in role["Policies"][0]["PolicyDocument"]["Statement"]}
    for statement in statements.values():
        assert not [action for action in statement["Action"] if "*" in action]
        if statement["Action"][0].startswith("s3:"):
            assert "QuarantineBucket" in str(statement["Resource"])
    assert statements["KeepOwnRule"]["Condition"] == {"StringLike": {"events:ManagedBy": GUARDDUTY}}
    assert [it["Resource"] for it in statements.values() if "s3:PutObject" in it["Action"]] == [
        {"Fn::Sub": "${QuarantineBucket.Arn}/malware-protection-resource-validation-object"}
    ]


def test_the_embedded_cloud_has_a_daemon_and_so_no_plan(tmp_path: Any) -> None:
    nobody = Running(0, 1)
    assert _parameters(Cloud(tmp_path, nobody, nobody), "http://127.0.0.1:1")["ClamdAddress"]
