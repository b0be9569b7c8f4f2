"""What may be wrong with a file."""

from enum import StrEnum


class WhyRefused(StrEnum):
    """Why an uploaded file does not count."""

    SIZE = "size-differs"
    SHA256 = "sha256-differs"
    TYPE = "type-differs"
    UNREADABLE = "unreadable"
    """It cannot be opened as what it is, or not within reasonable time and memory."""
    ENCRYPTED = "encrypted"
    ACTIVE = "active-content"
    """It would do something when it is opened: scripts, launched programs, sent forms."""
    ATTACHED = "embedded-files"
    EXPANDS = "expands-too-much"
    """A decompression bomb."""
    DIMENSIONS = "dimensions-too-large"
    MALWARE = "malware-found"
    UNSCANNABLE = "cannot-be-scanned"
    """The scanner does not look into files like this one: too large, too deep, or protected."""
    SCAN_FAILED = "scan-failed"
    """The scanner could not look into it this time."""


class WhyUntouched(StrEnum):
    """Why a file that may be kept is kept with everything that it says besides what it shows."""

    SIGNED = "signed"
    """A signature covers its bytes."""


class Objection(Exception):
    """The file may not be kept, for this reason."""

    def __init__(self, why: WhyRefused) -> None:
        super().__init__(why)
        self.why = why
