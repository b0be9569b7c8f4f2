"""What the retention schedule says of a kind of data: how long, by what law, and what sees to its end."""

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.kernel.text import Text


class Carrier(StrEnum):
    """What sees to the end of it."""

    TABLE = "TABLE"
    """The table removes the rows by itself (time to live)."""
    STORE = "STORE"
    """The bucket removes the files by itself (life cycle)."""
    LOGS = "LOGS"
    """The log removes its lines by itself."""
    RUN = "RUN"
    """The retention run does."""
    SWEEP = "SWEEP"
    """The deadline sweep does, to the minute."""
    ARCHIVE = "ARCHIVE"
    """People do, by appraisal; nothing here removes it."""


@dataclass(frozen=True)
class Kind:
    """One kind of data; `days` is None where people decide at the end of the archive's own period."""

    code: str
    name: Text
    days: int | None
    counted_from: Text
    basis: Text
    carrier: Carrier
    remains: Text
