"""The archive (归档): a case that is over is packed, and what follows afterwards is packed beside it.

Every case that was ever handed in is packed when it is over, however it ended. A package is one bag or, where a case
has many files, several parts; each bag's hash is in the history. What came after it (the licence was suspended, revoked
or issued anew, money went back) is a supplement, the next version: what was packed once never changes.
"""

from chalicelib.cases import errors
from chalicelib.cases.archive_events import Archived, ArchiveRequested, PartPacked, SupplementArchived, SupplementDue
from chalicelib.cases.fulfilling import Fulfilling
from chalicelib.cases.packages import ArchivePackage, bag_after
from chalicelib.cases.vocabulary import ENDED, Stage, Status
from chalicelib.kernel.events import Act


class Archiving(Fulfilling):
    """From the end of a case on."""

    def archive(self, package: ArchivePackage, act: Act) -> None:
        """A bag is stored. With the last part of the first version the case is closed for good; of two that were made
        at once the first counts.
        """
        if self.stage is not Stage.ARCHIVE or (package.version, package.part) != bag_after(self.packages):
            return
        if self.package is None:
            self.package = package
        else:
            self.further_packages = (*self.further_packages, package)
        if package.part < package.parts:
            place = {"version": package.version, "part": package.part, "parts": package.parts}
            self._record(PartPacked(**place, package_sha256=package.sha256), act)
        elif package.version == 1:
            if self.status not in ENDED:
                self.status = Status.ARCHIVED
            self._record(Archived(events=self.version + 1, package_sha256=package.sha256), act)
        else:
            self._record(SupplementArchived(version=package.version, package_sha256=package.sha256), act)

    def note_sequel(self, why: str, act: Act) -> None:
        """Something happened to what a case that is over brought about: it belongs into the archive too. Before the
        case is over nothing has to be noted, for its package will hold it.
        """
        if self.stage in {Stage.ARCHIVE, Stage.CLOSED} and self.number:
            self.sequels += 1
            self._record(SupplementDue(why=why), act)

    def request_package(self, act: Act) -> None:
        """Let a case be packed that is over and not in the archive. Raises `NotArchived` where it is not over."""
        if self.stage is not Stage.ARCHIVE:
            raise errors.NotArchived(case_status=self.status)
        self._record(ArchiveRequested(), act)
