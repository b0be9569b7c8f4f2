"""Where members of staff serve people: through a registered client of their channel, in their region."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Caller
from chalicelib.kernel.regions import PROVINCE, lies_within
from chalicelib.parties import sign_in
from chalicelib.parties.challenges import Challenge, Purpose
from chalicelib.parties.clients import service as clients
from chalicelib.parties.clients.model import WEB, Channel
from chalicelib.parties.windows.errors import NotAtAWorkplace, WorkplaceElsewhere

AT_WINDOWS = frozenset({Channel.WINDOW, Channel.TERMINAL})
"""Clerks also help at the terminals of their hall."""
ON_THE_PHONE = frozenset({Channel.HOTLINE})


@dataclass(frozen=True)
class Workplace:
    """Through which channel somebody works, and in which region (GB/T 2260)."""

    channel: Channel
    region: str


def workplace_of(cloud: Platform, caller: Caller, channels: frozenset[Channel]) -> Workplace:
    """Where `caller` works. Raises `NotAtAWorkplace` or `WorkplaceElsewhere`. No round trip for a known client."""
    client = clients.client_of(cloud, caller.client_id)
    if client is None or client.is_suspended or client.channel not in channels:
        raise NotAtAWorkplace
    serves = caller.region or PROVINCE
    if not lies_within(client.region or serves, serves):
        raise WorkplaceElsewhere
    return Workplace(client.channel, client.region or serves)


def send_code(
    cloud: Platform,
    uow: UnitOfWork,
    caller: Caller,
    channels: frozenset[Channel],
    *,
    purpose: Purpose,
    mobile: str,
    address: str,
    now: datetime,
) -> Challenge:
    """Have a code sent to whom `caller` serves (`now`: machine time), within the limits of the workplace's client.

    Raises `NotAtAWorkplace`, `WorkplaceElsewhere` or `TooManyCodes`.
    """
    workplace_of(cloud, caller, channels)
    return sign_in.issue_code(
        cloud,
        uow,
        purpose=purpose,
        mobile=mobile,
        language="zh-CN",
        address=address,
        client=clients.client_of(cloud, caller.client_id) or WEB,
        now=now,
    )
