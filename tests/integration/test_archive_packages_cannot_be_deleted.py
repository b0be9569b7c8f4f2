"""A package in S3 as moto has it: locked from the moment that it is stored, until its period is over."""

import hashlib
import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from chalicelib.aws.objects import Objects
from tests.support.dynamo import REGION

NUMBERS = itertools.count()
KEY = "archives/case-1/1-1.zip"
TEN_YEARS = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3650)
BODY = b"a package"
RULE = {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1}}


@pytest.fixture
def s3(aws: None) -> Any:
    return boto3.client("s3", region_name=REGION)


@pytest.fixture
def bucket(s3: Any) -> Objects:
    name = f"documents-{next(NUMBERS)}"
    place = {"LocationConstraint": REGION}
    s3.create_bucket(Bucket=name, CreateBucketConfiguration=place, ObjectLockEnabledForBucket=True)
    lock = {"ObjectLockEnabled": "Enabled", "Rule": RULE}
    s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration=lock)
    return Objects(s3, name)


def stored(bucket: Objects, path: Path, until: datetime | None) -> bool:
    path.write_bytes(BODY)
    sha256 = hashlib.sha256(BODY).hexdigest()
    return bucket.write_file_once(KEY, path, media_type="application/zip", sha256=sha256, locked_until=until)


def test_nobody_deletes_it_before_its_time(s3: Any, bucket: Objects, tmp_path: Path) -> None:
    assert stored(bucket, tmp_path / "package.zip", TEN_YEARS)
    locked = s3.head_object(Bucket=bucket.bucket, Key=KEY)
    assert (locked["ObjectLockMode"], locked["ObjectLockRetainUntilDate"]) == ("GOVERNANCE", TEN_YEARS)
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.delete_object(Bucket=bucket.bucket, Key=KEY, VersionId=locked["VersionId"])
    assert b"".join(bucket.pieces(KEY)) == BODY


def test_one_that_is_not_appraised_is_locked_as_the_bucket_locks_everything(
    s3: Any, bucket: Objects, tmp_path: Path
) -> None:
    assert stored(bucket, tmp_path / "package.zip", None)
    until = s3.head_object(Bucket=bucket.bucket, Key=KEY)["ObjectLockRetainUntilDate"]
    assert until < datetime.now(UTC) + timedelta(days=2)


def test_a_second_attempt_changes_neither_file_nor_lock(s3: Any, bucket: Objects, tmp_path: Path) -> None:
    assert stored(bucket, tmp_path / "package.zip", TEN_YEARS)
    assert not stored(bucket, tmp_path / "package.zip", TEN_YEARS + timedelta(days=1))
    assert s3.head_object(Bucket=bucket.bucket, Key=KEY)["ObjectLockRetainUntilDate"] == TEN_YEARS
