"""One-time codes (动态验证码): a mobile is proven by repeating six digits that were sent to it.

The code is never stored. It is derived from the challenge's id under a key of our own (the idea of RFC 4226), by
whoever has to send it and by whoever has to compare it.
"""

import hmac
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Protocol, Self

from pydantic import AwareDatetime

from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act, Event
from chalicelib.kernel.text import Language
from chalicelib.parties.errors import CodeRefused

VALID_FOR = timedelta(minutes=5)
MOST_TRIES = 5
DIGITS = 6


class KeyedHash(Protocol):
    """Our key material."""

    def keyed_hash(self, purpose: str, text: str) -> bytes: ...


def one_time_code(secrets: KeyedHash, challenge_id: str) -> str:
    """The six digits that belong to a challenge."""
    number = int.from_bytes(secrets.keyed_hash("one-time-code", challenge_id))
    return f"{number % 10**DIGITS:0{DIGITS}d}"


class Purpose(StrEnum):
    """What the code is asked for."""

    REGISTRATION = "REGISTRATION"
    LOGIN = "LOGIN"
    MERGER = "MERGER"
    """To show that an account is one's own, though one signs in with another mobile now."""
    ASSISTANCE = "ASSISTANCE"
    """To read out to an agent of the hotline, who may act for its holder then."""
    BINDING = "BINDING"
    """To show to a clerk at a window, where it becomes the mobile of one's account."""


FOR_SIGNING_IN = frozenset({Purpose.REGISTRATION, Purpose.LOGIN})


class ChallengeState(StrEnum):
    """OPEN until the right code or five wrong ones."""

    OPEN = "OPEN"
    USED = "USED"
    LOCKED = "LOCKED"


class CodeIssued(Event):
    """A code has to be sent; mobile and code are found through the challenge, not here."""

    type = "party.CodeIssued"
    purpose: Purpose


class CodeTriedWrongly(Event):
    """Somebody answered with other digits."""

    type = "party.CodeTriedWrongly"
    tries_left: int


class CodeAccepted(Event):
    """The mobile is proven; the code is used up."""

    type = "party.CodeAccepted"
    purpose: Purpose


class Challenge(Aggregate):
    """`valid_until` is machine time: a code lives five real minutes, whatever business time does."""

    personal: ClassVar[bool] = True

    purpose: Purpose
    mobile: str
    language: Language
    valid_until: AwareDatetime
    state: ChallengeState = ChallengeState.OPEN
    wrong_tries: int = 0

    @classmethod
    def issue(cls, *, id: str, purpose: Purpose, mobile: str, language: Language, now: datetime, act: Act) -> Self:
        """A new challenge, valid for five minutes from `now` (machine time)."""
        challenge = cls(id=id, purpose=purpose, mobile=mobile, language=language, valid_until=now + VALID_FOR)
        challenge._record(CodeIssued(purpose=purpose), act)
        return challenge

    def is_open(self, now: datetime) -> bool:
        """Whether a code may still be tried at `now` (machine time)."""
        return self.state is ChallengeState.OPEN and now < self.valid_until

    def try_code(self, given: str, right: str, *, now: datetime, act: Act) -> bool:
        """Whether `given` is right: it is used up then, and a wrong try counts. Raises `CodeRefused` when not open."""
        if not self.is_open(now):
            raise CodeRefused
        if hmac.compare_digest(given.encode(), right.encode()):
            self.state = ChallengeState.USED
            self._record(CodeAccepted(purpose=self.purpose), act)
            return True
        self.wrong_tries += 1
        if self.wrong_tries >= MOST_TRIES:
            self.state = ChallengeState.LOCKED
        self._record(CodeTriedWrongly(tries_left=MOST_TRIES - self.wrong_tries), act)
        return False
