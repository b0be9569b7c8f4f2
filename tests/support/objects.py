"""A bucket in memory with the faces of `chalicelib.aws.objects.Objects` and `chalicelib.aws.object_versions`."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from chalicelib.aws.object_versions import ObjectMissing
from chalicelib.aws.objects import ArrivedPart, PartsDiffer, PartsForgotten, StoredObject, UploadPermission


@dataclass
class FakeObjects:
    """Holds bytes by key; permissions say what they permit."""

    bucket: str = "materials"
    contents: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    parts: dict[str, dict[int, bytes]] = field(default_factory=dict)
    """What has arrived of uploads in parts, by key and number: tests put it there."""
    reads: int = 0
    locked_until: dict[str, dt.datetime | None] = field(default_factory=dict)

    def permit_upload(self, key: str, *, size: int, media_type: str, sha256_base64: str) -> UploadPermission:
        headers = {"Content-Type": media_type, "x-amz-checksum-sha256": sha256_base64}
        return UploadPermission(f"https://{self.bucket}.test/{key}?size={size}", headers)

    def begin_parts(self, key: str, *, media_type: str) -> str:
        self.parts[key] = {}
        return f"parts of {key}"

    def permit_part(self, key: str, storage_id: str, *, number: int, size: int) -> str:
        return f"https://{self.bucket}.test/{key}?part={number}&size={size}"

    def arrived_parts(self, key: str, storage_id: str) -> dict[int, ArrivedPart]:
        if key not in self.parts:
            raise PartsForgotten
        return {number: ArrivedPart(len(body), f"tag-{number}") for number, body in self.parts[key].items()}

    def put_together(self, key: str, storage_id: str, tags: Mapping[int, str]) -> None:
        arrived = self.arrived_parts(key, storage_id)
        if any(number not in arrived or arrived[number].etag != tag for number, tag in tags.items()):
            raise PartsDiffer
        parts = self.parts.pop(key)
        self.write(key, b"".join(parts[number] for number in sorted(parts)), media_type="")

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

    def write_file_once(
        self, key: str, path: Path, *, media_type: str, sha256: str, locked_until: dt.datetime | None = None
    ) -> bool:
        if key in self.contents:
            return False
        self.locked_until[key] = locked_until
        self.write_file(key, path, media_type=media_type, sha256=sha256)
        return True

    def pieces(self, key: str) -> Iterator[bytes]:
        body, _ = self.read(key)
        yield from (body[at : at + 1000] for at in range(0, len(body), 1000))

    def exists(self, key: str) -> bool:
        return key in self.contents


@dataclass
class FakeVersions:
    """The versions of what lies in `objects`: until when each is locked, and when it was written if not long ago."""

    objects: FakeObjects
    locked: dict[str, datetime] = field(default_factory=dict)
    written: dict[str, datetime] = field(default_factory=dict)

    def lock(self, key: str, until: datetime) -> None:
        if key not in self.objects.contents:
            raise ObjectMissing(key)
        self.locked[key] = max(until, self.locked.get(key, until))

    def forget(self, prefix: str, *, written_before: datetime) -> bool:
        found = [key for key in self.objects.contents if key.startswith(prefix)]
        later = [key for key in found if key in self.written and self.written[key] >= written_before]
        for key in set(found) - set(later) - set(self.locked):
            del self.objects.contents[key]
        return not later
