"""Every route that the code declares is in the route table with its module, and nothing else is served."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from chalice import Chalice
from chalice.test import Client

from app import AREAS, app
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import public
from chalicelib.http.route_table import (
    HOW,
    RouteTable,
    RouteTableOutdated,
    require_current,
    serve_routes,
    stored_table,
    table_of,
)
from chalicelib.http.routes import Area
from chalicelib.kernel.text import Text
from tests.support.probes import probes

NAME = Text("a", "b")


def test_the_committed_table_is_what_would_be_written_today() -> None:
    assert list(stored_table().items()) == list(table_of(AREAS).items()), HOW


def test_the_application_serves_what_is_declared_and_preflights_and_nothing_else() -> None:
    declared = {(route.path, route.method) for area in AREAS for route in area.routes}
    preflights = {(path, "OPTIONS") for path, _ in declared}
    assert {(path, method) for path, methods in app.routes.items() for method in methods} == declared | preflights


@pytest.mark.parametrize(
    "change",
    [
        {"GET /v1/cases": None},
        {"GET /v1/cases": "chalicelib.cases.api_official"},
        {"GET /v1/undeclared": "chalicelib.cases.api_official"},
    ],
    ids=["missing", "another module", "undeclared"],
)
def test_a_table_that_is_out_of_date_is_refused(change: dict[str, str | None]) -> None:
    changed = {**stored_table(), **change}
    table: RouteTable = {name: module for name, module in changed.items() if module is not None}
    with pytest.raises(RouteTableOutdated, match=next(iter(change))):
        require_current(table, AREAS)


def test_two_modules_cannot_declare_one_route() -> None:
    def view(call: Call) -> Reply[None]:
        return Reply(None)

    def another(call: Call) -> Reply[None]:
        return Reply(None)

    another.__module__ = "elsewhere"
    area = Area(NAME)
    area.get("/v1/twice", access=public("x"), summary=NAME)(view)
    area.get("/v1/twice", access=public("x"), summary=NAME)(another)
    with pytest.raises(RouteTableOutdated, match="GET /v1/twice is declared twice"):
        table_of((area,))


def test_the_application_does_not_start_with_a_table_that_is_out_of_date() -> None:
    """So nothing is packaged that is served by no declaration, or declared and not served."""
    command = "from chalicelib.http import route_table; route_table.stored_table = dict; import app"
    root = Path(__file__).parents[3]
    started = subprocess.run([sys.executable, "-c", command], cwd=root, check=False, capture_output=True, text=True)
    assert started.returncode != 0
    assert f"RouteTableOutdated: {HOW}" in started.stderr


def test_what_is_in_the_table_without_a_declaration_is_not_answered(cloud: Any) -> None:
    """A declaration is what holds the access rule: without one there is nothing to serve."""
    served = Chalice("undeclared")
    serve_routes(served, {**table_of((probes,)), "GET /v1/undeclared": probes.routes[0].module})
    with Client(served) as client:
        assert client.http.get("/v1/undeclared").status_code == 500
