"""Where partners are told what becomes of the licences that they read, for the operator of the platform."""

from datetime import timedelta

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.rows import BY_APPLICANT
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, operator
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.kernel.text import Text
from chalicelib.licences.sharing.api import OF_A_PARTNER, sharing_area
from chalicelib.licences.telling import errors, service
from chalicelib.licences.telling.receiver import Receiver
from chalicelib.licences.telling.views import (
    ReceiverView,
    ReceiverWithSecret,
    RegisterReceiver,
    StatusMessageView,
)
from chalicelib.parties.clients.views import ReplaceSecret


@sharing_area.get(
    "/v1/clients/{client_id}/receiver",
    access=allow(operator()),
    summary=Text("合作系统接收证照变更通知的地址", "Where a partner is told of changes"),
    refusals=OF_A_PARTNER,
)
def read_receiver(call: Call, client_id: str) -> Reply[ReceiverView]:
    """Without its secrets; in version 0 while there never was one."""
    return _shown(service.receiver_of(call.platform, client_id))


@sharing_area.put(
    "/v1/clients/{client_id}/receiver",
    access=allow(operator()),
    summary=Text("登记合作系统的接收地址", "Register a partner's receiver"),
    refusals=(*OF_A_PARTNER, errors.ReceiverInvalid),
)
def register_receiver(call: Call, client_id: str, body: RegisterReceiver) -> Reply[ReceiverWithSecret]:
    """Signed messages (Standard Webhooks) go there from now on: suspended, resumed, revoked, replaced. The secret is
    shown once; a receiver that only moves keeps its own.
    """
    receiver = _to_change(call, client_id)
    secret = service.register(call.platform, call.uow, receiver, body.url)
    return Reply(ReceiverWithSecret.of_both(receiver, secret), version=receiver.version)


@sharing_area.delete(
    "/v1/clients/{client_id}/receiver",
    access=allow(operator()),
    summary=Text("撤销合作系统的接收地址", "Take a partner's receiver off"),
    refusals=(*OF_A_PARTNER, errors.NoReceiver),
)
def remove_receiver(call: Call, client_id: str) -> Reply[ReceiverView]:
    """Nothing more is sent, what waits included; address and secrets are forgotten."""
    receiver = _to_change(call, client_id)
    service.close(call.uow, receiver)
    return _shown(receiver)


@sharing_area.post(
    "/v1/clients/{client_id}/receiver/secret",
    access=allow(operator()),
    summary=Text("更换接收地址的签名密钥", "Replace a receiver's secret"),
    status=201,
    refusals=(*OF_A_PARTNER, errors.NoReceiver),
)
def replace_receiver_secret(call: Call, client_id: str, body: ReplaceSecret) -> Reply[ReceiverWithSecret]:
    """For some days every message carries both signatures, so that the partner changes over when it likes."""
    receiver = service.receiver_of(call.platform, client_id)
    overlap = timedelta(days=body.overlap_days)
    secret = service.replace_secret(call.uow, receiver, overlap=overlap, now=machine_now())
    return Reply(ReceiverWithSecret.of_both(receiver, secret), version=receiver.version)


@sharing_area.get(
    "/v1/clients/{client_id}/messages",
    access=allow(operator()),
    summary=Text("发给合作系统的证照变更通知", "What a partner was told"),
    consistency="eventual",
)
def list_messages(call: Call, client_id: str, query: PageQuery) -> Reply[ListOf[StatusMessageView]]:
    """The latest first, for half a year: what was taken, what waits, what was given up."""
    after = query.after(BY_APPLICANT, service.listed_in(client_id))
    messages, behind = service.messages_to(call.platform.table, client_id, limit=query.limit, after=after)
    return one_page([StatusMessageView.of(message) for message in messages], behind)


@sharing_area.post(
    "/v1/clients/{client_id}/messages/{message_id}/retry",
    access=allow(operator()),
    summary=Text("重发证照变更通知", "Send a message again"),
    status=202,
    refusals=(errors.MessageUnknown, errors.MessageTaken),
)
def retry_message(call: Call, client_id: str, message_id: str) -> Reply[StatusMessageView]:
    """From the first attempt on, under the same id; also what was given up."""
    message = service.read_message(call.platform.table, message_id)
    if message.client_id != client_id:
        raise errors.MessageUnknown
    service.start_over(call.uow, message)
    return Reply(StatusMessageView.of(message), version=message.version)


def _to_change(call: Call, client_id: str) -> Receiver:
    receiver = service.receiver_of(call.platform, client_id)
    call.require_version(receiver.version)
    return receiver


def _shown(receiver: Receiver) -> Reply[ReceiverView]:
    return Reply(ReceiverView.of(receiver), version=receiver.version)
