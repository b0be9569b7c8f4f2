"""Composition root: the routes of the API and the functions behind events and timers. No logic lives here."""

import os

from chalice import Chalice

from chalicelib.http.registry import Areas, register
from chalicelib.http.route_table import require_current, serve_routes, stored_table

DEPLOYED = "AWS_LAMBDA_FUNCTION_NAME" in os.environ
"""Where functions run, every other one is entered by its own module: this one is imported to serve the API only, and
imports an area when one of its routes is first asked for.
"""


def all_areas() -> Areas:
    """Every area; the first to ask for them imports them."""
    from chalicelib.areas import AREAS  # noqa: PLC0415 - see above

    return AREAS


app = Chalice("bujianmian")
serve_routes(app, stored_table())
register(all_areas)
if not DEPLOYED:
    from chalicelib.areas import AREAS
    from chalicelib.workflow.functions import FUNCTIONS

    require_current(stored_table(), AREAS)
    for module in FUNCTIONS:
        app.register_blueprint(module.functions)
