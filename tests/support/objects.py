"""A bucket in memory with the face of `chalicelib.aws.objects.Objects`."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from chalicelib.aws.objects import StoredObject, UploadPermission


@dataclass
class FakeObjects:
    """Holds bytes by key; permissions say what they permit."""

    bucket: str = "materials"
    contents: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    reads: int = 0

    def permit_upload(self, key: str, *, size: int, media_type: str, sha256_base64: str) -> UploadPermission:
        headers = {"Content-Type": media_type, "x-amz-checksum-sha256": sha256_base64}
        return UploadPermission(f"https://{self.bucket}.test/{key}?size={size}", headers)

    def permit_download(self, key: str, *, filename: str) -> str:
        return f"https://{self.bucket}.test/{key}"

    def read(self, key: str) -> tuple[bytes, StoredObject]:
        self.reads += 1
        body, media_type = self.contents[key]
        return body, StoredObject(len(body), media_type)

    def write(self, key: str, body: bytes, *, media_type: str) -> None:
        self.contents[key] = (body, media_type)

    def write_once(self, key: str, body: bytes, *, media_type: str) -> bool:
        if key in self.contents:
            return False
        self.write(key, body, media_type=media_type)
        return True

    def fetch(self, key: str, path: Path) -> None:
        body, _ = self.read(key)
        path.write_bytes(body)

    def write_file(self, key: str, path: Path, *, media_type: str, sha256: str) -> None:
        body = path.read_bytes()
        assert hashlib.sha256(body).hexdigest() == sha256, "storage checks it"
        self.write(key, body, media_type=media_type)

    def exists(self, key: str) -> bool:
        return key in self.contents
