"""Scenes of partners that read licences."""

from chalicelib.licences.service import issue
from chalicelib.licences.sharing import service
from chalicelib.licences.sharing.model import Duty
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
    service.register(uow, service.duties_of(stage.cloud, partner_id), (DUTY,), 60)
    uow.commit()
    return Asked(body=BODIES[READING], headers=basic(partner_id, secret))


def of_duties(stage: Stage) -> Asked:
    return Asked(by=OPERATOR, path={"client_id": a_partner(stage)[0]}, version=0)


SHARING_SCENES: dict[str, Scene] = {
    READING: read_by_duty,
    "GET /v1/clients/{client_id}/duties": of_duties,
    "PUT /v1/clients/{client_id}/duties": of_duties,
}
