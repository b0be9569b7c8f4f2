"""Objects in S3: permission to upload and download, and what the service itself reads and writes."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from botocore.exceptions import ClientError

UPLOAD_SECONDS = 900
DOWNLOAD_SECONDS = 300


@dataclass(frozen=True)
class UploadPermission:
    """What a client does to upload: POST a form with `fields`, then the file as the last field `file`, to `url`."""

    url: str
    fields: dict[str, str]


@dataclass(frozen=True)
class StoredObject:
    """An object's size in bytes and declared media type."""

    size: int
    media_type: str


class Objects:
    """One bucket."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self.bucket = bucket

    def permit_upload(self, key: str, *, size: int, media_type: str, sha256_base64: str) -> UploadPermission:
        """A presigned POST whose policy fixes key, size, type and SHA-256. No AWS call."""
        checksum = {"x-amz-checksum-algorithm": "SHA256", "x-amz-checksum-sha256": sha256_base64}
        fields = {"Content-Type": media_type, **checksum}
        answer = self._client.generate_presigned_post(
            self.bucket,
            key,
            Fields=fields,
            Conditions=[["content-length-range", size, size], *({name: value} for name, value in fields.items())],
            ExpiresIn=UPLOAD_SECONDS,
        )
        return UploadPermission(answer["url"], answer["fields"])

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

    def exists(self, key: str) -> bool:
        """Whether there is an object under `key`."""
        try:
            self._client.head_object(Bucket=self.bucket, Key=key)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.NOT_FOUND:
                return False
            raise
        return True
