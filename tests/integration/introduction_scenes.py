"""Scenes of telling partners who somebody is."""

from datetime import UTC, datetime

from chalicelib.http.access import Caller
from chalicelib.parties.clients import service as clients
from chalicelib.parties.introductions import service
from tests.integration.staging import Asked, Stage
from tests.support.partners import a_client, basic

NONCE = "n" * 32


def a_partner(stage: Stage) -> tuple[str, str]:
    """One that this process knows already."""
    partner_id, secret = a_client(stage.unit_of_work(), datetime.now(UTC))
    assert clients.client_of(stage.cloud, partner_id)
    return partner_id, secret


def to_introduce(stage: Stage, by: Caller) -> Asked:
    return Asked(by=by, body={"client_id": a_partner(stage)[0], "nonce": NONCE})


def introduced(stage: Stage, by: Caller) -> Asked:
    """A code waits to be redeemed."""
    partner_id, secret = a_partner(stage)
    uow = stage.unit_of_work()
    _, code = service.introduce(stage.cloud, uow, by, partner_id=partner_id, nonce=NONCE, now=datetime.now(UTC))
    uow.commit()
    return Asked(by=None, body={"code": str(code)}, headers=basic(partner_id, secret))
