"""One check of a person by somebody else: asked for, and concluded by the outcome, whatever it is."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeGuard

from pydantic import AwareDatetime

from chalicelib.kernel.instants import SHANGHAI, shanghai_date
from chalicelib.kernel.value import Value
from chalicelib.parties.errors import CheckRunning, TooManyChecks

MOST_A_DAY = 5
PATIENCE = timedelta(minutes=10)
"""After this long without an outcome the person may ask again; a late outcome of the old request is then ignored."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=2)
"""Between asking a source that did not answer and asking it again: twice as long each time."""
KEPT_FOR_AN_ANSWER = timedelta(hours=24)
"""What was typed is kept that long for a source that does not answer."""


class CheckStatus(StrEnum):
    """How the latest check stands. Only MATCHED raises the level; nothing passes silently."""

    REQUESTED = "REQUESTED"
    MATCHED = "MATCHED"
    MISMATCHED = "MISMATCHED"
    POSTPONED = "POSTPONED"
    """The source did not answer: nothing is known, and it is asked again."""
    UNAVAILABLE = "UNAVAILABLE"
    """The source did not answer in all the time: nothing is known, ask anew."""
    ALREADY_REGISTERED = "ALREADY_REGISTERED"
    """The identity is right and bound to another account."""
    DISSOLVED = "DISSOLVED"
    """The organisation is deregistered or has lost its licence."""
    TOKEN_UNKNOWN = "TOKEN_UNKNOWN"
    """The provider does not know the face check's token (any more): do the face check again."""


class Check(Value):
    """The latest request of one kind. `number` counts an account's requests, `number_today` those of this date; `asked`
    how often the source was asked about this one, which costs the person nothing.
    """

    number: int
    number_today: int
    status: CheckStatus
    requested_at: AwareDatetime
    concluded_at: AwareDatetime | None = None
    asked: int = 1
    ask_again_at: AwareDatetime | None = None

    @classmethod
    def begin(cls, previous: "Check | None", at: datetime) -> "Check":
        """The next request. Raises `CheckRunning` or `TooManyChecks` (five a calendar day)."""
        if previous is None:
            return cls(number=1, number_today=1, status=CheckStatus.REQUESTED, requested_at=at)
        if previous.awaited and at - previous.requested_at < PATIENCE:
            raise CheckRunning
        same_day = shanghai_date(previous.requested_at) == shanghai_date(at)
        if same_day and previous.number_today >= MOST_A_DAY:
            raise TooManyChecks(retry_after=_seconds_to_midnight(at))
        return cls(
            number=previous.number + 1,
            number_today=previous.number_today + 1 if same_day else 1,
            status=CheckStatus.REQUESTED,
            requested_at=at,
        )

    @property
    def awaited(self) -> bool:
        """Whether an outcome is still to come."""
        return self.status in {CheckStatus.REQUESTED, CheckStatus.POSTPONED}

    @property
    def next_due(self) -> datetime | None:
        """When something has to be done about it if nothing happens: ask again, or give up. None once concluded."""
        return (self.ask_again_at or self.requested_at + KEPT_FOR_AN_ANSWER) if self.awaited else None

    def concluded(self, status: CheckStatus, at: datetime) -> "Check":
        """This check with its outcome."""
        return self.model_copy(update={"status": status, "concluded_at": at, "ask_again_at": None})

    def unanswered(self, at: datetime) -> "Check":
        """This check, whose source did not answer: to be asked again, or given up when a day would be over by then."""
        again_at = at + min(FIRST_PAUSE * 2 ** (self.asked - 1), LONGEST_PAUSE)
        if again_at > self.requested_at + KEPT_FOR_AN_ANSWER:
            return self.concluded(CheckStatus.UNAVAILABLE, at)
        return self.model_copy(update={"status": CheckStatus.POSTPONED, "ask_again_at": again_at})

    def asked_again(self) -> "Check":
        """This check, whose source is being asked once more."""
        again = {"status": CheckStatus.REQUESTED, "asked": self.asked + 1, "ask_again_at": None}
        return self.model_copy(update=again)


def awaits(check: Check | None, number: int) -> TypeGuard[Check]:
    """Whether the outcome of request `number` is still waited for."""
    return check is not None and check.awaited and check.number == number


def _seconds_to_midnight(at: datetime) -> int:
    local = at.astimezone(SHANGHAI)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return int((midnight - local).total_seconds()) + 1
