"""Fetching the archive package of a concluded case."""

from pydantic import Field

from chalicelib.cases import errors
from chalicelib.cases.api import Download, cases_area, reached
from chalicelib.cases.looking import note_seen
from chalicelib.cases.requests import Disclose
from chalicelib.http.access import allow, head
from chalicelib.http.call import Call, Reply
from chalicelib.kernel.text import Text


class ArchiveDownload(Download):
    """Where the package lies for five minutes, its size in bytes, and the SHA-256 to check it against."""

    sha256: str = Field(description="SHA-256 of the package, in hexadecimal: the case's history names it too.")
    size: int


@cases_area.post(
    "/v1/cases/{case_id}/archive-package",
    access=allow(head()),
    changes=True,
    summary=Text("下载归档包", "Fetch the archive package"),
    refusals=(errors.CaseUnknown, errors.NotArchived, errors.OwnCase),
)
def fetch_archive_package(call: Call, case_id: str, body: Disclose) -> Reply[ArchiveDownload]:
    """The whole case with its files, as a bag in a ZIP. It holds personal data whole, so fetching it is a look with a
    reason, as with `disclosures`; whoever only runs the platform does not open it. `verify_archive` checks it.
    """
    case = reached(call, case_id, changing=True)
    if case.package is None:
        raise errors.NotArchived(case_status=case.status)
    note_seen(call, case, body.reason)
    url = call.platform.documents.permit_download(case.package.object_key, filename=f"{case.number}.zip")
    return Reply(ArchiveDownload(url=url, sha256=case.package.sha256, size=case.package.size), version=case.version)
