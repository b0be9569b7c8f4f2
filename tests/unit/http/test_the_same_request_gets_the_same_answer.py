"""Idempotency-Key: however often, and however many at once, a request is sent, it takes effect once."""

import threading
from typing import Any

import pytest

from chalicelib.aws.table import Busy
from chalicelib.http import edge
from tests.support.platform import FakePlatform
from tests.support.probes import OWNER, SOMEBODY_ELSE, Answered, Api, rows_of

PATH = "/v1/ledgers"
NOTES = "/v1/ledgers/{ledger_id}/notes"
KEY = "one-key-for-one-operation"


def open_ledger(api: Api, note: str = "a", key: str | None = KEY, **more: Any) -> Answered:
    return api.call("POST", PATH, {"note": note}, by=more.pop("by", OWNER), headers={"Idempotency-Key": key}, **more)


def wire(answer: Answered) -> tuple[int, str, dict[str, str]]:
    """Everything that the client receives."""
    return answer.status, answer.text, dict(answer.headers)


def ledgers(cloud: FakePlatform) -> int:
    return len([row for row in cloud.table.rows.values() if row["sk"] == "SNAPSHOT"])


def test_a_repeat_gets_the_first_answer_byte_for_byte(cloud: FakePlatform, api: Api) -> None:
    first = open_ledger(api)
    cloud.clock.move(hours=5)
    assert wire(open_ledger(api)) == wire(first)
    assert ledgers(cloud) == 1


def test_a_repeat_in_another_language_is_still_the_first_answer(api: Api) -> None:
    first = open_ledger(api)
    again = api.call(
        "POST", PATH, {"note": "a"}, by=OWNER, headers={"Idempotency-Key": KEY, "Accept-Language": "zh-CN"}
    )
    assert (again.text, again.headers["Content-Language"]) == (first.text, first.headers["Content-Language"])


@pytest.mark.parametrize("key", [None, ""])
def test_without_a_key_nothing_is_done(cloud: FakePlatform, api: Api, key: str | None) -> None:
    answer = open_ledger(api, key=key)
    assert (answer.status, answer.body["code"]) == (400, "request.idempotency-key-missing")
    assert cloud.table.rows == {}


@pytest.mark.parametrize(
    "key",
    [
        "short",
        "x" * 15,
        "x" * 65,
        "with space in the key",
        "ключ-ключ-ключ-ключ",
        "a" * 16 + "\n",
        "key#with#separators",
    ],
)
def test_a_malformed_key_is_refused(cloud: FakePlatform, api: Api, key: str) -> None:
    answer = open_ledger(api, key=key)
    assert (answer.status, answer.body["code"]) == (400, "request.idempotency-key-malformed")
    assert cloud.table.rows == {}


@pytest.mark.parametrize("body", [{"note": "b"}, {"note": "a", "pages": 1}])
def test_a_key_used_for_another_body_is_refused(cloud: FakePlatform, api: Api, body: dict[str, Any]) -> None:
    open_ledger(api)
    answer = api.call("POST", PATH, body, by=OWNER, headers={"Idempotency-Key": KEY})
    assert (answer.status, answer.body["code"]) == (422, "request.idempotency-key-reused")
    assert ledgers(cloud) == 1


def test_a_key_used_at_another_address_is_refused(api: Api) -> None:
    ids = [open_ledger(api, key=f"{KEY}-{number}").body["id"] for number in range(2)]
    answers = [
        api.call(
            "POST", NOTES, {"note": "b"}, by=OWNER, ledger_id=it, headers={"If-Match": '"2"', "Idempotency-Key": KEY}
        )
        for it in ids
    ]
    assert [(it.status, it.body.get("code")) for it in answers] == [
        (200, None),
        (422, "request.idempotency-key-reused"),
    ]


def test_keys_of_different_callers_have_nothing_to_do_with_each_other(cloud: FakePlatform, api: Api) -> None:
    assert open_ledger(api).body["id"] != open_ledger(api, by=SOMEBODY_ELSE).body["id"]
    assert ledgers(cloud) == 2


def test_a_repeated_change_is_answered_though_its_version_is_stale_by_now(api: Api, ledger_id: str) -> None:
    def change() -> Answered:
        headers = {"If-Match": '"2"', "Idempotency-Key": KEY}
        return api.call("POST", NOTES, {"note": "b"}, by=OWNER, headers=headers, ledger_id=ledger_id)

    first = change()
    assert wire(change()) == wire(first)
    assert first.body["notes"] == ["first", "b"]


