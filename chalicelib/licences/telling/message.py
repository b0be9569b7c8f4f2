"""One message to one reader of a licence: written once, tried until it is taken, given up after three days."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from pydantic import AwareDatetime

from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.events import Act, Event
from chalicelib.licences.telling.errors import MessageTaken

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 30, 120, 300, 600, 840, 1200, 1440))
"""After each attempt that failed, as Standard Webhooks proposes: three days in all."""
LOST_AFTER = timedelta(minutes=30)
"""An attempt of which nothing was heard for so long is called for again."""


class MessageState(StrEnum):
    WAITING = "WAITING"
    TAKEN = "TAKEN"
    GIVEN_UP = "GIVEN_UP"


class ReaderToTell(Event):
    """The message is to be sent now, for the so many-th time."""

    type = "licence.ReaderToTell"
    client_id: str
    licence_id: str
    attempt: int


class ReaderTold(Event):
    """The reader took it."""

    type = "licence.ReaderTold"
    client_id: str
    licence_id: str
    attempt: int
    answer: str


class ReaderNotTold(Event):
    """The reader did not take it; it is tried again."""

    type = "licence.ReaderNotTold"
    client_id: str
    licence_id: str
    attempt: int
    answer: str
    next_attempt_at: AwareDatetime


class ReaderGivenUp(Event):
    """Nobody sends it any more, unless the operator says so."""

    type = "licence.ReaderGivenUp"
    client_id: str
    licence_id: str
    attempt: int
    answer: str


class StatusMessage(Aggregate):
    """What became of one licence, for one of its readers. `body` is what is sent, to the byte, at every attempt; the
    receiver knows a repetition by the message's id. It names the licence, never its holder.
    """

    client_id: str
    licence_id: str
    subject: str
    """What it says, in a word: `licence.revoked`."""
    body: str
    written_at: AwareDatetime
    state: MessageState = MessageState.WAITING
    attempts: int = 0
    next_attempt_at: AwareDatetime | None = None
    answer: str = ""
    """To the last attempt: a status, or in a word why there was none."""

    @classmethod
    def write(cls, *, id: str, client_id: str, licence_id: str, subject: str, body: str, act: Act) -> Self:
        """A message that is to be sent at once."""
        message = cls(id=id, client_id=client_id, licence_id=licence_id, subject=subject, body=body, written_at=act.at)
        message._call(act)
        return message

    def is_awaited(self, attempt: int) -> bool:
        """Whether that attempt is still to be made."""
        return self.state is MessageState.WAITING and attempt == self.attempts + 1

    def is_due(self, now: datetime) -> bool:
        """Whether it has to be sent again."""
        return self.next_attempt_at is not None and self.next_attempt_at <= now

    def call_again(self, act: Act) -> None:
        """The pause is over, or nothing was heard of the last attempt."""
        self._call(act)

    def start_over(self, act: Act) -> None:
        """Try it from the beginning, at the operator's word. Raises `MessageTaken`."""
        if self.state is MessageState.TAKEN:
            raise MessageTaken
        self.state, self.attempts = MessageState.WAITING, 0
        self._call(act)

    def note_taken(self, answer: str, act: Act) -> None:
        """The reader has it."""
        self._conclude(MessageState.TAKEN, answer)
        self._record(ReaderTold(**self._named(), answer=answer), act)

    def note_failed(self, answer: str, act: Act) -> None:
        """The reader does not have it: it is tried again after a pause, and after the last one given up."""
        if self.attempts == len(PAUSES):
            self.give_up(answer, act)
            return
        self.attempts, self.answer = self.attempts + 1, answer
        self.next_attempt_at = act.at + PAUSES[self.attempts - 1]
        self._record(ReaderNotTold(**self._named(), answer=answer, next_attempt_at=self.next_attempt_at), act)

    def give_up(self, answer: str, act: Act) -> None:
        """It cannot be brought to its reader."""
        self._conclude(MessageState.GIVEN_UP, answer)
        self._record(ReaderGivenUp(**self._named(), answer=answer), act)

    def _call(self, act: Act) -> None:
        self.next_attempt_at = act.at + LOST_AFTER
        told = self._named() | {"attempt": self.attempts + 1}
        self._record(ReaderToTell.model_validate(told), act)

    def _conclude(self, state: MessageState, answer: str) -> None:
        self.state, self.answer, self.next_attempt_at = state, answer, None
        self.attempts += 1

    def _named(self) -> dict[str, str | int]:
        return {"client_id": self.client_id, "licence_id": self.licence_id, "attempt": self.attempts}


def message_id_of(event_id: str, client_id: str) -> str:
    """One message an event and reader, however often either is met."""
    return f"msg_{sha256_hex(f'{event_id}#{client_id}'.encode())[:32]}"
