"""Uploads (上传的材料): a file is declared first, then checked against its declaration when it has arrived."""

from enum import StrEnum
from typing import ClassVar, Self

from pydantic import AwareDatetime

from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act
from chalicelib.kernel.value import Value
from chalicelib.materials.events import Refused, UploadDeclared, Verified
from chalicelib.materials.inspection.findings import WhyRefused, WhyUntouched


def kept_key(sha256: str) -> str:
    """Where a file is kept once it counts: by its content, so that the same bytes are kept once."""
    return f"accepted/{sha256}"


def previews_of(sha256: str) -> str:
    """How the keys of all pictures of a kept file begin."""
    return f"previews/{sha256}/"


def preview_key(sha256: str, name: str) -> str:
    """Where a picture of a page of a kept file is kept: `name` is the page's number, or `thumbnail`."""
    return f"{previews_of(sha256)}{name}.webp"


class DeclaredFile(Value):
    """What the applicant says they are going to upload: size in bytes, SHA-256 in hexadecimal."""

    filename: str
    media_type: str
    size: int
    sha256: str


class Verdict(Value):
    """What an examination found: `why` the file does not count, or SHA-256 and size in bytes of what is kept of it.
    Other bytes than were declared are kept where a file said more than it shows, unless it was left `untouched`.
    """

    why: WhyRefused | None = None
    sha256: str = ""
    size: int = 0
    previews: int = 0
    """Of how many pages there are pictures."""
    untouched: WhyUntouched | None = None


class UploadStatus(StrEnum):
    DECLARED = "DECLARED"
    VERIFIED = "VERIFIED"
    REFUSED = "REFUSED"


class Upload(Aggregate):
    """One file for one slot of whatever `reference` stands for (a case, to those who know). People put their names into
    names of files.
    """

    personal: ClassVar[bool] = True

    reference: str
    slot: str
    owner_id: str
    item_code: str = ""
    """For access by somebody whose authority names items."""
    file: DeclaredFile
    declared_at: AwareDatetime
    correlation_id: str
    """Of the request that declared it: storage's own event carries none."""
    status: UploadStatus = UploadStatus.DECLARED
    why: WhyRefused | None = None
    kept: Verdict | None = None
    storage_id: str = ""
    """Storage's own name of an upload in parts; empty for a file that comes in one piece."""

    @classmethod
    def declare(
        cls, *, upload_id: str, reference: str, slot: str, owner_id: str, item_code: str, file: DeclaredFile, act: Act
    ) -> Self:
        """A file is on its way."""
        upload = cls(
            id=upload_id,
            reference=reference,
            slot=slot,
            owner_id=owner_id,
            item_code=item_code,
            file=file,
            declared_at=act.at,
            correlation_id=act.correlation_id,
        )
        upload._record(
            UploadDeclared(
                reference=reference,
                slot=slot,
                upload_id=upload_id,
                sha256=file.sha256,
                size=file.size,
                media_type=file.media_type,
            ),
            act,
        )
        return upload

    @property
    def department(self) -> str:
        """None: an upload is its applicant's alone."""
        return ""

    @property
    def region(self) -> str:
        """None, as with the department."""
        return ""

    @property
    def object_key(self) -> str:
        """Where the file arrives, in quarantine: identifiers only, no personal data. It is forgotten after two days."""
        return f"incoming/{self.reference}/{self.slot}/{self.id}"

    @property
    def awaited(self) -> bool:
        """Whether the file has not been inspected yet."""
        return self.status is UploadStatus.DECLARED

    def conclude(self, verdict: Verdict, act: Act) -> None:
        """Take the first inspection's verdict; later ones change nothing."""
        if not self.awaited:
            return
        if verdict.why is None:
            self._verify(verdict, act)
        else:
            self._refuse(verdict.why, act)

    def _verify(self, kept: Verdict, act: Act) -> None:
        self.status, self.kept = UploadStatus.VERIFIED, kept
        self._record(
            Verified(
                reference=self.reference,
                slot=self.slot,
                upload_id=self.id,
                object_key=kept_key(kept.sha256),
                sha256=kept.sha256,
                size=kept.size,
                previews=kept.previews,
                media_type=self.file.media_type,
                untouched=kept.untouched or "",
            ),
            act,
        )

    def _refuse(self, why: WhyRefused, act: Act) -> None:
        self.status, self.why = UploadStatus.REFUSED, why
        self._record(Refused(reference=self.reference, slot=self.slot, upload_id=self.id, why=why), act)
