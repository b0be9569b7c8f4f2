import json
import re
import threading

import pytest

from chalicelib.aws.rows import SNAPSHOT, Key
from chalicelib.parties import service
from chalicelib.parties.challenges import Purpose
from chalicelib.parties.errors import CodeRefused, NotRegistered
from tests.support.people import MOBILE, answer, ask_code, code_of, signed_in
from tests.support.platform import FakePlatform


def events(cloud: FakePlatform, kind: str) -> list[dict[str, object]]:
    return [row for row in cloud.table.rows.values() if row.get("type") == kind]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_first_code_opens_an_account_at_level_one(cloud: FakePlatform) -> None:
    principal = signed_in(cloud).principal
    account = service.read_account(cloud.table, principal.id)
    assert (account.mobile, account.level, principal.level, principal.role) == (MOBILE, 1, 1, "applicant")
    (opened,) = events(cloud, "party.AccountOpened")
    assert json.loads(str(opened["actor"]))["id"] == principal.id


def test_registering_again_signs_the_same_account_in(cloud: FakePlatform) -> None:
    first, again = signed_in(cloud), signed_in(cloud)
    assert first.principal == again.principal
    assert first.refresh_token != again.refresh_token
    assert len(events(cloud, "party.AccountOpened")) == 1


def test_two_registrations_at_the_same_moment_meet_in_one_account(cloud: FakePlatform) -> None:
    first = ask_code(cloud)
    cloud.wall.move(minutes=1)
    challenges = [first, ask_code(cloud)]
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def prove(index: int) -> None:
        barrier.wait()
        outcomes.append(answer(cloud, challenges[index]).principal.id)

    threads = [threading.Thread(target=prove, args=(index,)) for index in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(outcomes)) == 1
    assert len(outcomes) == 2
    assert len(events(cloud, "party.AccountOpened")) == 1


def test_a_login_signs_a_known_mobile_in(cloud: FakePlatform) -> None:
    registered = signed_in(cloud)
    assert signed_in(cloud, purpose=Purpose.LOGIN).principal == registered.principal


def test_a_login_of_an_unknown_mobile_is_told_only_to_its_holder(cloud: FakePlatform) -> None:
    challenge = ask_code(cloud, purpose=Purpose.LOGIN)
    with pytest.raises(CodeRefused):
        answer(cloud, challenge, wrong(code_of(cloud, challenge)))
    with pytest.raises(NotRegistered):
        answer(cloud, challenge)
    with pytest.raises(CodeRefused):
        answer(cloud, challenge)
    assert events(cloud, "party.AccountOpened") == []


def test_known_and_unknown_mobiles_leave_the_same_traces_when_a_code_is_asked_for(cloud: FakePlatform) -> None:
    signed_in(cloud)
    traces = []
    for mobile in (MOBILE, "13800000009"):
        before, trips = set(cloud.table.rows), cloud.table.round_trips
        ask_code(cloud, mobile, Purpose.LOGIN)
        new = {pk.split("#")[0] + sk for pk, sk in set(cloud.table.rows) - before}
        traces.append((new - {"CODESALLOWANCE"}, cloud.table.round_trips - trips))
    assert traces[0] == traces[1]


def test_a_code_is_used_once(cloud: FakePlatform) -> None:
    challenge = ask_code(cloud)
    answer(cloud, challenge)
    with pytest.raises(CodeRefused):
        answer(cloud, challenge)
    assert len(events(cloud, "party.SessionOpened")) == 1


def test_the_same_code_sent_by_eight_clients_at_once_opens_one_session(cloud: FakePlatform) -> None:
    challenge = ask_code(cloud)
    barrier, outcomes = threading.Barrier(8), []

    def prove() -> None:
        barrier.wait()
        try:
            answer(cloud, challenge)
            outcomes.append("signed in")
        except CodeRefused:
            outcomes.append("refused")

    threads = [threading.Thread(target=prove) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 7 + ["signed in"]
    assert len(events(cloud, "party.SessionOpened")) == 1


def test_a_code_lives_five_real_minutes_whatever_business_time_does(cloud: FakePlatform) -> None:
    challenge = ask_code(cloud)
    cloud.clock.move(days=30)
    cloud.wall.move(minutes=4, seconds=59)
    answer(cloud, challenge)
    late = ask_code(cloud)
    cloud.wall.move(minutes=5)
    with pytest.raises(CodeRefused):
        answer(cloud, late)


def test_five_wrong_tries_lock_the_code_though_each_was_refused(cloud: FakePlatform) -> None:
    challenge = ask_code(cloud)
    for _ in range(5):
        with pytest.raises(CodeRefused):
            answer(cloud, challenge, wrong(code_of(cloud, challenge)))
    with pytest.raises(CodeRefused):
        answer(cloud, challenge)
    tries = [json.loads(str(row["data"]))["tries_left"] for row in events(cloud, "party.CodeTriedWrongly")]
    assert tries == [4, 3, 2, 1, 0]


def test_an_unknown_challenge_is_refused_like_a_wrong_code(cloud: FakePlatform) -> None:
    challenge = ask_code(cloud).model_copy(update={"id": "0" * 26})
    with pytest.raises(CodeRefused):
        answer(cloud, challenge)


def test_no_row_holds_the_code_or_the_refresh_token_and_only_two_hold_the_mobile(cloud: FakePlatform) -> None:
    challenge = ask_code(cloud)
    code, secret = code_of(cloud, challenge), answer(cloud, challenge).refresh_token.partition(".")[2]
    rows = {f"{pk} {sk}": json.dumps(row) for (pk, sk), row in cloud.table.rows.items()}
    assert not [row for row in rows.values() if secret in row or re.search(rf"\b{code}\b", row)]
    kinds = sorted(f"{key.partition('#')[0]} {key.partition(' ')[2]}" for key, row in rows.items() if MOBILE in row)
    assert kinds == ["ACCOUNT SNAPSHOT", "CHALLENGE SNAPSHOT"]


def test_a_challenge_is_removed_a_day_after_it_ran_out(cloud: FakePlatform) -> None:
    challenge = ask_code(cloud)
    row = cloud.table.row(Key(f"CHALLENGE#{challenge.id}", SNAPSHOT))
    assert row is not None
    assert row["expires_at"] == int(challenge.valid_until.timestamp()) + 86_400
