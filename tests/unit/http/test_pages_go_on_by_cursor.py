import base64
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.aws.rows import BY_APPLICANT, BY_DESK
from chalicelib.http.paging import CursorRefused, from_cursor, to_cursor
from tests.support.platform import FakePlatform
from tests.support.probes import OWNER, SOMEBODY_ELSE, Api

PATH = "/v1/ledgers"


@pytest.fixture
def ledger_ids(cloud: FakePlatform, api: Api) -> list[str]:
    made = []
    for number in range(5):
        cloud.clock.move(seconds=1)
        made.append(str(api.call("POST", PATH, {"note": f"{number}"}, by=OWNER).body["id"]))
    return made


def cursor_of(**position: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def test_every_entry_is_shown_once_and_the_last_page_has_no_next(api: Api, ledger_ids: list[str]) -> None:
    shown: list[str] = []
    query = {"limit": "2"}
    while True:
        answer = api.call("GET", PATH, by=OWNER, query=query)
        shown += answer.body["entries"]
        if "next" not in answer.body:
            break
        query = {"limit": "2", "cursor": answer.body["next"]}
    assert shown == ledger_ids
    assert "Link" not in answer.headers


def test_the_link_leads_to_the_next_page_of_the_same_list(api: Api, ledger_ids: list[str]) -> None:
    answer = api.call("GET", PATH, by=OWNER, query={"limit": "2"})
    target, _, relation = answer.headers["Link"].partition(">")
    assert relation == '; rel="next"'
    query = {name: values[0] for name, values in parse_qs(urlsplit(target.lstrip("<")).query).items()}
    assert query == {"limit": "2", "cursor": answer.body["next"]}
    assert api.call("GET", PATH, by=OWNER, query=query).body["entries"] == ledger_ids[2:4]


def test_there_are_no_totals(api: Api, ledger_ids: list[str]) -> None:
    assert set(api.call("GET", PATH, by=OWNER).body) == {"entries"}


def test_nobodys_list_is_an_empty_page(api: Api, ledger_ids: list[str]) -> None:
    assert api.call("GET", PATH, by=SOMEBODY_ELSE).body == {"entries": []}


def test_somebody_elses_cursor_is_refused(api: Api, ledger_ids: list[str]) -> None:
    cursor = api.call("GET", PATH, by=OWNER, query={"limit": "2"}).body["next"]
    answer = api.call("GET", PATH, by=SOMEBODY_ELSE, query={"cursor": cursor})
    assert (answer.status, answer.body["code"]) == (400, "request.cursor-invalid")


GOOD = {"pk": "LEDGER#x", "sk": "SNAPSHOT", "applicant_pk": "account-1", "applicant_sk": "x"}


@pytest.mark.parametrize(
    "cursor",
    [
        "?", "a", "AAAA", "é", cursor_of(), cursor_of(pk="x"), cursor_of(**GOOD, more="x"),
        cursor_of(**{**GOOD, "applicant_pk": "account-2"}), cursor_of(**{**GOOD, "sk": 7}),
        cursor_of(**{**GOOD, "sk": ""}),
        cursor_of(**{**GOOD, "pk": None}), cursor_of(**{**GOOD, "sk": ["S"]}),
        base64.urlsafe_b64encode(b"[" * 700).decode(), base64.urlsafe_b64encode(b'"text"').decode(),
    ],
    ids=range(14),
)  # fmt: skip
def test_a_cursor_that_no_page_gave_is_refused(api: Api, cursor: str) -> None:
    answer = api.call("GET", PATH, by=OWNER, query={"cursor": cursor})
    assert (answer.status, answer.body["code"]) == (400, "request.cursor-invalid")


def test_a_cursor_longer_than_any_of_ours_is_refused(api: Api) -> None:
    assert api.call("GET", PATH, by=OWNER, query={"cursor": "a" * 1025}).status == 422


def test_a_cursor_belongs_to_its_index() -> None:
    cursor = to_cursor(GOOD)
    assert from_cursor(cursor, BY_APPLICANT, "account-1") == GOOD
    with pytest.raises(CursorRefused):
        from_cursor(cursor, BY_DESK, "account-1")
    assert (to_cursor(None), from_cursor(None, BY_DESK, "x")) == (None, None)
