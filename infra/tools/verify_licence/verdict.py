"""What there is to say of a file."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """`GENUINE` counts; everything from `SUSPENDED` on was genuine once or may be; the first two are not ours."""

    GENUINE = "GENUINE"
    ALTERED = "ALTERED"
    FORGED = "FORGED"
    SUSPENDED = "SUSPENDED"
    REVOKED = "REVOKED"
    REPLACED = "REPLACED"
    EXPIRED = "EXPIRED"
    NOT_YET_VALID = "NOT_YET_VALID"
    STATUS_UNKNOWN = "STATUS_UNKNOWN"
    """Genuine; whether it still counts is not known without its status list."""


class NotGenuine(Exception):
    """The file is not what was issued, and why."""

    def __init__(self, outcome: Outcome, why: str) -> None:
        super().__init__(why)
        self.outcome = outcome


@dataclass(frozen=True)
class Reference:
    """Where the status is published, and at which index of the list."""

    uri: str
    index: int


@dataclass(frozen=True)
class Genuine:
    """A file that was issued as it is: what it says, from when to when it counts, where its status is."""

    facts: dict[str, str] = field(default_factory=dict)
    status: Reference | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None
