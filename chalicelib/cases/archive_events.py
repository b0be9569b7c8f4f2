"""What happens to a case that is over on its way into the archive, and after it."""

from chalicelib.kernel.events import Event


class Archived(Event):
    """The case is closed for good, and packed: whoever has the package checks it against its hash here."""

    type = "case.Archived"
    events: int
    package_sha256: str


class PartPacked(Event):
    """One of several bags of a package is stored; `Archived` or `SupplementArchived` tells of the last one."""

    type = "case.PartPacked"
    version: int
    part: int
    parts: int
    package_sha256: str


class SupplementDue(Event):
    """补充归档: what happened afterwards, by the type of the event that told it, belongs into the archive too."""

    type = "case.SupplementDue"
    why: str


class SupplementArchived(Event):
    """What happened after the case was packed is packed beside it, as that version."""

    type = "case.SupplementArchived"
    version: int
    package_sha256: str


class ArchiveRequested(Event):
    """A case that ended without a package is to have one."""

    type = "case.ArchiveRequested"
