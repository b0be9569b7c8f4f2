"""The route table: which module declares each route, so that a request imports that module and no other.

`routes.json` holds one line a route. It is written from the declarations by `python -m infra.tools.route_table`; where
nothing is deployed yet, `app.py` refuses to start with a table that differs from them. So no package is made with one
that is out of date, and what has no declaration (and so no access rule) cannot be deployed.
"""

import json
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path

from chalice import Chalice, Response

from chalicelib.http.edge import answer_preflight, serve
from chalicelib.http.route import Route
from chalicelib.http.routes import Area, declared_route

FILE = Path(__file__).with_name("routes.json")
HOW = "run python -m infra.tools.route_table"

RouteTable = dict[str, str]
"""`GET /v1/cases`: `chalicelib.cases.api_applicant`."""


class RouteTableOutdated(RuntimeError):
    """The route table is not what the code declares."""


def stored_table() -> RouteTable:
    """The table as it was written."""
    table: RouteTable = json.loads(FILE.read_bytes())
    return table


def table_of(areas: Iterable[Area]) -> RouteTable:
    """The table of what `areas` declare, in order. Raises `RouteTableOutdated` where a route is declared twice."""
    table: RouteTable = {}
    for route in (route for area in areas for route in area.routes):
        if table.setdefault(route.name, route.module) != route.module:
            raise RouteTableOutdated(f"{route.name} is declared twice")
    return dict(sorted(table.items()))


def require_current(table: RouteTable, areas: Iterable[Area]) -> None:
    """Raise `RouteTableOutdated` unless `table` is what `areas` declare."""
    differing = set(table.items()) ^ set(table_of(areas).items())
    if differing:
        raise RouteTableOutdated(f"{HOW}: {', '.join(sorted({name for name, _ in differing}))}")


def serve_routes(app: Chalice, table: RouteTable) -> None:
    """Let `app` serve every route of `table`, and the preflight of its path. Imports none of their modules."""
    paths: dict[str, dict[str, str]] = {}
    for name, module in table.items():
        method, _, path = name.partition(" ")
        paths.setdefault(path, {})[method] = module
    for path, modules in paths.items():
        _serve_path(app, path, modules)


def _serve_path(app: Chalice, path: str, modules: Mapping[str, str]) -> None:
    def handle(**parameters: str) -> Response:
        request = app.current_request
        if request.method == "OPTIONS":
            return answer_preflight(request)
        return serve(_route(modules[request.method], request.method, path), request, parameters)

    app.route(path, methods=[*modules, "OPTIONS"], content_types=["*/*"])(handle)


def _route(module: str, method: str, path: str) -> Route:
    import_module(module)
    return declared_route(module, f"{method} {path}")
