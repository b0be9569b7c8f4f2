"""Objects in S3: permission to upload and download, and what the service itself reads and writes."""

import base64
import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from botocore.config import Config
from botocore.exceptions import ClientError

ADDRESSING = Config(
    signature_version="s3v4", s3={"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"}
)
"""Addresses name the region, `bucket.s3.region.suffix`: regions launched after March 2019 refuse the global address.
An endpoint that is an IP address (`AWS_ENDPOINT_URL`) has no names below it, and gets the bucket in the path.
"""
UPLOAD_SECONDS = 900
DOWNLOAD_SECONDS = 300
PIECE = 2**20


@dataclass(frozen=True)
class UploadPermission:
    """What a client does to upload: PUT the file's bytes to `url` with exactly these `headers`."""

    url: str
    headers: dict[str, str]


@dataclass(frozen=True)
class StoredObject:
    """An object's size in bytes and declared media type."""

    size: int
    media_type: str


@dataclass(frozen=True)
class ArrivedPart:
    """A part that storage holds: its size in bytes, and the tag by which it is put together."""

    size: int
    etag: str


class PartsForgotten(Exception):
    """Storage knows no such upload in parts: put together, given up, or too old."""


class PartsDiffer(Exception):
    """Storage does not hold such parts."""


class Objects:
    """One bucket."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self.bucket = bucket

    def permit_upload(self, key: str, *, size: int, media_type: str, sha256_base64: str) -> UploadPermission:
        """A presigned PUT whose signature fixes key, size, type and SHA-256. No AWS call.

        A file of another size or type is refused by S3 (403), other bytes than promised as well (400).
        """
        parameters = {
            "Bucket": self.bucket,
            "Key": key,
            "ContentType": media_type,
            "ContentLength": size,
            "ChecksumSHA256": sha256_base64,
        }
        url = self._client.generate_presigned_url("put_object", Params=parameters, ExpiresIn=UPLOAD_SECONDS)
        return UploadPermission(url, {"Content-Type": media_type, "x-amz-checksum-sha256": sha256_base64})

    def begin_parts(self, key: str, *, media_type: str) -> str:
        """Storage's name of an upload in parts. One AWS call."""
        begun = self._client.create_multipart_upload(Bucket=self.bucket, Key=key, ContentType=media_type)
        return str(begun["UploadId"])

    def permit_part(self, key: str, storage_id: str, *, number: int, size: int) -> str:
        """A presigned PUT of exactly that part, valid for fifteen minutes. No AWS call."""
        parameters = {
            "Bucket": self.bucket,
            "Key": key,
            "UploadId": storage_id,
            "PartNumber": number,
            "ContentLength": size,
        }
        url: str = self._client.generate_presigned_url("upload_part", Params=parameters, ExpiresIn=UPLOAD_SECONDS)
        return url

    def arrived_parts(self, key: str, storage_id: str) -> dict[int, ArrivedPart]:
        """The parts that storage holds, by number. Raises `PartsForgotten`. One AWS call."""
        with _parts_are_there():
            answer = self._client.list_parts(Bucket=self.bucket, Key=key, UploadId=storage_id)
        return {part["PartNumber"]: ArrivedPart(part["Size"], part["ETag"]) for part in answer.get("Parts", [])}

    def put_together(self, key: str, storage_id: str, tags: Mapping[int, str]) -> None:
        """Make one object of all parts. Raises `PartsForgotten`, or `PartsDiffer` from what arrived. One AWS call."""
        parts = [{"PartNumber": number, "ETag": tags[number]} for number in sorted(tags)]
        with _parts_are_there():
            self._client.complete_multipart_upload(
                Bucket=self.bucket, Key=key, UploadId=storage_id, MultipartUpload={"Parts": parts}
            )

    def permit_download(self, key: str, *, filename: str) -> str:
        """A presigned GET, valid for five minutes, that downloads under `filename`. No AWS call."""
        parameters = {
            "Bucket": self.bucket,
            "Key": key,
            "ResponseContentDisposition": f"inline; filename*=UTF-8''{quote(filename, safe='')}",
        }
        url: str = self._client.generate_presigned_url("get_object", Params=parameters, ExpiresIn=DOWNLOAD_SECONDS)
        return url

    def read(self, key: str) -> tuple[bytes, StoredObject]:
        """The object's bytes and what S3 knows of it."""
        answer = self._client.get_object(Bucket=self.bucket, Key=key)
        return answer["Body"].read(), StoredObject(answer["ContentLength"], answer["ContentType"])

    def write(self, key: str, body: bytes, *, media_type: str) -> None:
        """Store `body` under `key`; writing the same bytes again is harmless."""
        self._client.put_object(
            Bucket=self.bucket, Key=key, Body=body, ContentType=media_type, ChecksumAlgorithm="SHA256"
        )

    def write_once(self, key: str, body: bytes, *, media_type: str) -> bool:
        """Store `body` under `key` unless something is stored there; whether it was."""
        return self._put_first(key, Body=body, ContentType=media_type, ChecksumAlgorithm="SHA256")

    def write_file_once(
        self, key: str, path: Path, *, media_type: str, sha256: str, locked_until: dt.datetime | None = None
    ) -> bool:
        """Store the file at `path`, whose SHA-256 storage checks, unless something is stored there; whether it was.
        Until `locked_until`, or for as long as the bucket locks everything, nobody without a special right deletes it.
        """
        lock = {"ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": locked_until} if locked_until else {}
        with path.open("rb") as file:
            return self._put_first(key, Body=file, ContentType=media_type, **_checked_by(sha256), **lock)

    def _put_first(self, key: str, **what: Any) -> bool:
        try:
            self._client.put_object(Bucket=self.bucket, Key=key, IfNoneMatch="*", **what)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != HTTPStatus.PRECONDITION_FAILED:
                raise
            return False
        return True

    def pieces(self, key: str) -> Iterator[bytes]:
        """The object's bytes, piece by piece."""
        yield from self._client.get_object(Bucket=self.bucket, Key=key)["Body"].iter_chunks(PIECE)

    def fetch(self, key: str, path: Path) -> None:
        """Write the object's bytes to `path`, piece by piece."""
        with path.open("wb") as file:
            for piece in self.pieces(key):
                file.write(piece)

    def write_file(self, key: str, path: Path, *, media_type: str, sha256: str) -> None:
        """Store the file at `path`, whose SHA-256 storage checks; writing the same bytes again is harmless."""
        with path.open("rb") as file:
            self._client.put_object(
                Bucket=self.bucket, Key=key, Body=file, ContentType=media_type, **_checked_by(sha256)
            )

    def exists(self, key: str) -> bool:
        """Whether there is an object under `key`. Of what is not there S3 says to those who may not list the bucket
        that it is forbidden.
        """
        try:
            self._client.head_object(Bucket=self.bucket, Key=key)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] in {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN}:
                return False
            raise
        return True


class Quarantine(Objects):
    """Where files arrive; nothing in it counts."""


class Materials(Objects):
    """What applicants brought and was found good, and files that come in and go out."""


class Documents(Objects):
    """What is issued, published and archived."""


def _checked_by(sha256: str) -> dict[str, str]:
    """Storage compares; where objects are locked it takes none without being told how it is to."""
    return {"ChecksumAlgorithm": "SHA256", "ChecksumSHA256": base64.b64encode(bytes.fromhex(sha256)).decode()}


@contextmanager
def _parts_are_there() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == "NoSuchUpload":
            raise PartsForgotten from error
        if code in {"InvalidPart", "InvalidPartOrder", "EntityTooSmall"}:
            raise PartsDiffer from error
        raise
