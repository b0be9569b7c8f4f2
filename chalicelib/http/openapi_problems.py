"""Which refusals a route can answer with: those it declares, and those that the edge adds by the route's nature."""

import string
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from pydantic import ConfigDict, Field

from chalicelib.http.access import Scope
from chalicelib.http.access_refusals import LevelTooLow, OutOfReach, RoleRefused, TokenMissing, TokenRefused
from chalicelib.http.idempotency import KeyMalformed, KeyMissing, KeyReused
from chalicelib.http.openapi_samples import named_samples
from chalicelib.http.paging import CursorRefused
from chalicelib.http.preconditions import IfMatchMalformed, IfMatchMissing, StaleVersion
from chalicelib.http.problems import STATUS_OF_KIND, TYPE_PREFIX, BodyRefused, NotJson
from chalicelib.http.refusals import BodyTooLarge, BusyNow, NotAvailable, Unforeseen, WrongMediaType
from chalicelib.http.route import Route
from chalicelib.http.shapes import Shape
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.text import Language, Text

Refusal = type[DomainError]
REGISTERED = 1
"""The identity level of every account."""


class PlaceView(Shape):
    """One place of the request, and what is wrong there."""

    pointer: str = Field(description="RFC 6901: `#/…` points into the body, `?/…` at a query parameter.")
    detail: str


class Problem(Shape):
    """Why a request was refused (RFC 9457). Further members hold the facts that its sentences mention."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str = Field(description="What is wrong, in the caller's language.")
    status: int
    detail: str = Field(description="What to do next, in the caller's language.")
    instance: str
    code: str = Field(description="Stable; decide by this and not by the sentences.")
    errors: list[PlaceView] | None = None


def refusals_of(route: Route) -> list[Refusal]:
    """All refusals that `route` can answer with, each once, ordered by status."""
    known = dict.fromkeys([*_by_nature(route), *route.refusals])
    return sorted(known, key=status_of_class)


def status_of_class(refusal: Refusal) -> HTTPStatus:
    """The HTTP status of a class of refusals."""
    return next(STATUS_OF_KIND[kind] for kind in refusal.__mro__ if kind in STATUS_OF_KIND)


def example_of(refusal: Refusal, language: Language) -> dict[str, Any]:
    """A problem document of this kind, with invented facts."""
    names = sorted(_placeholders(refusal.title) | _placeholders(refusal.next_step))
    facts = {name: next(iter(named_samples(refusal.code, name)), "…") for name in names}
    return {
        **facts,
        "type": TYPE_PREFIX + refusal.code,
        "title": refusal.title.in_language(language, facts),
        "status": int(status_of_class(refusal)),
        "detail": refusal.next_step.in_language(language, facts),
        "instance": "/v1/…",
        "code": refusal.code,
        **({"errors": [{"pointer": "#/mobile", "detail": "…"}]} if "`errors`" in refusal.next_step.en else {}),
    }


def _by_nature(route: Route) -> Iterator[Refusal]:
    yield from _of_access(route)
    if route.body is not None:
        yield from (NotJson, BodyTooLarge, WrongMediaType, BodyRefused)
    if route.query is not None:
        yield BodyRefused
        yield from (CursorRefused,) if "cursor" in route.query.model_fields else ()
    if route.takes_key:
        yield from (KeyMissing, KeyMalformed, KeyReused)
    if route.changes:
        yield from (IfMatchMissing, IfMatchMalformed, StaleVersion)
    if route.is_command:
        yield BusyNow
    yield from (NotAvailable, Unforeseen)


def _of_access(route: Route) -> Iterator[Refusal]:
    if route.access.why_public:
        return
    yield from (TokenMissing, TokenRefused, RoleRefused)
    if any(grant.level > REGISTERED for grant in route.access.grants):
        yield LevelTooLow
    if route.parameters and any(grant.scope is not Scope.PROVINCE for grant in route.access.grants):
        yield OutOfReach


def _placeholders(text: Text) -> set[str]:
    return {field for sentence in text for _, field, _, _ in string.Formatter().parse(sentence) if field}
