"""Clerks and agents at their registered workplaces, and people whom they serve."""

from dataclasses import replace

from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Caller, Role
from chalicelib.kernel.events import SYSTEM, Act
from chalicelib.parties.clients import service as clients
from chalicelib.parties.clients.model import Channel, Client, Limits

CLERK = Caller("staff-haikou-window-clerk", Role.WINDOW_CLERK, 4, "session-clerk", "", "460100")
AGENT = Caller("staff-hotline-agent", Role.HOTLINE_AGENT, 4, "session-agent", "", "460000")


def workplace(cloud: Platform, channel: Channel, region: str = "") -> Client:
    """A registered workplace of that channel."""
    act = Act(actor=SYSTEM, at=cloud.clock.now(), correlation_id="workplaces")
    uow = UnitOfWork(cloud.table, act)
    client, _ = clients.register(
        uow,
        name="工作台",
        channel=channel,
        region=region,
        confidential=True,
        limits=Limits(),
        now=cloud.clock.now(),
    )
    uow.commit()
    return client


def at_work(cloud: Platform, caller: Caller, channel: Channel, region: str = "") -> Caller:
    """`caller`, signed in through a workplace of that channel."""
    return through(caller, workplace(cloud, channel, region))


def through(caller: Caller, client: Client) -> Caller:
    """`caller`, signed in through that client."""
    return replace(caller, client_id=client.id, channel=client.channel)
