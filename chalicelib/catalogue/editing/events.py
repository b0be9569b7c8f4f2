"""What happens to an item of the catalogue. Each event carries its author; together they are its history."""

import datetime as dt

from chalicelib.kernel.events import Event


class DraftWritten(Event):
    """Somebody described the item, or changed its description; `changed` points at the elements that differ."""

    type = "catalogue.DraftWritten"
    version: int
    department: str
    department_before: str
    """Another one when the item was handed over; the figures of both change."""
    sha256: str
    changed: list[str]
    violations: list[str]


class DraftDiscarded(Event):
    """The description in work was given up; what is published stays."""

    type = "catalogue.DraftDiscarded"
    version: int
    department: str
    department_before: str
    """Another one when a hand-over was given up with it."""


class VersionChecked(Event):
    """The description keeps every rule for publication."""

    type = "catalogue.VersionChecked"
    version: int
    department: str
    sha256: str


class VersionApproved(Event):
    """Somebody who did not write it approved exactly this content."""

    type = "catalogue.VersionApproved"
    version: int
    department: str
    sha256: str


class VersionSentBack(Event):
    """Somebody who did not write it wants it changed."""

    type = "catalogue.VersionSentBack"
    version: int
    department: str
    reason: str


class EnteredBatch(Event):
    """It is to be published, or retired, with a batch; until then nothing of it changes."""

    type = "catalogue.EnteredBatch"
    department: str
    batch_id: str
    action: str


class LeftBatch(Event):
    """It was taken out of its batch."""

    type = "catalogue.LeftBatch"
    department: str
    batch_id: str


class VersionPublished(Event):
    """The version is online from that date, for everybody who reads that edition or a later one."""

    type = "catalogue.VersionPublished"
    version: int
    department: str
    sha256: str
    valid_from: dt.date
    edition: int
    batch_id: str


class ItemRetired(Event):
    """From that date on nobody can apply for it; running cases go on."""

    type = "catalogue.ItemRetired"
    department: str
    valid_from: dt.date
    edition: int
    batch_id: str
