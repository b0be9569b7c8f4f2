"""Scenes of partners that read licences."""

from chalicelib.licences.service import issue
from chalicelib.licences.sharing import service
from chalicelib.licences.sharing.model import Duty
from chalicelib.licences.telling import service as telling
from chalicelib.licences.telling import store
from chalicelib.licences.telling.message import StatusMessage
from chalicelib.parties.consents.terms import SharedCertificate
from tests.integration.introduction_scenes import a_partner
from tests.integration.officials_scenes import OPERATOR
from tests.integration.staging import Asked, Scene, Stage
from tests.support import certificates
from tests.support.partners import basic
from tests.support.samples import BODIES

READING = "POST /v1/licence-readings"
DUTY = Duty(certificate=SharedCertificate(code="DRIVING_LICENCE", name="机动车驾驶证"), basis="《示例法》第一条")


def read_by_duty(stage: Stage) -> Asked:
    """A holder's licence, and a partner that may read it."""
    issue(stage.cloud, stage.act, certificates.request(stage.cloud))
    partner_id, secret = a_partner(stage)
    uow = stage.unit_of_work()
    service.register(stage.cloud, uow, service.duties_of(stage.cloud, partner_id), (DUTY,), 60)
    uow.commit()
    return Asked(body=BODIES[READING], headers=basic(partner_id, secret))


def of_duties(stage: Stage) -> Asked:
    return Asked(by=OPERATOR, path={"client_id": a_partner(stage)[0]}, version=0)


def of_receiver(stage: Stage) -> Asked:
    """A partner that is told somewhere."""
    partner_id, _ = a_partner(stage)
    uow = stage.unit_of_work()
    receiver = telling.receiver_of(stage.cloud, partner_id)
    telling.register(stage.cloud, uow, receiver, "https://partner.example/licences")
    uow.commit()
    return Asked(by=OPERATOR, path={"client_id": partner_id}, version=receiver.version)


def of_message(stage: Stage) -> Asked:
    """A message that waits for its reader."""
    asked = of_receiver(stage)
    client_id = asked.path["client_id"]
    message = StatusMessage.write(
        id=f"msg_{client_id}",
        client_id=client_id,
        licence_id="licence-1",
        subject="licence.revoked",
        body="{}",
        act=stage.act,
    )
    uow = stage.unit_of_work()
    store.save_message(uow, message)
    uow.commit()
    return Asked(by=OPERATOR, path={"client_id": client_id, "message_id": message.id})


def of_messages(stage: Stage) -> Asked:
    asked = of_message(stage)
    return Asked(by=asked.by, path={"client_id": asked.path["client_id"]})


def of_type(stage: Stage) -> Asked:
    """A type that a partner may read."""
    read_by_duty(stage)
    return Asked(path={"code": DUTY.certificate.code})


SHARING_SCENES: dict[str, Scene] = {
    READING: read_by_duty,
    "GET /v1/certificate-types/{code}/readers": of_type,
    "GET /v1/clients/{client_id}/duties": of_duties,
    "PUT /v1/clients/{client_id}/duties": of_duties,
    "GET /v1/clients/{client_id}/receiver": of_receiver,
    "PUT /v1/clients/{client_id}/receiver": of_duties,
    "DELETE /v1/clients/{client_id}/receiver": of_receiver,
    "POST /v1/clients/{client_id}/receiver/secret": of_receiver,
    "GET /v1/clients/{client_id}/messages": of_messages,
    "POST /v1/clients/{client_id}/messages/{message_id}/retry": of_message,
}
