"""Declaring routes: method, path, who may, what comes in and what goes out, all in one place.

The registry is what the API is served from, what the OpenAPI document is made of, and what the access test walks.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, get_args, get_type_hints

from chalice import Blueprint, Response
from pydantic import BaseModel

from chalicelib.http.access import Rule
from chalicelib.http.edge import answer_preflight, serve
from chalicelib.http.route import Route, View
from chalicelib.kernel.text import Text

KNOWN_OPTIONS = frozenset({"status", "changes", "not_repeatable", "refusals", "media_type", "consistency"})


@dataclass
class Area:
    """The routes of one capability."""

    name: Text
    blueprint: Blueprint
    routes: list[Route] = field(default_factory=list)

    def get(self, path: str, *, access: Rule, summary: Text, **options: Any) -> Callable[[View], View]:
        """Declare a read."""
        return self._declare("GET", path, access, summary, options)

    def post(self, path: str, *, access: Rule, summary: Text, **options: Any) -> Callable[[View], View]:
        """Declare a command that creates something or moves it on."""
        return self._declare("POST", path, access, summary, options)

    def put(self, path: str, *, access: Rule, summary: Text, **options: Any) -> Callable[[View], View]:
        """Declare a command that replaces a part of an existing aggregate."""
        return self._declare("PUT", path, access, summary, {"changes": True, **options})

    def delete(self, path: str, *, access: Rule, summary: Text, **options: Any) -> Callable[[View], View]:
        """Declare a command that ends something."""
        return self._declare("DELETE", path, access, summary, options)

    def _declare(
        self, method: str, path: str, access: Rule, summary: Text, options: dict[str, Any]
    ) -> Callable[[View], View]:
        unknown = options.keys() - KNOWN_OPTIONS
        if unknown:
            raise TypeError(f"{method} {path}: no route has {', '.join(sorted(unknown))}")

        def declare(view: View) -> View:
            shapes = _shapes(view)
            route = Route(
                method=method,
                path=path,
                view=view,
                area=self.name,
                summary=summary,
                access=access,
                status=options.get("status", 200),
                body=shapes["body"],
                query=shapes["query"],
                reply=shapes["reply"],
                changes=options.get("changes", False),
                not_repeatable=options.get("not_repeatable", ""),
                refusals=options.get("refusals", ()),
                media_type=options.get("media_type", "application/json"),
                consistency=options.get("consistency", "strong"),
            )
            if path not in {known.path for known in self.routes}:
                self._serve_preflight(path)
            self.routes.append(route)
            self.blueprint.route(path, methods=[method], content_types=["*/*"])(self._handler(route))
            return view

        return declare

    def _handler(self, route: Route) -> Callable[..., Response]:
        def handle(**path: str) -> Response:
            return serve(route, self.blueprint.current_request, path)

        handle.__name__ = route.view.__name__
        return handle

    def _serve_preflight(self, path: str) -> None:
        def preflight(**_: str) -> Response:
            return answer_preflight(self.blueprint.current_request)

        self.blueprint.route(path, methods=["OPTIONS"], content_types=["*/*"])(preflight)


def area(module: str, name: Text) -> Area:
    """The routes that `module` (its `__name__`) is going to declare."""
    return Area(name, Blueprint(module))


def _shapes(view: View) -> dict[str, type[BaseModel] | None]:
    """Request body, query and reply models, read from the view's annotations."""
    hints = get_type_hints(view)
    for parameter in inspect.signature(view).parameters:
        if parameter not in hints:
            raise TypeError(f"{view.__name__}: {parameter} has no type")
    reply = get_args(hints["return"])
    return {"body": hints.get("body"), "query": hints.get("query"), "reply": _model(reply[0]) if reply else None}


def _model(kind: Any) -> type[BaseModel] | None:
    return kind if inspect.isclass(kind) and issubclass(kind, BaseModel) else None
