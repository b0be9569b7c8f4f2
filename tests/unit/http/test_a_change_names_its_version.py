import pytest

from tests.support.platform import FakePlatform
from tests.support.probes import OWNER, REVIEWER, Answered, Api, rows_of

NOTE, NOTES = "/v1/ledgers/{ledger_id}/note", "/v1/ledgers/{ledger_id}/notes"


def change(api: Api, ledger_id: str, if_match: str | None, method: str = "POST") -> Answered:
    path = NOTES if method == "POST" else NOTE
    return api.call(method, path, {"note": "b"}, by=OWNER, headers={"If-Match": if_match}, ledger_id=ledger_id)


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_the_present_version_is_changed_and_the_next_one_answered(api: Api, ledger_id: str, method: str) -> None:
    read = api.call("GET", "/v1/ledgers/{ledger_id}", by=OWNER, ledger_id=ledger_id)
    answer = change(api, ledger_id, read.version, method)
    assert (answer.status, answer.version, answer.body["notes"]) == (200, '"3"', ["first", "b"])


@pytest.mark.parametrize(
    ("if_match", "status", "code"),
    [
        (None, 428, "request.if-match-missing"),
        ("", 428, "request.if-match-missing"),
        ("2", 400, "request.if-match-malformed"),
        ('W/"2"', 400, "request.if-match-malformed"),
        ("*", 400, "request.if-match-malformed"),
        ('"2", "3"', 400, "request.if-match-malformed"),
        ('"two"', 400, "request.if-match-malformed"),
        ('"-2"', 400, "request.if-match-malformed"),
        ('"٢"', 400, "request.if-match-malformed"),
        ('"99999999999999999999"', 400, "request.if-match-malformed"),
        ('"1"', 412, "request.stale-version"),
        ('"3"', 412, "request.stale-version"),
    ],
)
def test_any_other_is_refused_and_nothing_changes(
    cloud: FakePlatform, api: Api, ledger_id: str, *, if_match: str | None, status: int, code: str
) -> None:
    before = rows_of(cloud.table)
    for method in ("POST", "PUT"):
        answer = change(api, ledger_id, if_match, method)
        assert (answer.status, answer.body["code"]) == (status, code)
        assert rows_of(cloud.table) == before


def test_a_stale_caller_is_told_the_present_version(api: Api, ledger_id: str) -> None:
    assert change(api, ledger_id, '"1"').body["present_version"] == 2


def test_who_may_not_see_it_is_not_told_its_version(api: Api, ledger_id: str) -> None:
    answer = api.call("PUT", NOTE, {"note": "b"}, by=REVIEWER, headers={"If-Match": '"1"'}, ledger_id=ledger_id)
    assert answer.status == 403
    assert "present_version" not in answer.body


def test_of_two_changes_of_one_version_the_second_is_stale(api: Api, ledger_id: str) -> None:
    assert [change(api, ledger_id, '"2"').status for _ in range(2)] == [200, 412]


def test_overtaken_between_reading_and_writing_is_a_conflict(
    cloud: FakePlatform, api: Api, ledger_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = cloud.table.commit

    def after_somebody_else(writes):  # type: ignore[no-untyped-def]
        monkeypatch.setattr(cloud.table, "commit", commit)
        assert change(api, ledger_id, '"2"').status == 200
        commit(writes)

    monkeypatch.setattr(cloud.table, "commit", after_somebody_else)
    answer = change(api, ledger_id, '"2"')
    assert (answer.status, answer.body["code"]) == (409, "request.overtaken")
    assert api.call("GET", "/v1/ledgers/{ledger_id}", by=OWNER, ledger_id=ledger_id).body["notes"] == ["first", "b"]
