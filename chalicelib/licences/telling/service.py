"""Use cases of telling: register where a partner is told, write to all readers of a licence, send, try again."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Protocol

from chalicelib.aws.counterparty_http import Unavailable
from chalicelib.aws.observability import logger
from chalicelib.aws.outside_http import reason_to_refuse
from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork, transact
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.events import Act
from chalicelib.kernel.ids import new_secret
from chalicelib.kernel.instants import to_text
from chalicelib.kernel.text import Text
from chalicelib.licences.sharing import service as sharing
from chalicelib.licences.telling import store
from chalicelib.licences.telling.errors import MessageUnknown, NoReceiver, ReceiverInvalid
from chalicelib.licences.telling.message import StatusMessage, message_id_of
from chalicelib.licences.telling.receiver import Closing, Receiver
from chalicelib.licences.telling.signatures import secret_from, signed_headers
from chalicelib.parties.clients import service as clients

AT_ONCE = 40
"""Readers in one transaction: a message is a snapshot and an event."""
CLOSED = "no-receiver"
NOT_USABLE = Text("不是可用的公网 https 地址", "Not a public https address that can be used")
JSON = {"Content-Type": "application/json"}
WELL = range(200, 300)


class Outside(Protocol):
    """Calls whatever address was registered; raises `Unavailable` where there is no answer."""

    def post(self, url: str, headers: dict[str, str], body: bytes) -> int: ...


@dataclass(frozen=True)
class Change:
    """What became of a licence, as its readers are told: by the event `event_id`, the `sequence`-th of its history."""

    event_id: str
    licence_id: str
    identifier: str
    status: str
    at: datetime
    sequence: int
    ground: str = ""
    replaced_by: str = ""

    @property
    def subject(self) -> str:
        """In a word."""
        return f"licence.{self.status.lower()}"

    @property
    def body(self) -> str:
        """What is sent. Nothing personal: of the holder nothing, of the reasons none but the legal ground."""
        data: dict[str, str | int] = {
            "identifier": self.identifier, "status": self.status, "since": to_text(self.at), "sequence": self.sequence
        }  # fmt: skip
        data |= {name: it for name, it in (("ground", self.ground), ("replaced_by", self.replaced_by)) if it}
        return json.dumps({"type": self.subject, "timestamp": to_text(self.at), "data": data}, separators=(",", ":"))


def receiver_of(cloud: Platform, client_id: str) -> Receiver:
    """Where that partner is told. Raises `ClientUnknown` or `NotAPartner`. At most two round trips."""
    sharing.require_partner(cloud, client_id)
    return store.receiver_of(cloud.table, client_id)


def register(cloud: Platform, uow: UnitOfWork, receiver: Receiver, url: str) -> str | None:
    """Tell it there; the secret, where it has a new one. Raises `ReceiverInvalid`."""
    if reason_to_refuse(url, private_allowed=cloud.settings.private_receivers):
        raise ReceiverInvalid(pointers=[Pointer("#/url", NOT_USABLE)])
    secret = secret_from(new_secret())
    is_taken = receiver.register(url, secret, uow.act)
    store.save_receiver(uow, receiver)
    return secret if is_taken else None


def replace_secret(uow: UnitOfWork, receiver: Receiver, *, overlap: timedelta, now: datetime) -> str:
    """The new secret (`now`: machine time). Raises `NoReceiver`."""
    secret = secret_from(new_secret())
    receiver.replace_secret(secret, now=now, overlap=overlap, act=uow.act)
    store.save_receiver(uow, receiver)
    return secret


def close(uow: UnitOfWork, receiver: Receiver) -> None:
    """Send nothing there any more. Raises `NoReceiver`."""
    if not receiver.is_open:
        raise NoReceiver
    receiver.close(Closing.REMOVED, uow.act)
    store.save_receiver(uow, receiver)


def write_to_readers(cloud: Platform, act: Act, change: Change) -> int:
    """A message to each reader of the licence who has a receiver; how many were written. Commits page by page, as many
    as there are. Repeated, or cut off and begun again, it writes what is missing and nothing twice.
    """
    written, after = 0, None
    while True:
        clients_there, after = sharing.readers_of(cloud.table, change.licence_id, limit=AT_ONCE, after=after)
        written += transact(cloud.table, act, partial(_write_to, change=change, client_ids=clients_there))
        if after is None:
            return written


def send(cloud: Platform, uow: UnitOfWork, message_id: str, attempt: int, *, outside: Outside, now: datetime) -> None:
    """Make that attempt, unless it was made before, and note what came of it (`now`: machine time)."""
    message = read_message(uow.table, message_id)
    if not message.is_awaited(attempt):
        return
    receiver, client = store.receiver_of(uow.table, message.client_id), clients.client_of(cloud, message.client_id)
    if not receiver.is_open or client is None or client.is_suspended:
        message.give_up(CLOSED, uow.act)
    else:
        _note(uow, message, receiver, _answer(outside, message, receiver, now))
    store.save_message(uow, message)


def see_to(message_id: str, uow: UnitOfWork) -> bool:
    """Call for the next attempt at a message whose pause is over; whether it was."""
    message = store.load_message(uow.table, message_id)
    if message is None or not message.is_due(uow.act.at):
        return False
    message.call_again(uow.act)
    store.save_message(uow, message)
    return True


def start_over(uow: UnitOfWork, message: StatusMessage) -> None:
    """Try it from the beginning. Raises `MessageTaken`."""
    message.start_over(uow.act)
    store.save_message(uow, message)


def read_message(table: Table, message_id: str) -> StatusMessage:
    """Raises `MessageUnknown`. One round trip."""
    message = store.load_message(table, message_id)
    if message is None:
        raise MessageUnknown
    return message


def messages_to(
    table: Table, client_id: str, *, limit: int, after: Row | None
) -> tuple[list[StatusMessage], Row | None]:
    """A page of what a client was told, the latest first, and the position behind it. One round trip."""
    page = store.messages_to(table, client_id, limit=limit, after=after)
    return [store.message_in(row) for row in page.rows], page.next


def listed_in(client_id: str) -> str:
    """The list of what a client was told, as its cursors name it."""
    return store.messages_pk(client_id)


def _write_to(uow: UnitOfWork, *, change: Change, client_ids: Sequence[str]) -> int:
    reached = {it.id for it in store.receivers_of(uow.table, client_ids) if it.is_open} if client_ids else set()
    wanted = {message_id_of(change.event_id, it): it for it in client_ids if it in reached}
    written = store.written_of(uow.table, list(wanted)) if wanted else set()
    for message_id, client_id in wanted.items():
        if message_id not in written:
            message = StatusMessage.write(
                id=message_id,
                client_id=client_id,
                licence_id=change.licence_id,
                subject=change.subject,
                body=change.body,
                act=uow.act,
            )
            store.save_message(uow, message)
    return len(wanted) - len(written)


def _answer(outside: Outside, message: StatusMessage, receiver: Receiver, now: datetime) -> int | str:
    body = message.body.encode()
    headers = JSON | signed_headers(message.id, body, receiver.signing_secrets(now), now)
    try:
        return outside.post(receiver.url, headers, body)
    except Unavailable as error:
        return str(error)


def _note(uow: UnitOfWork, message: StatusMessage, receiver: Receiver, answer: int | str) -> None:
    if answer in WELL:
        message.note_taken(str(answer), uow.act)
    elif answer == HTTPStatus.GONE:
        message.give_up(str(int(HTTPStatus.GONE)), uow.act)
        receiver.close(Closing.GONE, uow.act)
        store.save_receiver(uow, receiver)
    else:
        message.note_failed(str(answer), uow.act)
    if message.next_attempt_at is None and answer not in WELL:
        logger.error("telling-alert", extra={"client_id": message.client_id, "message_id": message.id})
