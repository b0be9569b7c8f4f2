"""Sessions (登录会话): what a refresh token stands for, and how a stolen one is found out.

A refresh token is `<session id>.<family><secret>`. The family stays the same for the session's life, the secret
changes with every use; only hashes are kept. The right family with an old secret means that two parties hold the
token, and the session ends (RFC 9700 §4.14.2). A wrong family is a guess and changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import AwareDatetime

from chalicelib.http.access import Role
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.events import Act, Event
from chalicelib.kernel.ids import new_secret
from chalicelib.kernel.value import Value
from chalicelib.parties.clients.model import WEB, Channel, Client
from chalicelib.parties.errors import RefreshRefused

LIFETIME = timedelta(days=30)
STAFF_LIFETIME = timedelta(hours=12)
LEFT_ALONE = timedelta(minutes=15)
"""A visit to a terminal that nobody goes on with is over after this long."""
LONGEST_VISIT = timedelta(hours=1)
FAMILY_CHARACTERS = 22


class Ending(StrEnum):
    """Why a session was revoked."""

    SIGNED_OUT = "SIGNED_OUT"
    SIGNED_OUT_EVERYWHERE = "SIGNED_OUT_EVERYWHERE"
    LEFT = "LEFT"
    """The member of staff left the service."""
    TOKEN_REUSED = "TOKEN_REUSED"
    MOBILE_REPLACED = "MOBILE_REPLACED"
    """The account is signed in to with another mobile now, or has been merged into its person's older one."""


class SessionOpened(Event):
    """Somebody signed in."""

    type = "party.SessionOpened"
    principal: str
    role: Role
    client: str


class SessionRefreshed(Event):
    """The refresh token was exchanged for the next one."""

    type = "party.SessionRefreshed"


class SessionRevoked(Event):
    """The session can be refreshed no more, and nothing be changed with its access tokens."""

    type = "party.SessionRevoked"
    reason: Ending


@dataclass(frozen=True)
class RefreshToken:
    """The secret half of a session; only its holder has it."""

    session_id: str
    family: str
    secret: str

    @classmethod
    def first(cls, session_id: str) -> Self:
        """The first token of a new session."""
        return cls(session_id, new_secret(16), new_secret())

    @classmethod
    def parse(cls, text: str) -> Self:
        """The inverse of `str`. Raises `RefreshRefused`."""
        session_id, dot, rest = text.partition(".")
        if not (session_id and dot and len(rest) > FAMILY_CHARACTERS):
            raise RefreshRefused
        return cls(session_id, rest[:FAMILY_CHARACTERS], rest[FAMILY_CHARACTERS:])

    def next(self) -> "RefreshToken":
        """The token that replaces this one."""
        return RefreshToken(self.session_id, self.family, new_secret())

    def __str__(self) -> str:
        return f"{self.session_id}.{self.family}{self.secret}"


class Device(Value):
    """What somebody is signed in with (machine time): `description` is what the program said of itself, `channel` the
    way it is registered for.
    """

    description: str = ""
    channel: str = ""
    opened_at: AwareDatetime
    seen_at: AwareDatetime


class Session(Aggregate):
    """`valid_until` is machine time. Refreshing moves it at terminals only, and never beyond the longest visit."""

    personal: ClassVar[bool] = True

    person_id: str
    device: Device
    client_id: str = ""
    channel: str = ""
    family_hash: str
    secret_hash: str
    valid_until: AwareDatetime
    revoked: Ending | None = None

    @classmethod
    def open(
        cls,
        token: RefreshToken,
        *,
        person_id: str,
        role: Role,
        device: Device,
        client: Client,
        now: datetime,
        act: Act,
    ) -> Self:
        """A session from `now` (machine time): thirty days, twelve hours for staff, one visit at a terminal."""
        session = cls(
            id=token.session_id,
            person_id=person_id,
            device=device,
            client_id=client.id,
            channel=client.channel,
            family_hash=_hash(token.family),
            secret_hash=_hash(token.secret),
            valid_until=now + _lifetime(role, client.channel),
        )
        session._record(SessionOpened(principal=person_id, role=role, client=client.id), act)
        return session

    def refresh(self, shown: RefreshToken, successor: RefreshToken, *, client: Client, now: datetime, act: Act) -> bool:
        """Replace `shown` by `successor`; False when `shown` was used before, and the session is then revoked.

        Raises `RefreshRefused` when the session has ended, the token was never one of its own, or comes through another
        client than the one it was given to (RFC 6749 §10.4).
        """
        if client.id != self.opened_through:
            raise RefreshRefused
        if self.revoked or now >= self.valid_until or _hash(shown.family) != self.family_hash:
            raise RefreshRefused
        if _hash(shown.secret) != self.secret_hash:
            self.revoke(Ending.TOKEN_REUSED, act)
            return False
        self.secret_hash = _hash(successor.secret)
        self.device = self.device.model_copy(update={"seen_at": now})
        if client.channel is Channel.TERMINAL:
            self.valid_until = min(now + LEFT_ALONE, self.device.opened_at + LONGEST_VISIT)
        self._record(SessionRefreshed(), act)
        return True

    @property
    def opened_through(self) -> str:
        """The id of the client that it belongs to."""
        return self.client_id or WEB.id

    def revoke(self, reason: Ending, act: Act) -> None:
        """End the session; ending it again changes nothing."""
        if self.revoked is None:
            self.revoked = reason
            self._record(SessionRevoked(reason=reason), act)


def _lifetime(role: Role, channel: Channel) -> timedelta:
    if channel is Channel.TERMINAL:
        return LEFT_ALONE
    return LIFETIME if role is Role.APPLICANT else STAFF_LIFETIME


def _hash(part: str) -> str:
    """Plain SHA-256 is enough: what is hashed is random, 128 bits and more."""
    return sha256_hex(part.encode())
