"""The entries of a clock's ledger, the reasons the law knows for them, and the order they must keep."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.kernel.value import Value

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class PauseReason(StrEnum):
    """Why a clock stands still.

    The first eight are the special procedures (特别程序) whose time is not counted (Administrative Licensing
    Law art. 45). An ordinary hold (挂起) is an office's own business: recorded, but it moves no date at all.
    """

    HEARING = "HEARING"
    TENDER = "TENDER"
    AUCTION = "AUCTION"
    INSPECTION = "INSPECTION"
    TESTING = "TESTING"
    QUARANTINE = "QUARANTINE"
    APPRAISAL = "APPRAISAL"
    EXPERT_REVIEW = "EXPERT_REVIEW"
    ORDINARY_HOLD = "ORDINARY_HOLD"

    @property
    def is_special_procedure(self) -> bool:
        """Whether the law leaves this time out of the limit."""
        return self is not PauseReason.ORDINARY_HOLD


class LedgerError(ValueError):
    """An entry that the ledger refuses; `reason` is a stable code."""

    reason: ClassVar[str] = "LEDGER_ERROR"


class AlreadyPausedError(LedgerError):
    """A pause while the clock is paused."""

    reason = "ALREADY_PAUSED"


class NotPausedError(LedgerError):
    """A resumption of a clock that is running."""

    reason = "NOT_PAUSED"


class SecondExtensionError(LedgerError):
    """A limit may be extended once."""

    reason = "SECOND_EXTENSION"


class ExtensionTooLongError(LedgerError):
    """More than the law (or the item) allows, or nothing."""

    reason = "EXTENSION_TOO_LONG"


class LimitExpiredError(LedgerError):
    """An extension after the statutory date: it would whitewash a delay."""

    reason = "LIMIT_EXPIRED"


class OutOfOrderError(LedgerError):
    """An entry earlier than the last one, or a ledger that does not begin with its only start."""

    reason = "OUT_OF_ORDER"


class _Entry(Value):
    reason: Text
    legal_basis: Text
    actor: Text
    at: AwareDatetime


class Start(_Entry):
    """The clock starts, normally with acceptance (受理)."""

    kind: Literal["start"] = "start"


class Pause(_Entry):
    """The clock stops; `reason` tells the applicant why in words, `procedure` what it is in law."""

    kind: Literal["pause"] = "pause"
    procedure: PauseReason


class Resume(_Entry):
    """The clock goes on."""

    kind: Literal["resume"] = "resume"


class Extend(_Entry):
    """The head approved more time, in the unit of the limits' `extension`."""

    kind: Literal["extend"] = "extend"
    amount: int = Field(gt=0)


Entry = Annotated[Start | Pause | Resume | Extend, Field(discriminator="kind")]


def refuse_bad_sequence(entries: Sequence[Start | Pause | Resume | Extend], extension_allowed: int) -> None:
    """Raise the LedgerError of the first entry that may not stand where it stands."""
    _refuse_disorder(entries)
    paused = False
    extended = False
    for entry in entries:
        if isinstance(entry, Pause):
            if paused:
                raise AlreadyPausedError("the clock is paused already")
            paused = True
        elif isinstance(entry, Resume):
            if not paused:
                raise NotPausedError("the clock is not paused")
            paused = False
        elif isinstance(entry, Extend):
            _refuse_extension(entry, extended, extension_allowed)
            extended = True


def _refuse_disorder(entries: Sequence[Start | Pause | Resume | Extend]) -> None:
    starts = [index for index, entry in enumerate(entries) if isinstance(entry, Start)]
    if starts != [0]:
        raise OutOfOrderError("a ledger begins with its only start")
    instants: list[dt.datetime] = [entry.at for entry in entries]
    if instants != sorted(instants):
        raise OutOfOrderError("an entry cannot be earlier than the one before it")


def _refuse_extension(entry: Extend, extended: bool, allowed: int) -> None:
    if extended:
        raise SecondExtensionError("a limit can be extended once")
    if entry.amount > allowed:
        raise ExtensionTooLongError(f"an extension of {entry.amount} exceeds the allowed {allowed}")
