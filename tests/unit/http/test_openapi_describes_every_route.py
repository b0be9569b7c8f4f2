"""The document says of every declared route what the edge will hold it to."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from app import AREAS
from chalicelib.http.field_terms import term_of
from chalicelib.http.openapi_schemas import public_name, public_words
from chalicelib.http.routes import Route
from chalicelib.kernel.text import Language
from tests.unit.http.documents import DOCUMENTS, LANGUAGES, SERVER

DOCUMENT = DOCUMENTS["en"]
ROUTES = [route for area in AREAS for route in area.routes]
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]


def operation(route: Route, language: Language = "en") -> Any:
    return DOCUMENTS[language]["paths"][route.path][route.method.lower()]


def by_name(name: str) -> Any:
    return operation(next(route for route in ROUTES if route.view.__name__ == name))


def parameters(described: Any) -> dict[tuple[str, str], Any]:
    resolved = [
        DOCUMENT["components"]["parameters"][it["$ref"].rpartition("/")[2]] if "$ref" in it else it
        for it in described.get("parameters", [])
    ]
    return {(it["in"], it["name"]): it for it in resolved}


every_route = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.view.__name__)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_valid_openapi(language: Language) -> None:
    assert DOCUMENTS[language]["openapi"] == "3.1.0"
    validate(DOCUMENTS[language])


def test_it_describes_exactly_the_declared_routes() -> None:
    described = {(method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods}
    assert described == {(route.method, route.path) for route in ROUTES}
    assert DOCUMENT["servers"] == [{"url": SERVER}]


@every_route
def test_who_may_call_is_told(route: Route) -> None:
    described = operation(route)
    if route.access.why_public:
        assert (described["security"], described["x-access"]) == ([], {"public": route.access.why_public})
    else:
        grants = [(grant["role"], grant["scope"], grant["level"]) for grant in described["x-access"]["grants"]]
        assert described["security"] == [{"bearer": []}]
        assert grants == [(grant.role, grant.scope, grant.level) for grant in route.access.grants]


@every_route
def test_what_the_edge_demands_is_a_parameter(route: Route) -> None:
    known = parameters(operation(route))
    assert [name for place, name in known if place == "path"] == route.parameters
    assert {name for place, name in known if place == "query"} == set(route.query.model_fields if route.query else ())
    assert (("header", "If-Match") in known) is route.changes
    assert (("header", "Idempotency-Key") in known) is route.takes_key
    assert all(it["required"] for (place, _), it in known.items() if place != "query")
    assert ("requestBody" in operation(route)) is (route.body is not None)


@every_route
def test_both_languages_describe_the_same_operation(route: Route) -> None:
    chinese, english = operation(route, "zh-CN"), operation(route, "en")
    assert (chinese["summary"], english["summary"]) == (route.summary.zh, route.summary.en)
    assert (chinese["x-summary-en"], english["x-summary-zh-CN"]) == (route.summary.en, route.summary.zh)
    assert chinese["operationId"] == english["operationId"] == route.view.__name__
    assert chinese["responses"].keys() == english["responses"].keys()
    assert english["description"]


@every_route
def test_the_answer_is_described(route: Route) -> None:
    response = operation(route)["responses"][str(route.status)]
    assert ("content" in response) is (route.status != 204)
    if "content" in response:
        assert list(response["content"]) == [route.media_type]


@pytest.mark.parametrize(
    ("name", "status", "headers"),
    [
        ("read_case", "200", {"ETag"}),
        ("save_form", "200", {"ETag"}),
        ("open_case", "201", {"ETag", "Location"}),
        ("check_identity", "202", {"ETag", "Location"}),
        ("list_my_cases", "200", {"Link"}),
        ("read_item", "200", set()),
        ("register", "202", set()),
    ],
)
def test_headers_of_an_answer_are_told_where_they_occur(name: str, status: str, headers: set[str]) -> None:
    assert set(by_name(name)["responses"][status].get("headers", ())) == headers


@every_route
def test_unknown_members_of_a_body_are_refused_to_the_last_level(route: Route) -> None:
    if route.body is not None:
        schema = operation(route)["requestBody"]["content"]["application/json"]["schema"]
        assert all(it.get("additionalProperties") is False for it in objects_within(schema)), schema


def objects_within(schema: Any) -> list[Any]:
    if isinstance(schema, list):
        return [found for entry in schema for found in objects_within(entry)]
    if not isinstance(schema, dict):
        return []
    if "$ref" in schema:
        return objects_within(SCHEMAS[schema["$ref"].rpartition("/")[2]])
    inner = [found for key, entry in schema.items() if key != "examples" for found in objects_within(entry)]
    return [schema, *inner] if "properties" in schema else inner


@pytest.mark.parametrize("name", [name for name, schema in SCHEMAS.items() if "examples" in schema])
def test_every_example_obeys_its_schema(name: str) -> None:
    whole = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    for example in SCHEMAS[name]["examples"]:
        Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(example)


def test_an_answer_leaves_out_what_it_does_not_have_and_never_says_null() -> None:
    account = SCHEMAS["AccountView"]
    assert account["properties"]["name"]["type"] == "string"
    assert "name" not in account["required"]
    assert {"id", "level", "language"} <= set(account["required"])
    assert "documents" in SCHEMAS["CaseView"]["required"], "an empty list is sent"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_has_a_term(language: Language) -> None:
    """A name without one is to be added to `chalicelib/http/field_terms.txt`."""
    of_members = [(owner, name) for owner, schema in SCHEMAS.items() for name in schema.get("properties", ())]
    of_routes = [(route.view.__name__, name) for route in ROUTES for name in route.parameters]
    assert [it for it in (*of_members, *of_routes) if not term_of(*it, language)] == []


def test_names_are_the_publics_and_not_the_houses() -> None:
    assert public_name("chalicelib__cases__views__MaterialView") == "CasesMaterialView"
    assert public_name("ListOf_CaseSummary_") == "ListOfCaseSummary"
    assert public_words("Masked\n    even here.") == "Masked even here."
    assert not [name for name in SCHEMAS if "_" in name]
