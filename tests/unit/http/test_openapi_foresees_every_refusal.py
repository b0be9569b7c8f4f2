"""Which problems an operation may answer with: what its nature brings, what it declares, and nothing else."""

from typing import Any

import pytest

from app import AREAS
from chalicelib.http.openapi_problems import refusals_of, status_of_class
from chalicelib.http.problems import problem_document
from chalicelib.http.routes import Route
from chalicelib.parties.errors import TooManyCodes
from tests.unit.http.documents import DOCUMENTS

DOCUMENT = DOCUMENTS["en"]
ROUTES = {route.view.__name__: route for area in AREAS for route in area.routes}
COMPONENTS: Any = DOCUMENT["components"]


def responses(name: str) -> Any:
    route = ROUTES[name]
    return DOCUMENT["paths"][route.path][route.method.lower()]["responses"]


def codes(name: str) -> dict[str, list[str]]:
    return {
        status: list(response["content"]["application/problem+json"]["examples"])
        for status, response in responses(name).items()
        if int(status) >= 400
    }


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("read_health", "500 503"),
        ("read_item", "404 422 500 503"),
        ("read_docs", "422 500 503"),
        ("read_me", "401 403 500 503"),
        ("read_case", "401 403 404 500 503"),
        ("list_my_cases", "400 401 403 422 500 503"),
        ("register", "400 401 413 415 422 429 500 503"),
        ("open_case", "400 401 403 404 409 413 415 422 500 503"),
        ("save_form", "400 401 403 404 409 412 413 415 422 428 500 503"),
        ("submit", "400 401 403 404 409 412 422 428 500 503"),
        ("sign_out", "401 403 500 503"),
    ],
)
def test_only_what_can_occur_is_documented(name: str, statuses: str) -> None:
    assert " ".join(codes(name)) == statuses


@pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES.keys())
def test_everything_declared_is_documented(route: Route) -> None:
    told = codes(route.view.__name__)
    for refusal in route.refusals:
        assert refusal.code in told[str(int(status_of_class(refusal)))]
    assert sum(len(group) for group in told.values()) == len(refusals_of(route))


def test_an_identity_level_is_refused_only_where_more_than_the_first_is_needed() -> None:
    assert "access.level-too-low" in codes("open_case")["403"]
    assert "access.level-too-low" not in codes("save_form")["403"]


def test_an_example_reads_like_the_problem_itself() -> None:
    example = COMPONENTS["examples"]["party.too-many-codes"]["value"]
    told = problem_document(TooManyCodes(retry_after=30), "en", "/v1/…")
    assert example == told
    assert example["detail"] == "Try again in 30 seconds."


def test_problems_that_point_at_places_show_how() -> None:
    example = COMPONENTS["examples"]["request.body-invalid"]["value"]
    assert example["errors"] == [{"pointer": "#/mobile", "detail": "…"}]


def test_waiting_and_signing_in_are_told_by_headers() -> None:
    assert set(responses("register")["429"]["headers"]) == {"Retry-After"}
    assert set(responses("read_me")["401"]["headers"]) == {"WWW-Authenticate"}


def test_no_sentence_is_left_with_a_hole() -> None:
    for code, example in COMPONENTS["examples"].items():
        assert "{" not in example["value"]["title"] + example["value"]["detail"], code
