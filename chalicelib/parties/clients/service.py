"""Use cases of clients: recognise the one that calls, register, replace its secret, limit, suspend."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.aws.platform import Platform
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Role
from chalicelib.kernel.ids import new_secret, new_ulid
from chalicelib.parties.clients import store
from chalicelib.parties.clients.credentials import Credentials
from chalicelib.parties.clients.errors import (
    ChannelNotMeant,
    ClientRefused,
    ClientUnknown,
    NoSecretToReplace,
    SecretExpected,
)
from chalicelib.parties.clients.model import PUBLIC_CHANNELS, WEB, Channel, Client, Limits

KEPT_SECONDS = 60.0
"""For so long a process takes a client as it last read it: a suspension is in force everywhere after a minute."""


@dataclass
class KnownClients:
    """What this process has read of clients, and when (monotonic seconds)."""

    read: dict[str, tuple[float, Client]] = field(default_factory=dict)

    def of(self, table: Table, client_id: str, *, afresh: bool = False) -> Client | None:
        """The client, at most a minute old; read again if it has to be `afresh`. At most one round trip."""
        read_at, known = self.read.get(client_id, (float("-inf"), None))
        if known is not None and not afresh and time.monotonic() - read_at < KEPT_SECONDS:
            return known
        found = store.load(table, client_id)
        if found is None:
            self.read.pop(client_id, None)
            return None
        self.read[client_id] = (time.monotonic(), found)
        return found


def authenticate(cloud: Platform, headers: Mapping[str, str], now: datetime) -> Client:
    """The client that sent this; who names none is the built-in web client. Raises `ClientRefused` for whatever is
    wrong with it (`now`: machine time).

    No round trip for a client that this process knows; one for others, and for a secret that it does not know yet.
    """
    shown = Credentials.of(headers)
    if shown is None or shown == Credentials(WEB.id):
        return WEB
    known: KnownClients = cloud.warm.setdefault("clients", KnownClients())
    client = known.of(cloud.table, shown.client_id)
    if client is not None and not _is_proven(client, shown, now):
        client = known.of(cloud.table, shown.client_id, afresh=True)
    if client is None or client.is_suspended or not _is_proven(client, shown, now):
        raise ClientRefused
    return client


def client_of(cloud: Platform, client_id: str) -> Client | None:
    """The client that a token names. No round trip for one that this process knows."""
    known: KnownClients = cloud.warm.setdefault("clients", KnownClients())
    return known.of(cloud.table, client_id) if client_id not in {"", WEB.id} else WEB


def require_admitted(client: Client, role: Role) -> None:
    """Raise `ChannelNotMeant` where nobody in that role signs in through this client."""
    if not client.channel.admits(role):
        raise ChannelNotMeant


def register(
    uow: UnitOfWork, *, name: str, channel: Channel, region: str, confidential: bool, limits: Limits, now: datetime
) -> tuple[Client, str | None]:
    """A new client and its secret, which is stored nowhere. Raises `SecretExpected`."""
    if not confidential and channel not in PUBLIC_CHANNELS:
        raise SecretExpected
    secret = new_secret() if confidential else None
    client = Client.register(
        id=new_ulid(now), name=name, channel=channel, region=region, secret=secret, limits=limits, act=uow.act
    )
    store.save(uow, client)
    return client, secret


def read(table: Table, client_id: str) -> Client:
    """The client. Raises `ClientUnknown`. One round trip."""
    client = store.load(table, client_id)
    if client is None:
        raise ClientUnknown
    return client


def replace_secret(uow: UnitOfWork, client_id: str, *, overlap: timedelta, now: datetime) -> tuple[Client, str]:
    """The client and its new secret; the former one counts for `overlap` more. Raises `ClientUnknown` or
    `NoSecretToReplace`.
    """
    client, secret = read(uow.table, client_id), new_secret()
    if not client.is_confidential:
        raise NoSecretToReplace
    client.replace_secret(secret, now=now, overlap=overlap, act=uow.act)
    store.save(uow, client)
    return client, secret


def change_limits(uow: UnitOfWork, client: Client, limits: Limits) -> None:
    """Let it ask for more or less."""
    client.change_limits(limits, uow.act)
    store.save(uow, client)


def suspend(uow: UnitOfWork, client_id: str, reason: str) -> Client:
    """Take nothing more from it; its sessions cannot be refreshed either. Raises `ClientUnknown`."""
    client = read(uow.table, client_id)
    client.suspend(reason, uow.act)
    store.save(uow, client)
    return client


def resume(uow: UnitOfWork, client_id: str) -> Client:
    """Let it come again. Raises `ClientUnknown`."""
    client = read(uow.table, client_id)
    client.resume(uow.act)
    store.save(uow, client)
    return client


def _is_proven(client: Client, shown: Credentials, now: datetime) -> bool:
    """A public client has nothing to show but its name, and nobody may show more for it."""
    if shown.secret is None:
        return not client.is_confidential
    return client.is_proven_by(shown.secret, now)
