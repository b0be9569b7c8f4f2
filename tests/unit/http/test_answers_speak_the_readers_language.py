import re

import pytest

from chalicelib.http.languages import preferred_language
from tests.support.probes import HEAD, OWNER, SOMEBODY_ELSE, Api

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "zh-CN"), ("", "zh-CN"), ("zh-CN", "zh-CN"), ("zh", "zh-CN"), ("zh-Hans-CN", "zh-CN"), ("en", "en"),
        ("en-GB,en;q=0.8", "en"), ("EN-us", "en"), ("fr", "zh-CN"), ("*", "zh-CN"), ("fr, en;q=0.5", "en"),
        ("zh;q=0.3, en;q=0.9", "en"), ("en;q=0.3, zh;q=0.9", "zh-CN"), ("en;q=0.5, zh;q=0.5", "en"),
        ("en;q=0", "zh-CN"), ("en;q=x", "zh-CN"), ("en;q=", "zh-CN"), (",,;", "zh-CN"), ("en; q=0.9, zh; q=0.1", "en"),
    ],
)  # fmt: skip
def test_english_is_for_those_who_prefer_it(accepted: str | None, language: str) -> None:
    assert preferred_language(accepted) == language


@pytest.mark.parametrize(("language", "chinese"), [("zh-CN", True), ("en", False), ("de", True)])
def test_every_refusal_is_told_in_that_language_with_the_next_step(
    api: Api, ledger_id: str, language: str, chinese: bool
) -> None:
    says = {"Accept-Language": language}
    refusals = [
        api.call("GET", "/v1/ledgers", headers=says),
        api.call("GET", "/v1/ledgers", by=HEAD, headers=says),
        api.call("GET", "/v1/ledgers/{ledger_id}", by=SOMEBODY_ELSE, headers=says, ledger_id=ledger_id),
        api.call("GET", "/v1/ledgers", by=OWNER, query={"cursor": "?"}, headers=says),
        api.call("POST", "/v1/ledgers", {}, by=OWNER, headers=says),
        api.call("POST", "/v1/ledgers", raw=b"{", by=OWNER, headers=says),
        api.call("POST", "/v1/ledgers", {"note": "a"}, by=OWNER, headers={**says, "Idempotency-Key": None}),
        api.call("POST", "/v1/ledgers", {"note": "a"}, by=OWNER, headers={**says, "Content-Type": "text/plain"}),
        api.call("POST", "/v1/refusals", headers=says),
        api.call("POST", "/v1/accidents", headers=says),
    ]
    assert [answer.status for answer in refusals] == [401, 403, 404, 400, 422, 400, 400, 415, 409, 500]
    for answer in refusals:
        problem = answer.body
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["Content-Language"] == ("zh-CN" if chinese else "en")
        assert problem["type"] == f"urn:bujianmian:problem:{problem['code']}"
        assert problem["status"] == answer.status
        assert problem["instance"].startswith("/v1/")
        for member in ("title", "detail"):
            assert problem[member]
            assert bool(CHINESE.search(problem[member])) is chinese
