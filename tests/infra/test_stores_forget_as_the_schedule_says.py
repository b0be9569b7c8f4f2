"""Buckets and logs forget after as many days as the retention schedule says."""

import pytest

from chalicelib.cases.retention.kinds import Carrier
from chalicelib.cases.retention.schedule import SCHEDULE, kind_of
from tests.infra.conftest import Resources, of_type

RULES = {
    "UNINSPECTED_UPLOADS": ("QuarantineBucket", "forget-what-arrived"),
    "IMPORTS": ("MaterialsBucket", "forget-imported-files"),
    "COPIES": ("MaterialsBucket", "forget-exported-files"),
    "FILE_ACCESS_LOGS": ("AccessLogBucket", "keep-a-year"),
}


def test_every_kind_that_a_bucket_forgets_is_held_to_it() -> None:
    assert set(RULES) == {kind.code for kind in SCHEDULE if kind.carrier is Carrier.STORE}


@pytest.mark.parametrize("code", RULES)
def test_a_bucket_forgets_in_time(resources: Resources, code: str) -> None:
    bucket, rule = RULES[code]
    (found,) = [it for it in resources[bucket]["Properties"]["LifecycleConfiguration"]["Rules"] if it["Id"] == rule]
    assert (found["Status"], found["ExpirationInDays"]) == ("Enabled", kind_of(code).days)


def test_of_a_copy_of_ones_own_data_no_former_version_stays(resources: Resources) -> None:
    rules = resources["MaterialsBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    (found,) = [it for it in rules if it.get("Prefix") == "exports/"]
    assert found["NoncurrentVersionExpiration"] == {"NoncurrentDays": 1}


def test_logs_are_kept_for_half_a_year(resources: Resources) -> None:
    """网络安全法, art. 21 (3): six months at least."""
    logs = of_type(resources, "AWS::Logs::LogGroup").values()
    assert {log["Properties"]["RetentionInDays"] for log in logs} == {kind_of("LOGS").days}


def test_the_table_removes_what_says_when(resources: Resources) -> None:
    ttl = resources["Table"]["Properties"]["TimeToLiveSpecification"]
    assert ttl == {"AttributeName": "expires_at", "Enabled": True}
