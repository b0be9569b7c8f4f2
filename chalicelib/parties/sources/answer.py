"""What a register answers when it is asked whether something is so."""

from enum import StrEnum


class Answer(StrEnum):
    """UNAVAILABLE is neither yes nor no, and never a silent pass: ask again later, or have a document uploaded."""

    MATCH = "MATCH"
    MISMATCH = "MISMATCH"
    UNAVAILABLE = "UNAVAILABLE"
