"""Declaring routes: method, path, who may, what comes in and what goes out, all in one place.

What is declared is what the API is served from, what the OpenAPI document is made of, and what the access test walks.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel

from chalicelib.http.access import Rule
from chalicelib.http.route import Route, View
from chalicelib.kernel.text import Text

_declared: dict[tuple[str, str], Route] = {}
"""By the module that declares them and their name: what has been imported so far."""
KNOWN_OPTIONS = frozenset({"status", "changes", "not_repeatable", "refusals", "media_type", "consistency"})


@dataclass
class Area:
    """The routes of one capability."""

    name: Text
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
            self.routes.append(route)
            _declared[route.module, route.name] = route
            return view

        return declare


def declared_route(module: str, name: str) -> Route:
    """The route that `module`, which has been imported, declares. Raises `KeyError` where it declares none such."""
    return _declared[module, name]


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
