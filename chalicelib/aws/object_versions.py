"""The versions of objects: locked against deletion, or removed for good."""

from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus
from typing import Any

from botocore.exceptions import ClientError

GOVERNANCE = "GOVERNANCE"


class ObjectMissing(Exception):
    """There is no such object; the message says which."""


class ObjectVersions:
    """The versions of objects in one bucket that has object lock."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self.bucket = bucket

    def lock(self, key: str, until: datetime) -> None:
        """Let nobody remove what lies under `key` now before `until`. What is locked for longer stays so, and nothing
        is ever shortened, whoever else locks it at the same time. Raises `ObjectMissing`. Two AWS calls, or one.
        """
        version, locked_until = self._present(key)
        if locked_until is not None and locked_until >= until:
            return
        try:
            self._client.put_object_retention(
                Bucket=self.bucket,
                Key=key,
                VersionId=version,
                Retention={"Mode": GOVERNANCE, "RetainUntilDate": until},
            )
        except ClientError as error:
            if not (_is(error, HTTPStatus.FORBIDDEN) and self._is_locked_for_longer(key, version, until)):
                raise

    def forget(self, prefix: str, *, written_before: datetime) -> bool:
        """Remove for good each version under keys that begin with `prefix` and was written before that instant; what is
        locked stays. Whether nothing later is left. One AWS call a thousand versions, and one for each removed.

        Storage tells seconds: what was written in the very second of `written_before` counts as later.
        """
        second, later = written_before.replace(microsecond=0), False
        for version in list(self._versions(prefix)):
            if version["LastModified"] >= second:
                later = True
            else:
                self._remove(version["Key"], version["VersionId"])
        return not later

    def _versions(self, prefix: str) -> Iterator[dict[str, Any]]:
        after: dict[str, str] = {}
        while True:
            answer = self._client.list_object_versions(Bucket=self.bucket, Prefix=prefix, **after)
            yield from answer.get("Versions", [])
            if not answer.get("IsTruncated"):
                return
            after = {"KeyMarker": answer["NextKeyMarker"], "VersionIdMarker": answer["NextVersionIdMarker"]}

    def _remove(self, key: str, version: str) -> None:
        try:
            self._client.delete_object(Bucket=self.bucket, Key=key, VersionId=version)
        except ClientError as error:
            if not (_is(error, HTTPStatus.FORBIDDEN) and self._present(key, version)[1] is not None):
                raise

    def _present(self, key: str, version: str = "") -> tuple[str, datetime | None]:
        """The version that is read under `key`, and until when it is locked. Of what is not there S3 says to those who
        may not list the bucket that it is forbidden.
        """
        which = {"VersionId": version} if version else {}
        try:
            answer = self._client.head_object(Bucket=self.bucket, Key=key, **which)
        except ClientError as error:
            if _is(error, HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN):
                raise ObjectMissing(key) from error
            raise
        return answer["VersionId"], answer.get("ObjectLockRetainUntilDate")

    def _is_locked_for_longer(self, key: str, version: str, until: datetime) -> bool:
        """Whether somebody else was faster: S3 refuses to shorten."""
        _, locked_until = self._present(key, version)
        return locked_until is not None and locked_until > until


def _is(error: ClientError, *statuses: HTTPStatus) -> bool:
    return error.response["ResponseMetadata"]["HTTPStatusCode"] in statuses
