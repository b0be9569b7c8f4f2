"""The three routes of the service about itself, through the edge."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app import AREAS
from chalicelib.http import api as service_api
from chalicelib.http.api import service_area
from chalicelib.http.registry import register, registered_areas
from tests.support.platform import FakePlatform
from tests.support.probes import Api

HEAVY = ("chalicelib.http.openapi", "chalicelib.http.docs_", "chalicelib.http.field_terms", "chalicelib.http.markup")


@pytest.fixture
def service(cloud: FakePlatform) -> Api:
    return Api(cloud, service_area)


def test_health_says_which_deployment_and_what_time_it_is(cloud: FakePlatform, service: Api) -> None:
    answer = service.call("GET", "/v1/health")
    assert (answer.status, answer.body) == (
        200,
        {"status": "ok", "stage": "test", "business_time": "2026-03-02T01:00:00Z"},
    )
    assert cloud.table.round_trips == 0


def test_the_document_is_served_as_json(cloud: FakePlatform, service: Api) -> None:
    answer = service.call("GET", "/v1/openapi.json")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.body["info"]["title"] == "No-visit approval API"
    assert answer.body["servers"] == [{"url": cloud.settings.public_base_url}]
    assert cloud.table.round_trips == 0


def test_the_page_is_served_as_html(service: Api) -> None:
    answer = service.call("GET", "/v1/docs")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert answer.text.startswith("<!doctype html>")


@pytest.mark.parametrize("path", ["/v1/openapi.json", "/v1/docs"])
def test_the_reader_chooses_the_language(service: Api, path: str) -> None:
    preferred = service.call("GET", path, headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"})
    chosen = service.call("GET", path, query={"lang": "en"}, headers={"Accept-Language": "zh-CN"})
    assert ("不见面审批接口" in preferred.text, preferred.headers["Content-Language"]) == (True, "zh-CN")
    assert ("No-visit approval API" in chosen.text, chosen.headers["Content-Language"]) == (True, "en")


def test_another_language_is_refused(service: Api) -> None:
    answer = service.call("GET", "/v1/docs", query={"lang": "tlh"})
    assert (answer.status, answer.body["errors"][0]["pointer"]) == (422, "?/lang")


def test_both_are_made_once_a_process(service: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    original = service_api._document
    monkeypatch.setattr(service_api, "_document", lambda call: made.append(call.language) or original(call))
    for _ in range(2):
        service.call("GET", "/v1/openapi.json")
        service.call("GET", "/v1/docs")
    service.call("GET", "/v1/docs", query={"lang": "zh-CN"})
    assert made == ["en", "en", "zh-CN"]


def test_the_composition_root_says_what_is_described(service: Api) -> None:
    before = registered_areas()
    try:
        register(lambda: (service_area,))
        paths = json.loads(service.call("GET", "/v1/openapi.json").text)["paths"]
    finally:
        register(lambda: before)
    assert before == AREAS
    assert set(paths) == {"/v1/health", "/v1/openapi.json", "/v1/docs"}


def test_no_other_route_pays_for_the_descriptions() -> None:
    """Importing the application does not import what makes them."""
    command = "import app, sys; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", command], cwd=Path(__file__).parents[3], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "chalicelib.http.api" in loaded
    assert [name for name in loaded if name.startswith(HEAVY)] == []
