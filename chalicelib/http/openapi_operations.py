"""One declared route as an OpenAPI operation."""

from collections.abc import Iterable
from http import HTTPStatus
from itertools import groupby
from typing import Any

from pydantic import BaseModel

from chalicelib.http.access import Rule
from chalicelib.http.field_terms import term_of
from chalicelib.http.openapi_problems import refusals_of, status_of_class
from chalicelib.http.openapi_schemas import Schemas, public_words, without_null
from chalicelib.http.paging import ListOf
from chalicelib.http.route import Route
from chalicelib.kernel.text import Language

PROBLEM_TYPE = "application/problem+json"
WITH_WAIT = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
MADE = {HTTPStatus.CREATED, HTTPStatus.ACCEPTED}


class Describer:
    """Describes the routes of one API in one language."""

    def __init__(self, routes: Iterable[Route], schemas: Schemas, language: Language) -> None:
        self._schemas = schemas
        self._language: Language = language
        self._other: Language = "en" if language == "zh-CN" else "zh-CN"
        self._versioned = {route.reply for route in routes if _answers_an_aggregate(route)}

    def operation(self, route: Route) -> dict[str, Any]:
        """The operation object of `route`."""
        optional = {
            "parameters": [*self._path(route), *self._query(route), *_headers(route)],
            "requestBody": self._request_body(route),
        }
        return {
            "operationId": route.view.__name__,
            "tags": [route.area.in_language(self._language)],
            "summary": route.summary.in_language(self._language),
            f"x-summary-{self._other}": route.summary.in_language(self._other),
            "description": public_words(route.view.__doc__),
            **{key: value for key, value in optional.items() if value},
            "responses": {str(route.status): self._success(route), **self._problems(route)},
            "security": [] if route.access.why_public else [{"bearer": []}],
            "x-access": access_of(route.access),
            "x-consistency": route.consistency,
        }

    def _path(self, route: Route) -> list[dict[str, Any]]:
        owner = route.view.__name__
        return [
            {
                "name": name,
                "in": "path",
                "required": True,
                "description": term_of(owner, name, self._language),
                "schema": {"type": "string"},
            }
            for name in route.parameters
        ]

    def _query(self, route: Route) -> list[dict[str, Any]]:
        if route.query is None:
            return []
        shape = self._schemas.resolve(self._schemas.received(route.query))
        return [
            {
                "name": name,
                "in": "query",
                "required": name in shape.get("required", ()),
                "description": schema.get("description", ""),
                "schema": {key: value for key, value in without_null(schema).items() if key != "description"},
            }
            for name, schema in shape["properties"].items()
        ]

    def _request_body(self, route: Route) -> dict[str, Any] | None:
        if route.body is None:
            return None
        schema = self._schemas.received(route.body)
        required = bool(self._schemas.resolve(schema).get("required"))
        return {
            "required": required,
            "content": {"application/json": {"schema": schema}},
        }

    def _success(self, route: Route) -> dict[str, Any]:
        response: dict[str, Any] = {"description": HTTPStatus(route.status).phrase}
        headers = self._success_headers(route)
        if headers:
            response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in headers}
        if route.status != HTTPStatus.NO_CONTENT:
            response["content"] = {route.media_type: self._content(route)}
        return response

    def _success_headers(self, route: Route) -> list[str]:
        applies = {
            "ETag": route.reply is not None and route.reply in self._versioned,
            "Location": route.status in MADE and _answers_an_aggregate(route),
            "Link": _is_list(route.reply),
        }
        return [name for name, occurs in applies.items() if occurs]

    def _content(self, route: Route) -> dict[str, Any]:
        if route.reply is None:
            return {"schema": {"type": "object" if route.media_type == "application/json" else "string"}}
        return {"schema": self._schemas.sent(route.reply)}

    def _problems(self, route: Route) -> dict[str, Any]:
        responses = {}
        for status, refusals in groupby(refusals_of(route), key=status_of_class):
            codes = [refusal.code for refusal in refusals]
            headers = {"Retry-After"} if status in WITH_WAIT else set()
            headers |= {"WWW-Authenticate"} if status is HTTPStatus.UNAUTHORIZED else set()
            responses[str(int(status))] = {
                "description": status.phrase,
                **(
                    {"headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers}} if headers else {}
                ),
                "content": {
                    PROBLEM_TYPE: {
                        "schema": {"$ref": "#/components/schemas/Problem"},
                        "examples": {code: {"$ref": f"#/components/examples/{code}"} for code in codes},
                    }
                },
            }
        return responses


def access_of(rule: Rule) -> dict[str, Any]:
    """Who may: why everybody, or which roles within which scope from which identity level."""
    if rule.why_public:
        return {"public": rule.why_public}
    return {
        "grants": [{"role": grant.role, "scope": grant.scope, "level": grant.level} for grant in rule.grants],
    }


def _headers(route: Route) -> list[dict[str, Any]]:
    wanted = {"IfMatch": route.changes, "IdempotencyKey": route.takes_key}
    return [{"$ref": f"#/components/parameters/{name}"} for name, needed in wanted.items() if needed]


def _answers_an_aggregate(route: Route) -> bool:
    """Commands of a known caller that change something answer with it, in its new version."""
    return (route.changes or route.takes_key) and not route.access.why_public


def _is_list(reply: type[BaseModel] | None) -> bool:
    return reply is not None and issubclass(reply, ListOf)
