"""Whatever a function may write into a bucket has a rule for its end or its later place, or a reason for none."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.package.build import ROOT
from tests.infra.conftest import Resources

PREFIXES: dict[tuple[str, str], str] = {
    ("QuarantineBucket", "incoming/"): "forget-what-arrived",
    ("MaterialsBucket", "imports/"): "forget-imported-files",
    ("MaterialsBucket", "exports/"): "forget-exported-files",
    ("MaterialsBucket", "accepted/"): "keep-old-materials-where-it-costs-less",
    ("DocumentsBucket", "documents/"): "keep-old-documents-where-it-costs-less",
    ("DocumentsBucket", "archives/"): "keep-archive-packages-where-it-costs-less",
}
"""Bucket and prefix → the rule that sees to it."""
REASONS: dict[tuple[str, str], str] = {
    ("MaterialsBucket", "previews/"): "they go with the file that they show, by the retention run",
    ("DocumentsBucket", "catalogue/"): "editions of the public catalogue, few, and read by whoever searches",
}
BYPASS = "s3:BypassGovernanceRetention"


def writable() -> set[tuple[str, str]]:
    """Bucket and prefix of everything that some function may write."""
    found = set()
    for path in sorted((ROOT / ".chalice").glob("policy-*.json")):
        for statement in json.loads(path.read_text(encoding="utf-8"))["Statement"]:
            if "s3:PutObject" in statement["Action"]:
                found |= {_place(resource) for resource in _listed(statement["Resource"])}
    return found


def _place(resource: dict[str, Any]) -> tuple[str, str]:
    bucket, _, prefix = str(resource["Fn::Sub"]).removeprefix("${").partition(".Arn}/")
    return bucket, prefix.removesuffix("*")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def rules(resources: Resources, bucket: str) -> dict[str, dict[str, Any]]:
    found = resources[bucket]["Properties"]["LifecycleConfiguration"]["Rules"]
    return {rule["Id"]: rule for rule in found}


def test_every_place_that_is_written_to_has_a_rule_or_a_reason() -> None:
    assert writable() == {*PREFIXES, *REASONS}


@pytest.mark.parametrize("place", PREFIXES, ids=str)
def test_the_rule_is_for_that_place_and_in_force(resources: Resources, place: tuple[str, str]) -> None:
    bucket, prefix = place
    rule = rules(resources, bucket)[PREFIXES[place]]
    assert rule["Status"] == "Enabled"
    assert prefix.startswith(rule.get("Prefix", ""))
    assert "ExpirationInDays" in rule or "Transitions" in rule


@pytest.mark.parametrize("bucket", ["QuarantineBucket", "MaterialsBucket", "DocumentsBucket", "AccessLogBucket"])
def test_unfinished_uploads_are_given_up(resources: Resources, bucket: str) -> None:
    assert any("AbortIncompleteMultipartUpload" in rule for rule in rules(resources, bucket).values())


@pytest.mark.parametrize("bucket", ["MaterialsBucket", "DocumentsBucket"])
def test_what_counts_is_moved_and_never_ended_by_the_bucket(resources: Resources, bucket: str) -> None:
    """Files of cases are removed by the retention run, which knows who refers to them, or by people; never by age."""
    for rule in rules(resources, bucket).values():
        covers = not rule.get("Prefix") or rule["Prefix"] in {"accepted/", "documents/", "archives/", "previews/"}
        assert not (covers and "ExpirationInDays" in rule), rule["Id"]


def test_replaced_versions_of_materials_go_and_leave_no_marks(resources: Resources) -> None:
    found = rules(resources, "MaterialsBucket")
    assert found["forget-replaced-versions"]["NoncurrentVersionExpiration"] == {"NoncurrentDays": 30}
    assert found["forget-marks-of-deletion"]["ExpiredObjectDeleteMarker"] is True


def test_materials_can_be_locked_one_by_one(resources: Resources) -> None:
    """No rule for all of them: drafts and imports are forgotten."""
    properties = resources["MaterialsBucket"]["Properties"]
    assert properties["ObjectLockEnabled"] is True
    assert properties["ObjectLockConfiguration"] == {"ObjectLockEnabled": "Enabled"}


def test_no_function_may_remove_what_is_locked() -> None:
    policies = [*(ROOT / ".chalice").glob("policy-*.json"), *(ROOT / "infra" / "resources").rglob("*.yaml")]
    assert [path.name for path in policies if BYPASS in path.read_text(encoding="utf-8")] == []


def test_who_locks_may_lock_accepted_files_or_archive_packages_and_nothing_else() -> None:
    may = {
        (path.stem, _place(resource))
        for path in Path(ROOT / ".chalice").glob("policy-*.json")
        for statement in json.loads(path.read_text(encoding="utf-8"))["Statement"]
        if "s3:PutObjectRetention" in statement["Action"]
        for resource in _listed(statement["Resource"])
    }
    assert may == {
        ("policy-lifecycle_task", ("DocumentsBucket", "archives/")),
        ("policy-resolve_materials", ("MaterialsBucket", "accepted/")),
    }
