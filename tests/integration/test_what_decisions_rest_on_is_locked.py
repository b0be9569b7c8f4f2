"""Versions of objects in S3 as moto has it: locked until a day, never for less, and not to be removed before it."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from chalicelib.aws.object_versions import ObjectMissing, ObjectVersions
from tests.support.dynamo import REGION

NUMBERS = itertools.count()
KEY = "accepted/" + "0" * 64
NOW = datetime.now(UTC).replace(microsecond=0)
TEN_YEARS, THIRTY_YEARS = NOW + timedelta(days=3650), NOW + timedelta(days=10950)


@pytest.fixture
def s3(aws: None) -> Any:
    return boto3.client("s3", region_name=REGION)


@pytest.fixture
def bucket(s3: Any) -> str:
    name = f"materials-{next(NUMBERS)}"
    place = {"LocationConstraint": REGION}
    s3.create_bucket(Bucket=name, CreateBucketConfiguration=place, ObjectLockEnabledForBucket=True)
    s3.put_object(Bucket=name, Key=KEY, Body=b"photo")
    return name


@pytest.fixture
def versions(s3: Any, bucket: str) -> ObjectVersions:
    return ObjectVersions(s3, bucket)


def locked_until(s3: Any, bucket: str, version: str | None = None) -> datetime | None:
    which = {"VersionId": version} if version else {}
    found: datetime | None = s3.head_object(Bucket=bucket, Key=KEY, **which).get("ObjectLockRetainUntilDate")
    return found


def test_nobody_removes_what_is_locked(s3: Any, bucket: str, versions: ObjectVersions) -> None:
    versions.lock(KEY, TEN_YEARS)
    locked = s3.head_object(Bucket=bucket, Key=KEY)
    assert (locked["ObjectLockMode"], locked["ObjectLockRetainUntilDate"]) == ("GOVERNANCE", TEN_YEARS)
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.delete_object(Bucket=bucket, Key=KEY, VersionId=locked["VersionId"])
    assert s3.get_object(Bucket=bucket, Key=KEY)["Body"].read() == b"photo"


def test_what_is_not_locked_can_be_removed(s3: Any, bucket: str) -> None:
    version = s3.head_object(Bucket=bucket, Key=KEY)["VersionId"]
    s3.delete_object(Bucket=bucket, Key=KEY, VersionId=version)
    with pytest.raises(ClientError):
        s3.head_object(Bucket=bucket, Key=KEY)


@pytest.mark.parametrize("order", [(TEN_YEARS, THIRTY_YEARS), (THIRTY_YEARS, TEN_YEARS)])
def test_of_two_cases_that_rest_on_it_the_longer_wins(
    s3: Any, bucket: str, versions: ObjectVersions, order: tuple[datetime, ...]
) -> None:
    for until in (*order, *order):
        versions.lock(KEY, until)
    assert locked_until(s3, bucket) == THIRTY_YEARS


def test_bytes_that_came_again_are_locked_as_well(s3: Any, bucket: str, versions: ObjectVersions) -> None:
    versions.lock(KEY, TEN_YEARS)
    first = s3.head_object(Bucket=bucket, Key=KEY)["VersionId"]
    s3.put_object(Bucket=bucket, Key=KEY, Body=b"photo")
    assert locked_until(s3, bucket) is None
    versions.lock(KEY, TEN_YEARS)
    assert locked_until(s3, bucket) == locked_until(s3, bucket, first) == TEN_YEARS


def test_a_file_that_is_not_there_is_heard_of(versions: ObjectVersions) -> None:
    with pytest.raises(ObjectMissing, match="accepted/nothing"):
        versions.lock("accepted/nothing", TEN_YEARS)


class OthersAreFaster:
    """S3, where somebody else locks the same version between our looking and our locking."""

    def __init__(self, s3: Any, until: datetime) -> None:
        self.s3, self.until = s3, until

    def head_object(self, **which: Any) -> Any:
        return self.s3.head_object(**which)

    def put_object_retention(self, **what: Any) -> None:
        self.s3.put_object_retention(**{**what, "Retention": {"Mode": "GOVERNANCE", "RetainUntilDate": self.until}})
        status = {"HTTPStatusCode": 403}
        refusal: Any = {"Error": {"Code": "AccessDenied"}, "ResponseMetadata": status}
        raise ClientError(refusal, "PutObjectRetention")


def test_who_is_refused_to_shorten_anothers_lock_is_content(s3: Any, bucket: str) -> None:
    ObjectVersions(OthersAreFaster(s3, THIRTY_YEARS), bucket).lock(KEY, TEN_YEARS)
    assert locked_until(s3, bucket) == THIRTY_YEARS


def test_who_may_not_lock_at_all_is_heard_of(s3: Any, bucket: str) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        ObjectVersions(OthersAreFaster(s3, NOW + timedelta(days=1)), bucket).lock(KEY, TEN_YEARS)


def left(s3: Any, bucket: str) -> list[str]:
    return [version["Key"] for version in s3.list_object_versions(Bucket=bucket).get("Versions", [])]


def test_what_was_written_before_goes_in_all_its_versions_and_nothing_else(
    s3: Any, bucket: str, versions: ObjectVersions
) -> None:
    for key in (KEY, f"{KEY}1", "accepted/1"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"photo")
    assert not versions.forget(KEY, written_before=NOW - timedelta(hours=1))
    assert len(left(s3, bucket)) == 4
    assert versions.forget(KEY, written_before=NOW + timedelta(hours=1))
    assert left(s3, bucket) == ["accepted/1"]
    assert versions.forget(KEY, written_before=NOW + timedelta(hours=1)), "twice is as good as once"


def test_what_is_locked_stays_though_everybody_let_go(s3: Any, bucket: str, versions: ObjectVersions) -> None:
    versions.lock(KEY, TEN_YEARS)
    s3.put_object(Bucket=bucket, Key=KEY, Body=b"photo")
    assert versions.forget(KEY, written_before=NOW + timedelta(hours=1))
    assert left(s3, bucket) == [KEY]
    assert locked_until(s3, bucket) == TEN_YEARS, "the locked one is read again"


def test_many_versions_are_found_page_by_page(s3: Any, bucket: str) -> None:
    for _ in range(5):
        s3.put_object(Bucket=bucket, Key=KEY, Body=b"photo")

    class TwoAtATime:
        def list_object_versions(self, **which: Any) -> Any:
            return s3.list_object_versions(**which, MaxKeys=2)

        def delete_object(self, **which: Any) -> Any:
            return s3.delete_object(**which)

    assert ObjectVersions(TwoAtATime(), bucket).forget(KEY, written_before=NOW + timedelta(hours=1))
    assert left(s3, bucket) == []
