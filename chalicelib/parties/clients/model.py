"""Client registrations: which program somebody comes through, how it proves to be that one, and how much it may ask."""

import hmac
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from pydantic import AwareDatetime

from chalicelib.http.access import Role
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.events import Act, Event
from chalicelib.kernel.value import Value


class Channel(StrEnum):
    """By which way somebody comes (办理渠道)."""

    WEB = "WEB"
    MOBILE = "MOBILE"
    TERMINAL = "TERMINAL"
    """A self-service terminal (自助终端) that one person after the other uses."""
    HOTLINE = "HOTLINE"
    """The workplaces of the hotline (12345)."""
    WINDOW = "WINDOW"
    """The workplaces at the windows of service halls."""
    PARTNER = "PARTNER"
    """Another system; nobody signs in through it."""

    def admits(self, role: Role) -> bool:
        """Whether somebody in that role signs in through it: through another system nobody, at workplaces staff."""
        return self is not Channel.PARTNER and (self not in WORKPLACES or role is not Role.APPLICANT)


WORKPLACES = frozenset({Channel.HOTLINE, Channel.WINDOW})
PUBLIC_CHANNELS = frozenset({Channel.WEB, Channel.MOBILE})
"""Programs in the hands of people: they cannot keep a secret (RFC 6749 §2.1), so they need not have one."""


class Limits(Value):
    """`codes_per_hour` for one address, `sessions_per_hour` for the client as a whole (none: as many as it likes)."""

    codes_per_hour: int = 20
    sessions_per_hour: int | None = None


class ClientSecret(Value):
    """The hash of one secret; plain SHA-256 is enough for 256 random bits. `valid_until` (machine time) once it is
    being replaced.
    """

    sha256: str
    valid_until: AwareDatetime | None = None

    def is_valid(self, now: datetime) -> bool:
        """Whether it still counts at `now` (machine time)."""
        return self.valid_until is None or now < self.valid_until


class ClientRegistered(Event):
    """A program may come from now on."""

    type = "party.ClientRegistered"
    channel: Channel
    region: str
    confidential: bool


class ClientSecretReplaced(Event):
    """It has another secret; the former one counts until then."""

    type = "party.ClientSecretReplaced"
    former_valid_until: AwareDatetime


class ClientLimitsChanged(Event):
    """It may ask for more or less."""

    type = "party.ClientLimitsChanged"
    codes_per_hour: int
    sessions_per_hour: int | None


class ClientSuspended(Event):
    """Nothing more is taken from it."""

    type = "party.ClientSuspended"
    reason: str


class ClientResumed(Event):
    """It may come again."""

    type = "party.ClientResumed"


class Client(Aggregate):
    """One registered program. `region` (GB/T 2260) says where a terminal or a workplace stands; empty: anywhere."""

    name: str
    channel: Channel
    region: str = ""
    secrets: tuple[ClientSecret, ...] = ()
    limits: Limits = Limits()
    is_suspended: bool = False

    @classmethod
    def register(
        cls, *, id: str, name: str, channel: Channel, region: str, secret: str | None, limits: Limits, act: Act
    ) -> Self:
        """A new client; without a `secret` it is a public one."""
        secrets = (ClientSecret(sha256=_hash(secret)),) if secret else ()
        client = cls(id=id, name=name, channel=channel, region=region, secrets=secrets, limits=limits)
        event = ClientRegistered(channel=channel, region=region, confidential=client.is_confidential)
        client._record(event, act)
        return client

    @property
    def is_confidential(self) -> bool:
        """Whether it has to prove itself by a secret."""
        return bool(self.secrets)

    def is_proven_by(self, secret: str, now: datetime) -> bool:
        """Whether `secret` is one of those that count at `now` (machine time)."""
        given = _hash(secret)
        return any(hmac.compare_digest(given, known.sha256) for known in self.secrets if known.is_valid(now))

    def replace_secret(self, secret: str, *, now: datetime, overlap: timedelta, act: Act) -> None:
        """`secret` counts from `now` (machine time) on, the one before it for `overlap` more, older ones no more."""
        former = self.secrets[-1].model_copy(update={"valid_until": now + overlap})
        self.secrets = (former, ClientSecret(sha256=_hash(secret)))
        self._record(ClientSecretReplaced(former_valid_until=now + overlap), act)

    def change_limits(self, limits: Limits, act: Act) -> None:
        """Other limits; the same again changes nothing."""
        if limits != self.limits:
            self.limits = limits
            event = ClientLimitsChanged(
                codes_per_hour=limits.codes_per_hour, sessions_per_hour=limits.sessions_per_hour
            )
            self._record(event, act)

    def suspend(self, reason: str, act: Act) -> None:
        """Take nothing more from it; suspended again, nothing happens."""
        if not self.is_suspended:
            self.is_suspended = True
            self._record(ClientSuspended(reason=reason), act)

    def resume(self, act: Act) -> None:
        """Let it come again; one that is not suspended is left alone."""
        if self.is_suspended:
            self.is_suspended = False
            self._record(ClientResumed(), act)


WEB = Client(id="web", name="Web", channel=Channel.WEB)
"""Whoever names no client comes through this one."""


def _hash(secret: str) -> str:
    return sha256_hex(secret.encode())
