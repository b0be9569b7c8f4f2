"""All areas of the API, in the order in which the documentation tells them. Importing this imports every route."""

from chalicelib.cases import routes as cases
from chalicelib.catalogue import routes as catalogue
from chalicelib.delivery.api import delivery_area
from chalicelib.feedback.api import feedback_area
from chalicelib.http.api import service_area
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
