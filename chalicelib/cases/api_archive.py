"""Fetching the archive packages of a case that is over."""

from typing import Self

from pydantic import Field

from chalicelib.aws.objects import Documents
from chalicelib.cases import errors, service
from chalicelib.cases.api import cases_area, reached
from chalicelib.cases.looking import note_seen
from chalicelib.cases.model import Case
from chalicelib.cases.packages import ArchivePackage
from chalicelib.cases.requests import Disclose
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, head
from chalicelib.http.shapes import Shape
from chalicelib.kernel.text import Text


class ArchivePackageView(Shape):
    """One bag in a ZIP: where it lies for five minutes, its size in bytes, and the SHA-256 to check it against."""

    version: int = Field(description="1: the case as it was closed; each later one holds what happened afterwards.")
    part: int
    parts: int
    url: str
    sha256: str = Field(description="SHA-256 of the package, in hexadecimal: the case's history names it too.")
    size: int
    kept_until: str | None = Field(description="The day before which storage lets nobody delete it.")

    @classmethod
    def of(cls, package: ArchivePackage, number: str, documents: Documents) -> Self:
        filename = f"{number}-{package.version}-{package.part}.zip"
        return cls(
            **package.model_dump(include={"version", "part", "parts", "sha256", "size"}),
            url=documents.permit_download(package.object_key, filename=filename),
            kept_until=package.kept_until or None,
        )


class ArchiveView(Shape):
    """What the archive has of a case."""

    is_complete: bool = Field(description="Whether all of the case is packed; ask again in a minute where it is not.")
    packages: list[ArchivePackageView]

    @classmethod
    def of(cls, case: Case, documents: Documents) -> Self:
        packages = [ArchivePackageView.of(it, case.number, documents) for it in case.packages]
        return cls(is_complete=case.is_in_archive, packages=packages)


@cases_area.post(
    "/v1/cases/{case_id}/archive-package",
    access=allow(head()),
    changes=True,
    summary=Text("下载归档包", "Fetch the archive packages"),
    refusals=(errors.CaseUnknown, errors.NotArchived, errors.OwnCase),
)
def fetch_archive_package(call: Call, case_id: str, body: Disclose) -> Reply[ArchiveView]:
    """The whole case with its files, as bags in ZIPs. They hold personal data whole, so fetching them is a look with a
    reason, as with `disclosures`; whoever only runs the platform does not open them. `verify_archive` checks them. A
    case that ended without a package, as those did that ended before there were any, is packed from now on.
    """
    case = reached(call, case_id, changing=True)
    if case.packages:
        note_seen(call, case, body.reason)
    else:
        service.change(call.uow, case, lambda it: it.request_package(call.act))
    return Reply(ArchiveView.of(case, call.platform.documents), version=case.version)
