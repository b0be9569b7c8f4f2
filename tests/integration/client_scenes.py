"""Scenes of client registrations."""

from datetime import UTC, datetime

from chalicelib.parties.clients import service
from chalicelib.parties.clients.model import Channel, Client, Limits
from tests.integration.officials_scenes import OPERATOR
from tests.integration.staging import Asked, Scene, Stage


def registered(stage: Stage) -> Client:
    uow = stage.unit_of_work()
    client, _ = service.register(
        uow,
        name="一号自助终端",
        channel=Channel.TERMINAL,
        region="460100",
        confidential=True,
        limits=Limits(),
        now=datetime.now(UTC),
    )
    uow.commit()
    return client


def of_client(stage: Stage) -> Asked:
    client = registered(stage)
    return Asked(by=OPERATOR, path={"client_id": client.id}, version=client.version)


def suspended(stage: Stage) -> Asked:
    asked, uow = of_client(stage), stage.unit_of_work()
    service.suspend(uow, asked.path["client_id"], "终端被盗")
    uow.commit()
    return asked


def clients(stage: Stage) -> Asked:
    registered(stage)
    return Asked(by=OPERATOR)


CLIENT_SCENES: dict[str, Scene] = {
    "POST /v1/clients": clients,
    "GET /v1/clients": clients,
    "GET /v1/clients/{client_id}": of_client,
    "POST /v1/clients/{client_id}/secret": of_client,
    "PUT /v1/clients/{client_id}/limits": of_client,
    "POST /v1/clients/{client_id}/suspension": of_client,
    "POST /v1/clients/{client_id}/resumption": suspended,
}