def test_a_refusal_is_not_remembered_so_the_same_key_may_succeed_later(api: Api, ledger_id: str) -> None:
    def change(version: str) -> Answered:
        headers = {"If-Match": version, "Idempotency-Key": KEY}
        return api.call("POST", NOTES, {"note": "b"}, by=OWNER, headers=headers, ledger_id=ledger_id)

    assert [change('"1"').status, change('"2"').status] == [412, 200]


def test_who_lost_access_does_not_get_the_first_answer(api: Api) -> None:
    open_ledger(api)
    answer = api.call("POST", PATH, {"note": "a"}, headers={"Idempotency-Key": KEY})
    assert answer.status == 401


def test_twenty_at_once_take_effect_once_and_all_hear_the_same(cloud: FakePlatform, api: Api) -> None:
    lined_up, answers = threading.Barrier(20), []
    commit = cloud.table.commit

    def together(writes: Any) -> None:
        lined_up.wait(timeout=10)
        commit(writes)

    cloud.table.commit = together  # type: ignore[method-assign]  # every one has read before the first one writes
    threads = [threading.Thread(target=lambda: answers.append(open_ledger(api))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({wire(answer)[:2] for answer in answers}) == 1
    assert (answers[0].status, len(answers)) == (201, 20)
    assert ledgers(cloud) == 1


def test_twenty_changes_at_once_take_effect_once(api: Api, ledger_id: str) -> None:
    def change() -> None:
        headers = {"If-Match": '"2"', "Idempotency-Key": KEY}
        answers.append(api.call("POST", NOTES, {"note": "b"}, by=OWNER, headers=headers, ledger_id=ledger_id))

    answers: list[Answered] = []
    threads = [threading.Thread(target=change) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {(answer.status, answer.text) for answer in answers} == {(200, answers[0].text)}
    assert answers[0].body["notes"] == ["first", "b"]


def test_a_function_that_dies_after_the_commit_has_answered(
    cloud: FakePlatform, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """The process is gone: no `except` of ours sees this."""

    def die(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(edge, "response_headers", die)
        with pytest.raises(Killed):
            open_ledger(api)
    assert ledgers(cloud) == 1
    answer = open_ledger(api)
    assert (answer.status, answer.body["notes"]) == (201, ["a"])
    assert ledgers(cloud) == 1


def test_a_function_that_dies_before_the_commit_has_done_nothing(
    cloud: FakePlatform, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise ConnectionError("no answer")

    with monkeypatch.context() as failing:
        failing.setattr(cloud.table, "commit", fail)
        assert open_ledger(api).status == 500
    assert cloud.table.rows == {}
    assert open_ledger(api).status == 201


def test_a_commit_whose_answer_was_lost_is_answered_from_what_it_wrote(
    cloud: FakePlatform, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The transaction went through, the network ate the reply; the client sees a 500 and repeats."""
    commit = cloud.table.commit

    def lose_reply(writes: Any) -> None:
        commit(writes)
        raise TimeoutError

    with monkeypatch.context() as losing:
        losing.setattr(cloud.table, "commit", lose_reply)
        assert open_ledger(api).status == 500
    assert open_ledger(api).status == 201
    assert ledgers(cloud) == 1


def test_a_busy_table_is_told_as_such_and_the_repeat_succeeds(
    cloud: FakePlatform, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def collide(*_: Any) -> None:
        raise Busy

    with monkeypatch.context() as busy:
        busy.setattr(cloud.table, "commit", collide)
        answer = open_ledger(api)
    assert (answer.status, answer.body["code"], answer.headers["Retry-After"]) == (503, "request.busy", "1")
    assert rows_of(cloud.table) == {}
    assert open_ledger(api).status == 201


def test_an_answer_is_remembered_for_two_days_and_without_the_token(cloud: FakePlatform, api: Api) -> None:
    open_ledger(api)
    (row,) = [row for row in cloud.table.rows.values() if str(row["pk"]).startswith("IDEMPOTENCY#")]
    assert (row["pk"], row["sk"], row["status"]) == (f"IDEMPOTENCY#account-1#{KEY}", "ANSWER", 201)
    assert isinstance(row["expires_at"], int)
    assert "Bearer" not in str(row)
