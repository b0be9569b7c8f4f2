"""Buckets are closed, encrypted and kept; the table can be restored and cannot be dropped by mistake."""

from typing import Any

import pytest

from tests.infra.conftest import Resources, of_type

BUCKETS = ("QuarantineBucket", "MaterialsBucket", "DocumentsBucket", "AccessLogBucket")


@pytest.mark.parametrize("name", BUCKETS)
class TestBucket:
    def test_nothing_is_public(self, name: str, resources: Resources) -> None:
        assert set(resources[name]["Properties"]["PublicAccessBlockConfiguration"].values()) == {True}
        ownership = resources[name]["Properties"]["OwnershipControls"]
        assert ownership == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}

    def test_contents_are_encrypted_and_versioned(self, name: str, resources: Resources) -> None:
        properties = resources[name]["Properties"]
        (rule,) = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        wanted = "AES256" if name == "AccessLogBucket" else "aws:kms"
        assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == wanted
        assert properties["VersioningConfiguration"] == {"Status": "Enabled"}

    def test_plain_http_is_refused(self, name: str, resources: Resources) -> None:
        statements = resources[f"{name}Policy"]["Properties"]["PolicyDocument"]["Statement"]
        (refusal,) = (rule for rule in map(_unless_embedded, statements) if rule["Sid"] == "OnlyOverTls")
        assert refusal["Effect"] == "Deny"
        assert refusal["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}

    def test_it_outlives_the_stack(self, name: str, resources: Resources) -> None:
        _is_kept(resources[name])


def test_table_can_be_restored_and_is_encrypted(resources: Resources) -> None:
    table = resources["Table"]
    properties = table["Properties"]
    _is_kept(table)
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties["DeletionProtectionEnabled"] is True
    assert properties["SSESpecification"]["KMSMasterKeyId"] == {"Fn::GetAtt": ["DataKey", "Arn"]}
    assert properties["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}


def test_issued_documents_cannot_be_deleted(resources: Resources) -> None:
    properties = resources["DocumentsBucket"]["Properties"]
    assert properties["ObjectLockEnabled"] is True
    assert properties["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]["Mode"] == "GOVERNANCE"


@pytest.mark.parametrize(
    "name", ["DataKey", "TokenKey", "LicenceKey", "InternalSecret", "KeyRingSecret", "CounterpartySecret"]
)
def test_keys_outlive_the_stack(name: str, resources: Resources) -> None:
    _is_kept(resources[name])


def test_no_secret_has_a_value_that_a_deployment_could_write_over_the_present_one(resources: Resources) -> None:
    secrets = of_type(resources, "AWS::SecretsManager::Secret").values()
    assert [set(secret["Properties"]) & {"GenerateSecretString", "SecretString"} for secret in secrets] == [set()] * 3


def test_data_key_is_rotated(resources: Resources) -> None:
    assert resources["DataKey"]["Properties"]["EnableKeyRotation"] is True


def _is_kept(resource: dict[str, Any]) -> None:
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def _unless_embedded(statement: dict[str, Any]) -> dict[str, Any]:
    """The statement of a deployment that has TLS; the embedded cloud is reached on loopback without it."""
    chosen: dict[str, Any] = statement["Fn::If"][1] if "Fn::If" in statement else statement
    return chosen
