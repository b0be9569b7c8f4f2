"""Where a partner is told what becomes of the licences that it read, and by which secrets it knows that it was us."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Self
from urllib.parse import urlsplit

from pydantic import AwareDatetime

from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act, Event
from chalicelib.kernel.value import Value
from chalicelib.licences.telling.errors import NoReceiver


class Closing(StrEnum):
    """Why nothing is sent there any more."""

    REMOVED = "REMOVED"
    """The operator took it off."""
    GONE = "GONE"
    """It answered 410 Gone, which in Standard Webhooks says: never again."""


class ReceiverRegistered(Event):
    """From now on the client is told there."""

    type = "licence.ReceiverRegistered"
    host: str


class ReceiverSecretReplaced(Event):
    """What is sent is signed with both secrets until then, afterwards with the new one alone."""

    type = "licence.ReceiverSecretReplaced"
    former_valid_until: AwareDatetime


class ReceiverClosed(Event):
    """The client is told nothing any more."""

    type = "licence.ReceiverClosed"
    why: Closing


class ReceiverSecret(Value):
    """One secret (`whsec_…`); `valid_until` (machine time) once it is being replaced."""

    secret: str
    valid_until: AwareDatetime | None = None

    def is_valid(self, now: datetime) -> bool:
        """Whether messages are still signed with it at `now` (machine time)."""
        return self.valid_until is None or now < self.valid_until


class Receiver(Aggregate):
    """One partner's address; its id is the client's. Version 0 while there never was one. Sealed for its secrets."""

    personal: ClassVar[bool] = True

    url: str = ""
    """Empty while nothing is to be sent."""
    secrets: tuple[ReceiverSecret, ...] = ()
    closed_because: Closing | None = None

    @classmethod
    def none_of(cls, client_id: str) -> Self:
        """What holds before anything is registered."""
        return cls(id=client_id)

    @property
    def is_open(self) -> bool:
        """Whether anything is sent there."""
        return bool(self.url)

    def register(self, url: str, secret: str, act: Act) -> bool:
        """Tell the client there. Whether `secret` was taken: a receiver that is open keeps its own."""
        if url == self.url:
            return False
        is_new = not self.is_open
        self.url, self.closed_because = url, None
        if is_new:
            self.secrets = (ReceiverSecret(secret=secret),)
        self._record(ReceiverRegistered(host=urlsplit(url).hostname or ""), act)
        return is_new

    def replace_secret(self, secret: str, *, now: datetime, overlap: timedelta, act: Act) -> None:
        """`secret` from `now` (machine time) on; the one before it for `overlap` more. Raises `NoReceiver`."""
        if not self.is_open:
            raise NoReceiver
        former = self.secrets[-1].model_copy(update={"valid_until": now + overlap})
        self.secrets = (former, ReceiverSecret(secret=secret))
        self._record(ReceiverSecretReplaced(former_valid_until=now + overlap), act)

    def close(self, why: Closing, act: Act) -> None:
        """Send nothing more, and forget address and secrets; one that is closed is left alone."""
        if self.is_open:
            self.url, self.secrets, self.closed_because = "", (), why
            self._record(ReceiverClosed(why=why), act)

    def signing_secrets(self, now: datetime) -> tuple[str, ...]:
        """What a message is signed with at `now` (machine time), the newest first."""
        return tuple(known.secret for known in reversed(self.secrets) if known.is_valid(now))
