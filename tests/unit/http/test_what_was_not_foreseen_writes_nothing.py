import logging
from typing import Any

import pytest

from tests.support.platform import FakePlatform
from tests.support.probes import OWNER, REVIEWER, Api, Closed, rows_of

ACCIDENT = "/v1/accidents"


def test_an_accident_is_a_problem_that_names_the_correlation_id_and_nothing_else(cloud: FakePlatform, api: Api) -> None:
    answer = api.call("POST", ACCIDENT, headers={"X-Correlation-Id": "correlation-42"})
    assert answer.status == 500
    assert answer.body == {
        "type": "urn:bujianmian:problem:service.unforeseen",
        "title": "Something went wrong on our side",
        "status": 500,
        "detail": answer.body["detail"],
        "instance": ACCIDENT,
        "code": "service.unforeseen",
        "correlation_id": "correlation-42",
    }
    assert "王" not in answer.text and "460105" not in answer.text and "RuntimeError" not in answer.text
    assert cloud.table.rows == {}


def test_the_accident_is_logged_with_its_route(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        api.call("POST", ACCIDENT)
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR] == ["unforeseen"]


def test_a_route_that_forgot_whose_it_is_answers_nothing_and_writes_nothing(cloud: FakePlatform, api: Api) -> None:
    answer = api.call("POST", "/v1/careless", by=OWNER)
    assert (answer.status, answer.body["code"]) == (500, "service.unforeseen")
    assert rows_of(cloud.table) == {}


def test_a_route_that_forgot_the_version_answers_nothing_and_writes_nothing(
    cloud: FakePlatform, api: Api, ledger_id: str
) -> None:
    before = rows_of(cloud.table)
    headers = {"If-Match": '"2"'}
    answer = api.call("PUT", "/v1/careless/{ledger_id}", by=OWNER, headers=headers, ledger_id=ledger_id)
    assert (answer.status, answer.body["code"]) == (500, "service.unforeseen")
    assert rows_of(cloud.table) == before


def test_a_refused_command_writes_nothing(cloud: FakePlatform, api: Api) -> None:
    assert api.call("POST", "/v1/refusals").status == 409
    assert cloud.table.rows == {}


def test_facts_never_stand_in_for_the_members_of_a_problem(api: Api) -> None:
    """A fact called `status` or `title` fills the sentences; the document's own members stay what RFC 9457 says."""
    answer = api.call("POST", "/v1/refusals")
    assert (answer.status, answer.body["status"]) == (409, 409)
    assert (answer.body["title"], answer.body["detail"]) == ("The ledger is CLOSED", "Ask the owner.")


@pytest.mark.parametrize(("reading", "path"), [("row", "/v1/ledgers/{ledger_id}"), ("page", "/v1/ledgers")])
def test_a_table_that_does_not_answer_is_an_accident_too(
    cloud: FakePlatform, api: Api, monkeypatch: pytest.MonkeyPatch, reading: str, path: str
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ConnectionError("table")

    monkeypatch.setattr(cloud.table, reading, fail)
    assert api.call("GET", path, by=OWNER, ledger_id="x").status == 500


def test_a_refusal_is_still_told_when_the_first_answer_cannot_be_looked_up(
    cloud: FakePlatform, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise ConnectionError("table")

    monkeypatch.setattr(cloud.table, "row", fail)
    answer = api.call("POST", "/v1/refusals", headers={"X-Correlation-Id": "correlation-42"})
    assert (answer.status, answer.body["code"]) == (500, "service.unforeseen")
    assert answer.body["correlation_id"] == "correlation-42"


def test_a_sentence_with_a_hole_does_not_leave_the_caller_without_an_answer(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refusal raised without the fact that its text mentions is our mistake, and is told as one."""
    monkeypatch.setattr(Closed, "next_step", Closed.next_step._replace(en="Ask {nobody_knows}."))
    answer = api.call("POST", "/v1/refusals")
    assert (answer.status, answer.body["code"]) == (500, "service.unforeseen")


def test_a_clock_or_key_that_fails_is_an_accident_not_a_login_problem(
    cloud: FakePlatform, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = api.token(REVIEWER)
    monkeypatch.setattr(cloud.clock, "now", lambda: 1 / 0)
    answer = api.call("GET", "/v1/ledgers/{ledger_id}", headers={"Authorization": f"Bearer {token}"}, ledger_id="x")
    assert answer.status == 500
