"""What an upload looks like over HTTP."""

from typing import Self

from pydantic import Field

from chalicelib.http.shapes import Request, Shape
from chalicelib.materials.model import Upload, UploadStatus
from chalicelib.materials.service import Part


class PartView(Shape):
    """One part: PUT its bytes to `url`, or keep the `etag` of one that is there."""

    number: int
    size: int = Field(description="Bytes.")
    etag: str | None = Field(None, description="Of a part that arrived; storage gives it with the answer to the PUT.")
    url: str | None = Field(None, description="Where a missing part goes, for fifteen minutes; then ask again.")


class UploadProgressView(Shape):
    """How far an upload has come. A file that came in one piece has no parts."""

    upload_id: str
    status: UploadStatus
    why: str | None = None
    untouched: str | None = Field(
        None, description="Why the file is kept with all that it says besides what it shows: `signed`."
    )
    size: int = Field(description="Bytes.")
    parts: list[PartView] = []

    @classmethod
    def of(cls, upload: Upload, parts: list[Part]) -> Self:
        return cls(
            upload_id=upload.id,
            status=upload.status,
            why=upload.why,
            untouched=upload.kept.untouched if upload.kept else None,
            size=upload.file.size,
            parts=[PartView(number=part.number, size=part.size, etag=part.etag, url=part.url) for part in parts],
        )


class FinishedPart(Request):
    """A part that was sent."""

    number: int = Field(ge=1, le=10_000)
    etag: str = Field(min_length=1, max_length=80)


class CompleteUpload(Request):
    """All parts, with the tags that storage gave."""

    parts: list[FinishedPart] = Field(min_length=1, max_length=10_000)

    @property
    def tags(self) -> dict[int, str]:
        """Tags by number."""
        return {part.number: part.etag for part in self.parts}
