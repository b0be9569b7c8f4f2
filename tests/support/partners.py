"""Partner systems, and what they send."""

from base64 import b64encode
from datetime import datetime

from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.parties.clients import service
from chalicelib.parties.clients.model import Channel, Limits


def a_client(uow: UnitOfWork, now: datetime, channel: Channel = Channel.PARTNER) -> tuple[str, str]:
    """Id and secret of a registered client."""
    client, secret = service.register(
        uow, name="示例合作系统", channel=channel, region="", confidential=True, limits=Limits(), now=now
    )
    uow.commit()
    return client.id, str(secret)


def basic(client_id: str, secret: str) -> dict[str, str]:
    """The header by which a client proves itself."""
    return {"Authorization": f"Basic {b64encode(f'{client_id}:{secret}'.encode()).decode()}"}
