"""Scenes of privacy: consents about to be given, and given."""

from datetime import timedelta

from chalicelib.cases.retention.service import begin
from chalicelib.catalogue.registers.service import registers_of
from chalicelib.http.access import Caller, Role
from chalicelib.jobs import store as jobs
from chalicelib.licences.consent_terms import as_registered
from chalicelib.parties.consents import service
from chalicelib.parties.consents.model import Consent
from chalicelib.parties.consents.terms import ConsentText
from chalicelib.parties.consents.views import WantedConsent
from chalicelib.parties.look_counts import Desk, count_look
from chalicelib.parties.subject_access.service import request
from tests.integration.mandate_scenes import PRINCIPAL, account, unit_of_work
from tests.integration.staging import Asked, Scene, Stage
from tests.support.cases import WHO
from tests.support.samples import CONSENT

OPERATOR = Caller("staff-operator", Role.OPERATOR, 4, "session-9")
ONE_KEY = 2
"""The key, and the name of the one in use."""
A_CONSENT = "/v1/me/consents/{consent_id}"


def about_to_consent(stage: Stage) -> Asked:
    account(stage, PRINCIPAL, WHO.name, WHO.mobile)
    return Asked(by=PRINCIPAL, body={**CONSENT, "valid_to": (stage.today + timedelta(days=30)).isoformat()})


def about_to_sign_it(stage: Stage) -> Asked:
    asked = about_to_consent(stage)
    text = text_of(stage, asked)
    asked.body |= {"version": text.version, "sha256": text.sha256, "accepted": True}
    return asked


def text_of(stage: Stage, asked: Asked) -> ConsentText:
    wanted = WantedConsent.model_validate(asked.body)
    terms = as_registered(registers_of(stage.cloud), wanted, stage.today)
    return ConsentText.of(subject_name=WHO.name, terms=terms)


def consent(stage: Stage) -> Consent:
    asked, uow = about_to_consent(stage), unit_of_work(stage, PRINCIPAL)
    text = text_of(stage, asked)
    terms = as_registered(registers_of(stage.cloud), WantedConsent.model_validate(asked.body), stage.today)
    given = service.give(uow, WHO.account_id, terms, version=text.version, sha256=text.sha256, level=3)
    uow.commit()
    return given


def of_consent(stage: Stage) -> Asked:
    return Asked(by=PRINCIPAL, path={"consent_id": consent(stage).id})


def of_consents(stage: Stage) -> Asked:
    consent(stage)
    return Asked(by=PRINCIPAL)


def looks_counted(stage: Stage) -> Asked:
    uow = stage.unit_of_work()
    count_look(uow, stage.today, "staff-reviewer", Desk(department="GA", region="460100"))
    uow.commit()
    return Asked(by=OPERATOR)


def exported(stage: Stage) -> Asked:
    """A copy that is ready."""
    uow = unit_of_work(stage, PRINCIPAL)
    job = request(uow, PRINCIPAL.id)
    uow.commit()
    made = {"object_key": "exports/people/1/copy.zip", "filename": "personal-data.zip", "sha256": "0" * 64}
    job.finish({}, made, uow.act)
    uow = unit_of_work(stage, PRINCIPAL)
    jobs.save(uow, job)
    uow.commit()
    return Asked(by=PRINCIPAL, path={"export_id": job.id})


def with_exports(stage: Stage) -> Asked:
    return Asked(by=exported(stage).by)


def run_begun(stage: Stage) -> Asked:
    uow = unit_of_work(stage, OPERATOR)
    begin(uow, dry_run=True)
    uow.commit()
    return Asked(by=OPERATOR)


def key_replaced(stage: Stage) -> Asked:
    """The ring holds two keys; what this process knows of it is put back for the scenes that follow."""
    known = stage.cloud.key_ring._ring
    if len(known) == ONE_KEY:
        stage.cloud.key_ring.__dict__["_ring"] = {**known, "2": "another", "current": "1"}
    return Asked(by=OPERATOR)


PRIVACY_SCENES: dict[str, Scene] = {
    "POST /v1/resealings": key_replaced,
    "POST /v1/retention-runs": lambda _: Asked(by=OPERATOR),
    "GET /v1/retention-runs": run_begun,
    "POST /v1/me/exports": lambda _: Asked(by=PRINCIPAL),
    "GET /v1/me/exports": with_exports,
    "GET /v1/me/exports/{export_id}": exported,
    "GET /v1/me/exports/{export_id}/file": exported,
    "GET /v1/looks/counts": looks_counted,
    "POST /v1/me/consents/preview": about_to_consent,
    "POST /v1/me/consents": about_to_sign_it,
    "GET /v1/me/consents": of_consents,
    f"GET {A_CONSENT}": of_consent,
    f"POST {A_CONSENT}/withdrawal": of_consent,
}
