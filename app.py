"""Composition root: the areas of the API and the functions behind events and timers. No logic lives here."""

import os

from chalice import Chalice

from chalicelib.cases import routes as cases
from chalicelib.catalogue import routes as catalogue
from chalicelib.delivery.api import delivery_area
from chalicelib.feedback.api import feedback_area
from chalicelib.http.api import service_area
from chalicelib.http.registry import register
from chalicelib.jobs.api import jobs_area
from chalicelib.licences import routes as licences
from chalicelib.materials import routes as materials
from chalicelib.parties import routes as parties
from chalicelib.payments.api import payments_area

AREAS = (
    service_area,
    *parties.AREAS,
    *catalogue.AREAS,
    *cases.AREAS,
    *materials.AREAS,
    payments_area,
    delivery_area,
    *licences.AREAS,
    feedback_area,
    jobs_area,
)
"""In the order in which the documentation tells them."""

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
