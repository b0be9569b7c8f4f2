from types import SimpleNamespace

import pytest
from chalice.app import CaseInsensitiveMapping

from chalicelib.http import edge
from tests.support.platform import FakePlatform
from tests.support.probes import OWNER, Api

LISTED = "https://web.test"
CORS = "Access-Control-"


def cors(headers: object) -> dict[str, str]:
    return {name: value for name, value in dict(headers).items() if name.startswith(CORS)}  # type: ignore[call-overload]


def test_a_listed_origin_may_read_the_answer_and_its_headers(api: Api) -> None:
    headers = api.call("GET", "/v1/ledgers", by=OWNER, headers={"Origin": LISTED}).headers
    assert headers["Access-Control-Allow-Origin"] == LISTED
    exposed = set(headers["Access-Control-Expose-Headers"].split(", "))
    assert {"ETag", "Location", "Link", "Retry-After", "X-Correlation-Id"} <= exposed


@pytest.mark.parametrize(
    "origin",
    [None, "https://evil.test", "null", "https://web.test.evil.test", "http://web.test", "https://WEB.test", "*"],
)
def test_any_other_origin_may_not(api: Api, origin: str | None) -> None:
    answer = api.call("GET", "/v1/ledgers", by=OWNER, headers={"Origin": origin})
    assert (answer.status, cors(answer.headers)) == (200, {})


def test_refusals_can_be_read_by_listed_origins_too(api: Api) -> None:
    answer = api.call("GET", "/v1/ledgers", headers={"Origin": LISTED})
    assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (401, LISTED)


def test_nobody_is_allowed_to_send_cookies(api: Api) -> None:
    headers = api.call("GET", "/v1/ledgers", by=OWNER, headers={"Origin": LISTED}).headers
    assert "Access-Control-Allow-Credentials" not in headers


@pytest.mark.parametrize("origin", [None, LISTED, "https://evil.test"])
def test_answers_vary_with_origin_and_language(api: Api, origin: str | None) -> None:
    varies = api.call("GET", "/v1/ledgers", by=OWNER, headers={"Origin": origin}).headers["Vary"]
    assert set(varies.split(", ")) == {"Origin", "Accept-Language"}


@pytest.mark.parametrize(("origin", "allowed"), [(LISTED, True), ("https://evil.test", False), (None, False)])
def test_a_preflight_is_answered_from_the_list(cloud: FakePlatform, origin: str | None, allowed: bool) -> None:
    headers = CaseInsensitiveMapping({"origin": origin} if origin else {})
    answer = edge.answer_preflight(SimpleNamespace(headers=headers))
    assert (answer.status_code, answer.body, answer.headers["Vary"]) == (204, "", "Origin")
    assert bool(cors(answer.headers)) is allowed
    if allowed:
        assert answer.headers["Access-Control-Allow-Methods"] == "GET, POST, PUT, DELETE"
        sent = set(answer.headers["Access-Control-Allow-Headers"].split(", "))
        assert {"Authorization", "Content-Type", "If-Match", "Idempotency-Key", "Accept-Language"} <= sent


def test_every_answer_keeps_personal_data_out_of_caches_and_frames(api: Api) -> None:
    for answer in (api.call("GET", "/v1/ledgers", by=OWNER), api.call("GET", "/v1/ledgers")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("correlation-42", "correlation-42"), (None, "request-0001"), ("short", "request-0001"),
        ("x" * 65, "request-0001"), ("with space 123", "request-0001"), ("line\r\nbreak-1234", "request-0001"),
    ],
)  # fmt: skip
def test_a_well_formed_correlation_id_is_kept(api: Api, given: str | None, told: str) -> None:
    answer = api.call("GET", "/v1/ledgers", by=OWNER, headers={"X-Correlation-Id": given})
    assert answer.headers["X-Correlation-Id"] == told
