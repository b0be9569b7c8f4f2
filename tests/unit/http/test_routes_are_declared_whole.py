"""One declaration makes the route: what it serves, what it demands, and what the registry tells about it."""

import json
from typing import Any

import pytest
from chalice import Chalice
from chalice.test import Client

from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import public
from chalicelib.http.route_table import serve_routes, table_of
from chalicelib.http.routes import Area
from chalicelib.kernel.text import Text
from tests.support.platform import FakePlatform
from tests.support.probes import HEAD, OWNER, Api, LedgerView, NewLedger, probes

BY_ADDRESS = {(route.method, route.path): route for route in probes.routes}


def test_a_route_knows_its_shapes_from_its_views_annotations() -> None:
    route = BY_ADDRESS["POST", "/v1/ledgers"]
    assert (route.body, route.query, route.reply) == (NewLedger, None, LedgerView)
    assert (route.status, route.takes_key, route.changes, route.is_command) == (201, True, False, True)


def test_a_put_changes_what_exists_and_a_read_demands_nothing() -> None:
    put, get = BY_ADDRESS["PUT", "/v1/ledgers/{ledger_id}/note"], BY_ADDRESS["GET", "/v1/ledgers/{ledger_id}"]
    assert (put.changes, put.takes_key) == (True, False)
    assert (get.changes, get.takes_key, get.is_command, get.parameters) == (False, False, False, ["ledger_id"])


def test_a_parameter_without_a_type_cannot_be_declared() -> None:
    with pytest.raises(TypeError, match="body has no type"):

        @Area(Text("a", "b")).get("/x", access=public("x"), summary=Text("a", "b"))
        def untyped(call: Call, body) -> Reply[None]:  # type: ignore[no-untyped-def]
            return Reply(None)


def test_a_path_is_unquoted_once() -> None:
    seen: list[str] = []
    words = Area(Text("a", "b"))

    @words.get("/v1/words/{word}", access=public("x"), summary=Text("a", "b"))
    def read_word(call: Call, word: str) -> Reply[None]:
        seen.append(word)
        return Reply(None)

    platform = FakePlatform()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("chalicelib.http.edge.platform", lambda: platform)
        Api(platform, words).call("GET", "/v1/words/{word}", word="%E4%B8%8D%252F")
    assert seen == ["不%2F"]


def served() -> Chalice:
    """The probes on an app of their own."""
    app = Chalice("probes")
    serve_routes(app, table_of((probes,)))
    return app


@pytest.fixture
def gateway(cloud: FakePlatform) -> Any:
    """The probes as Chalice serves them, behind events of API Gateway."""
    with Client(served()) as client:
        yield client.http


@pytest.mark.parametrize(
    ("content_type", "status"),
    [("application/json", 201), ("application/json;charset=UTF-8", 201), ("text/plain", 415)],
)
def test_chalice_leaves_the_media_type_to_the_edge(gateway: Any, api: Api, content_type: str, status: int) -> None:
    answer = gateway.post(
        "/v1/ledgers",
        headers={
            "Content-Type": content_type,
            "Authorization": f"Bearer {api.token(OWNER)}",
            "idempotency-key": "k" * 16,
        },
        body=json.dumps({"note": "a"}).encode(),
    )
    assert answer.status_code == status
    assert (answer.json_body.get("code") is None) is (status == 201)


def test_a_request_through_chalice_reaches_path_query_and_headers(gateway: Any, api: Api, ledger_id: str) -> None:
    signed_in = {"authorization": f"Bearer {api.token(OWNER)}", "accept-language": "en", "origin": "https://web.test"}
    read = gateway.get(f"/v1/ledgers/{ledger_id}", headers=signed_in)
    assert (read.status_code, read.json_body["id"], read.headers["ETag"]) == (200, ledger_id, '"2"')
    assert read.headers["Access-Control-Allow-Origin"] == "https://web.test"
    listed = gateway.get("/v1/ledgers?limit=1", headers=signed_in)
    assert listed.json_body["entries"] == [ledger_id]
    assert gateway.get("/v1/ledgers?limit=0", headers=signed_in).status_code == 422
    assert gateway.get("/v1/ledgers").status_code == 401


def test_through_chalice_a_request_is_about_its_resource_and_not_about_its_route(gateway: Any, api: Api) -> None:
    """Chalice tells the route's template as the path: neither keys nor problems may be about that."""
    ids = [api.call("POST", "/v1/ledgers", {"note": "a"}, by=OWNER).body["id"] for _ in range(2)]
    headers = {"authorization": f"Bearer {api.token(OWNER)}", "if-match": '"2"', "idempotency-key": "k" * 16}
    headers["content-type"] = "application/json"
    answers = [gateway.post(f"/v1/ledgers/{it}/notes", headers=headers, body=b'{"note": "b"}') for it in ids]
    assert [answer.status_code for answer in answers] == [200, 422]
    assert answers[0].json_body["id"] == ids[0]
    assert answers[1].json_body["instance"] == f"/v1/ledgers/{ids[1]}/notes"


def test_an_answer_may_have_no_body(api: Api) -> None:
    answer = api.call("DELETE", "/v1/ledgers", by=HEAD)
    assert (answer.status, answer.text) == (204, "")


def test_every_path_answers_preflights() -> None:
    app = served()
    for path in {route.path for route in probes.routes}:
        assert "OPTIONS" in app.routes[path]


def test_what_no_route_has_is_not_declared_in_vain() -> None:
    """A misspelt option would otherwise be a promise that nobody keeps."""
    with pytest.raises(TypeError, match="refusal"):
        Area(Text("a", "b")).get("/x", access=public("x"), summary=Text("a", "b"), refusal=())
