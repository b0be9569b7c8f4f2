"""Scenes of signing in through unified authentication."""

from datetime import UTC, datetime
from typing import Any

from chalicelib.parties.federation import service
from chalicelib.parties.federation.service import Answer
from chalicelib.parties.sign_in import AT_HOME
from tests.integration.staging import Asked, Scene, Stage
from tests.support.federation import PERSON, Browsed, connected
from tests.support.issuers import Issuer


def an_issuer(stage: Stage) -> Browsed:
    """It has described itself already."""
    browsed = connected(stage.cloud, Issuer(instant=datetime.now(UTC)))
    service.begin(stage.cloud, datetime.now(UTC))
    return browsed


def to_begin(stage: Stage) -> Asked:
    an_issuer(stage)
    return Asked()


def came_back(stage: Stage) -> dict[str, Any]:
    attempt, url = service.begin(stage.cloud, datetime.now(UTC))
    return {"attempt_id": attempt.id, **an_issuer(stage).sign_in(url, **PERSON)}


def known_person(stage: Stage) -> Asked:
    """Somebody whose account is bound to the identity comes back from the issuer."""
    an_issuer(stage)
    service.open_session(
        stage.cloud,
        stage.act,
        Answer(**came_back(stage)),
        as_staff=False,
        language="en",
        origin=AT_HOME,
        now=datetime.now(UTC),
    )
    return Asked(body=came_back(stage))


FEDERATION_SCENES: dict[str, Scene] = {
    "POST /v1/federated-sign-ins": to_begin,
    "POST /v1/sessions/federated": known_person,
}
