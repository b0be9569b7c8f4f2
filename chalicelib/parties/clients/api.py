"""Clients over HTTP, for the operator of the platform."""

from datetime import timedelta

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.rows import BY_APPLICANT
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, operator
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.http.routes import Area
from chalicelib.kernel.text import Text
from chalicelib.parties.clients import errors, service, store
from chalicelib.parties.clients.model import Client
from chalicelib.parties.clients.views import (
    ClientView,
    ClientWithSecret,
    LimitsBody,
    RegisterClient,
    ReplaceSecret,
    SuspendClient,
)

clients_area = Area(Text("渠道客户端", "Clients"))


@clients_area.post(
    "/v1/clients",
    access=allow(operator()),
    summary=Text("登记渠道客户端", "Register a client"),
    status=201,
    refusals=(errors.SecretExpected,),
)
def register_client(call: Call, body: RegisterClient) -> Reply[ClientWithSecret]:
    """The secret is shown once. Confidential clients send it with their id by HTTP Basic (RFC 6749 §2.3.1), public ones
    send their id in `Client-Id`.
    """
    client, secret = service.register(
        call.uow,
        name=body.name,
        channel=body.channel,
        region=body.region,
        confidential=body.is_confidential,
        limits=body.limits,
        now=machine_now(),
    )
    return Reply(ClientWithSecret.of_both(client, secret), version=client.version, location=f"/v1/clients/{client.id}")


@clients_area.get(
    "/v1/clients",
    access=allow(operator()),
    summary=Text("渠道客户端列表", "Clients"),
    consistency="eventual",
)
def list_clients(call: Call, query: PageQuery) -> Reply[ListOf[ClientView]]:
    """All registered clients, the latest first."""
    page = store.page_of(call.platform.table, limit=query.limit, after=query.after(BY_APPLICANT, store.LISTED))
    return one_page([ClientView.of(store.client_in(row)) for row in page.rows], page.next)


@clients_area.get(
    "/v1/clients/{client_id}",
    access=allow(operator()),
    summary=Text("查看渠道客户端", "Read a client"),
    refusals=(errors.ClientUnknown,),
)
def read_client(call: Call, client_id: str) -> Reply[ClientView]:
    """Without its secrets."""
    return _shown(service.read(call.platform.table, client_id))


@clients_area.post(
    "/v1/clients/{client_id}/secret",
    access=allow(operator()),
    summary=Text("更换客户端密钥", "Replace a client's secret"),
    status=201,
    refusals=(errors.ClientUnknown, errors.NoSecretToReplace),
)
def replace_secret(call: Call, client_id: str, body: ReplaceSecret) -> Reply[ClientWithSecret]:
    """The new secret counts at once, the former one for some days more, any older one no longer."""
    overlap = timedelta(days=body.overlap_days)
    client, secret = service.replace_secret(call.uow, client_id, overlap=overlap, now=machine_now())
    return Reply(ClientWithSecret.of_both(client, secret), version=client.version)


@clients_area.put(
    "/v1/clients/{client_id}/limits",
    access=allow(operator()),
    summary=Text("调整客户端限额", "Change a client's limits"),
    refusals=(errors.ClientUnknown,),
)
def change_limits(call: Call, client_id: str, body: LimitsBody) -> Reply[ClientView]:
    """In force everywhere within a minute."""
    client = service.read(call.platform.table, client_id)
    call.require_version(client.version)
    service.change_limits(call.uow, client, body.limits)
    return _shown(client)


@clients_area.post(
    "/v1/clients/{client_id}/suspension",
    access=allow(operator()),
    summary=Text("停用渠道客户端", "Suspend a client"),
    refusals=(errors.ClientUnknown,),
)
def suspend_client(call: Call, client_id: str, body: SuspendClient) -> Reply[ClientView]:
    """Within a minute nobody signs in through it or refreshes a session; access tokens run out after ten minutes."""
    return _shown(service.suspend(call.uow, client_id, body.reason))


@clients_area.post(
    "/v1/clients/{client_id}/resumption",
    access=allow(operator()),
    summary=Text("恢复渠道客户端", "Let a client come again"),
    refusals=(errors.ClientUnknown,),
)
def resume_client(call: Call, client_id: str) -> Reply[ClientView]:
    """One that is not suspended is left alone."""
    return _shown(service.resume(call.uow, client_id))


def _shown(client: Client) -> Reply[ClientView]:
    return Reply(ClientView.of(client), version=client.version)
