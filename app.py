"""Composition root: the areas of the API and the functions behind events and timers. No logic lives here."""

import os

from chalice import Chalice

from chalicelib.cases import api_applicant, api_archive, api_credentials, api_official, api_versions
from chalicelib.cases.api import cases_area
from chalicelib.cases.asked_twice import api as asked_twice_api
from chalicelib.cases.bringing import api as bringing_api
from chalicelib.cases.bringing import api_kept
from chalicelib.cases.data_disputes import api as data_disputes_api
from chalicelib.cases.late import api as late_api
from chalicelib.cases.licence_readings import api as licence_readings_api
from chalicelib.cases.promise_checks import api as promise_checks_api
from chalicelib.cases.retention.api import retention_area
from chalicelib.catalogue import routes as catalogue_routes
from chalicelib.catalogue.api import catalogue_area
from chalicelib.delivery.api import delivery_area
from chalicelib.feedback.api import feedback_area
from chalicelib.http.api import service_area
from chalicelib.http.registry import register
from chalicelib.jobs.api import jobs_area
from chalicelib.licences import held_api, life_api, published_api
from chalicelib.licences.api import licences_area
from chalicelib.licences.consents_api import consents_area
from chalicelib.licences.sharing.api import sharing_area
from chalicelib.licences.telling import api as telling_api
from chalicelib.materials.api import materials_area
from chalicelib.materials.vault import api as vault_api
from chalicelib.parties import routes as parties_routes
from chalicelib.payments.api import payments_area

ROUTE_MODULES = (
    *parties_routes.MODULES,
    api_applicant,
    api_credentials,
    api_archive,
    api_official,
    api_versions,
    asked_twice_api,
    bringing_api,
    api_kept,
    late_api,
    data_disputes_api,
    licence_readings_api,
    promise_checks_api,
    vault_api,
    held_api,
    life_api,
    published_api,
    telling_api,
    *catalogue_routes.MODULES,
)
"""They declare routes of areas that other modules made; importing them is what registers those routes."""

AREAS = (
    service_area,
    *parties_routes.AREAS,
    consents_area,
    catalogue_area,
    cases_area,
    materials_area,
    payments_area,
    delivery_area,
    licences_area,
    sharing_area,
    feedback_area,
    retention_area,
    jobs_area,
)

DEPLOYED = "AWS_LAMBDA_FUNCTION_NAME" in os.environ
"""Where functions run, every other one is entered by its own module: this one is imported to serve the API only."""

app = Chalice("bujianmian")
register(AREAS)
for area in AREAS:
    app.register_blueprint(area.blueprint)
if not DEPLOYED:
    from chalicelib.workflow.functions import FUNCTIONS

    for module in FUNCTIONS:
        app.register_blueprint(module.functions)
