from typing import Any

import pytest

from chalicelib.http.refusals import MOST_BODY_BYTES
from tests.support.platform import FakePlatform
from tests.support.probes import OWNER, Api, rows_of

PATH = "/v1/ledgers"


def test_what_is_documented_is_carried_out(cloud: FakePlatform, api: Api) -> None:
    answer = api.call("POST", PATH, {"note": "一", "pages": 3}, by=OWNER)
    assert (answer.status, answer.body["notes"], answer.headers["ETag"]) == (201, ["一"], '"2"')
    assert answer.headers["Location"] == f"/v1/ledgers/{answer.body['id']}"
    assert answer.headers["Content-Type"] == "application/json"
    assert len(rows_of(cloud.table)) == 2


def test_what_is_absent_is_not_told(api: Api) -> None:
    assert set(api.call("POST", PATH, {"note": "a"}, by=OWNER).body) == {"id", "notes"}


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"note": "a", "colour": "red"}, ["#/colour"]),
        ({}, ["#/note"]),
        ({"note": ""}, ["#/note"]),
        ({"note": "a" * 21}, ["#/note"]),
        ({"note": 1}, ["#/note"]),
        ({"note": None}, ["#/note"]),
        ({"note": "a", "pages": 0}, ["#/pages"]),
        ({"note": "a", "pages": 11}, ["#/pages"]),
        ({"note": "a", "pages": 1.5}, ["#/pages"]),
        ({"note": "a", "pages": "many"}, ["#/pages"]),
        ({"pages": 11, "a/b~c": 1}, ["#/note", "#/pages", "#/a~1b~0c"]),
        ([], ["#"]),
        ("note", ["#"]),
    ],
)
def test_what_is_not_is_refused_place_by_place(cloud: FakePlatform, api: Api, body: Any, pointers: list[str]) -> None:
    answer = api.call("POST", PATH, body, by=OWNER)
    assert (answer.status, answer.body["code"]) == (422, "request.body-invalid")
    assert {error["pointer"] for error in answer.body["errors"]} == set(pointers)
    assert all(error["detail"] for error in answer.body["errors"])
    assert cloud.table.rows == {}


def test_the_offending_value_is_not_repeated(api: Api) -> None:
    assert "460105199003072215" not in api.call("POST", PATH, {"note": "460105199003072215王示例"}, by=OWNER).text


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_each_place_is_explained_in_the_readers_language(api: Api, language: str) -> None:
    body = {"pages": 0, "colour": "red"}
    answer = api.call("POST", PATH, body, by=OWNER, headers={"Accept-Language": language})
    for error in answer.body["errors"]:
        assert error["detail"].isascii() is (language == "en")


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"note=a",
        b"\xff\xfe",
        b'{"note": "\xe4\xb8"}',
        b'{"note": "a"} {}',
        b'{"note": "\\ud800"}',
        b"[" * 5000,
        b'{"note": NaN',
        "{“note”: 1}".encode(),
    ],
    ids=range(9),
)
def test_what_is_not_json_is_malformed(cloud: FakePlatform, api: Api, raw: bytes) -> None:
    answer = api.call("POST", PATH, raw=raw, by=OWNER)
    assert (answer.status, answer.body["code"]) == (400, "request.not-json")
    assert cloud.table.rows == {}


@pytest.mark.parametrize(
    "media_type",
    [
        "text/plain",
        "application/xml",
        "multipart/form-data; boundary=json",
        "application/x-www-form-urlencoded",
        "json",
    ],
)
def test_another_media_type_is_not_read_as_json(cloud: FakePlatform, api: Api, media_type: str) -> None:
    answer = api.call("POST", PATH, {"note": "a"}, by=OWNER, headers={"Content-Type": media_type})
    assert (answer.status, answer.body["code"]) == (415, "request.media-type")
    assert cloud.table.rows == {}


@pytest.mark.parametrize(
    "media_type",
    ["application/json", "application/json; charset=utf-8", "Application/JSON", "application/merge-patch+json", None],
)
def test_json_may_be_called_by_any_of_its_names(api: Api, media_type: str | None) -> None:
    assert api.call("POST", PATH, {"note": "a"}, by=OWNER, headers={"Content-Type": media_type}).status == 201


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"limit": "0"}, "?/limit"),
        ({"limit": "101"}, "?/limit"),
        ({"limit": "x"}, "?/limit"),
        ({"page": "2"}, "?/page"),
    ],
)
def test_a_query_is_as_strict(api: Api, query: dict[str, str], pointer: str) -> None:
    answer = api.call("GET", PATH, by=OWNER, query=query)
    assert (answer.status, [error["pointer"] for error in answer.body["errors"]]) == (422, [pointer])


def test_a_body_that_no_row_could_hold_is_413_and_says_how_large_it_may_be(cloud: FakePlatform, api: Api) -> None:
    answer = api.call("POST", PATH, {"note": "王" * (MOST_BODY_BYTES // 3)}, by=OWNER)
    assert (answer.status, answer.body["code"]) == (413, "request.too-large")
    assert str(MOST_BODY_BYTES) in answer.body["detail"]
    assert rows_of(cloud.table) == {}
