"""Wrong codes count beyond one challenge: who goes on waits twice as long each time, and learns nothing by it."""

import json
import threading
from typing import Any

import pytest

from chalicelib.http import edge
from chalicelib.kernel.errors import DomainError
from chalicelib.parties import sign_in
from chalicelib.parties.challenges import Challenge, Purpose
from chalicelib.parties.clients.model import WEB, Channel, Client, Limits
from chalicelib.parties.errors import CodeRefused, TooManyTries
from chalicelib.parties.proving import Origin
from chalicelib.parties.routes import AREAS
from tests.support.people import ADDRESS, MOBILE, ask_code, code_of, signed_in
from tests.support.platform import FakePlatform
from tests.support.probes import Api
from tests.unit.parties.test_people_come_through_registered_clients import registered

UNKNOWN = "13700000009"


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def send(cloud: FakePlatform, challenge: Challenge, code: str, address: str = "", client: Client = WEB) -> str:
    """What comes of it: the refusal's code, or who is signed in."""
    try:
        signed = sign_in.open_session(
            cloud,
            cloud.act(),
            challenge_id=challenge.id,
            code=code,
            origin=Origin(client, address or ADDRESS),
            now=cloud.wall.now(),
        )
    except DomainError as refusal:
        return refusal.code
    return signed.principal.id


def guess(cloud: FakePlatform, mobile: str = MOBILE, times: int = 1, **origin: Any) -> Challenge:
    """A code is asked for and answered wrongly, a moment after the last one."""
    challenge = ask_code(cloud, mobile, Purpose.LOGIN, address=f"asked for from beside {mobile}")
    for _ in range(times):
        assert send(cloud, challenge, wrong(code_of(cloud, challenge)), **origin) == CodeRefused.code
    return challenge


def wait_of(cloud: FakePlatform, challenge: Challenge) -> int:
    """Seconds that have to pass before the right code counts."""
    with pytest.raises(TooManyTries) as refusal:
        sign_in.open_session(
            cloud,
            cloud.act(),
            challenge_id=challenge.id,
            code=code_of(cloud, challenge),
            origin=Origin(WEB, ADDRESS),
            now=cloud.wall.now(),
        )
    return int(str(refusal.value.facts["retry_after"]))


def test_after_five_wrong_codes_the_wait_doubles_up_to_half_an_hour(cloud: FakePlatform) -> None:
    signed_in(cloud)
    guess(cloud, times=5)
    waits = []
    for _ in range(7):
        challenge = patient(cloud)
        waits.append(wait_of(cloud, challenge))
        cloud.wall.move(seconds=waits[-1])
        challenge = patient(cloud)
        assert send(cloud, challenge, wrong(code_of(cloud, challenge))) == CodeRefused.code
    assert waits[0] <= 60
    assert [round(wait / 60) for wait in waits[1:]] == [2, 4, 8, 16, 30, 30]


def patient(cloud: FakePlatform) -> Challenge:
    """A fresh challenge that no ration stands in the way of."""
    for key in [key for key in cloud.table.rows if key[1] == "ALLOWANCE"]:
        del cloud.table.rows[key]
    return ask_code(cloud, MOBILE, Purpose.LOGIN)


def test_the_right_code_makes_the_wrong_ones_forgotten(cloud: FakePlatform) -> None:
    mine = signed_in(cloud).principal.id
    challenge = guess(cloud, times=4)
    assert send(cloud, challenge, code_of(cloud, challenge)) == mine
    cloud.wall.move(minutes=2)
    challenge = guess(cloud, times=4)
    assert send(cloud, challenge, code_of(cloud, challenge)) == mine


def test_what_is_a_day_old_is_forgotten(cloud: FakePlatform) -> None:
    mine = signed_in(cloud).principal.id
    guess(cloud, times=5)
    cloud.wall.move(hours=24)
    challenge = guess(cloud, times=4)
    assert send(cloud, challenge, code_of(cloud, challenge)) == mine


def test_one_address_that_guesses_at_many_mobiles_has_to_wait(cloud: FakePlatform) -> None:
    for number in range(20):
        guess(cloud, f"138{number:08d}")
    challenge = ask_code(cloud, UNKNOWN, address="198.51.100.1")
    assert send(cloud, challenge, code_of(cloud, challenge)) == TooManyTries.code
    assert len(send(cloud, challenge, code_of(cloud, challenge), address="198.51.100.1")) == 26


def test_a_right_code_does_not_wipe_the_slate_of_the_address(cloud: FakePlatform) -> None:
    for number in range(19):
        guess(cloud, f"138{number:08d}")
    challenge = ask_code(cloud, UNKNOWN, address="198.51.100.1")
    assert len(send(cloud, challenge, code_of(cloud, challenge))) == 26
    guess(cloud, "13800000030")
    challenge = ask_code(cloud, "13700000031", address="198.51.100.1")
    assert send(cloud, challenge, code_of(cloud, challenge)) == TooManyTries.code


def test_a_hall_behind_one_address_is_counted_by_its_own_client(cloud: FakePlatform) -> None:
    hall, _ = registered(cloud, Channel.TERMINAL, Limits(codes_per_hour=60))
    for number in range(20):
        guess(cloud, f"138{number:08d}")
    for number in range(30):
        guess(cloud, f"139{number:08d}", client=hall)
    challenge = ask_code(cloud, UNKNOWN, client=hall)
    assert len(send(cloud, challenge, code_of(cloud, challenge), client=hall)) == 26


def test_no_two_guesses_at_once_count_as_one(cloud: FakePlatform) -> None:
    signed_in(cloud)
    challenge = ask_code(cloud, MOBILE, Purpose.LOGIN)
    told: list[str] = []
    barrier = threading.Barrier(4)

    def try_it() -> None:
        barrier.wait()
        told.append(send(cloud, challenge, wrong(code_of(cloud, challenge))))

    threads = [threading.Thread(target=try_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [CodeRefused.code] * 4
    counts = [json.loads(str(row["body"]))["wrong"] for (_, sk), row in cloud.table.rows.items() if sk == "TRIES"]
    assert counts == [4, 4]


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


def test_known_and_unknown_mobiles_are_answered_alike_to_the_last_round_trip(cloud: FakePlatform, api: Api) -> None:
    """Asking for a code, six wrong answers, and what comes once one has to wait: nothing tells who is registered."""
    signed_in(cloud)
    told = []
    for mobile in (MOBILE, UNKNOWN):
        cloud.table.rows = {key: row for key, row in cloud.table.rows.items() if key[1] not in {"ALLOWANCE", "TRIES"}}
        told.append([*asked(cloud, api, mobile, "192.0.2.1"), *asked(cloud, api, mobile, "192.0.2.1")])
    assert told[0] == told[1]
    assert [status for status, *_ in told[0]] == [202, *[401] * 6, 202, 429]


def asked(cloud: FakePlatform, api: Api, mobile: str, address: str) -> list[tuple[Any, ...]]:
    """A code and wrong answers, until one has to wait: status, body without its ids and instants, and round trips."""
    before, outcomes = cloud.table.round_trips, []
    for key in [key for key in cloud.table.rows if key[1] == "ALLOWANCE"]:
        del cloud.table.rows[key]
    answered = api.call("POST", "/v1/logins", {"mobile": mobile})
    outcomes.append((answered.status, sorted(answered.body), cloud.table.round_trips - before))
    challenge = answered.body["challenge_id"]
    for _ in range(6):
        before = cloud.table.round_trips
        code = wrong(sign_in.one_time_code(cloud.secrets, challenge))
        answered = api.call("POST", "/v1/sessions", {"challenge_id": challenge, "code": code})
        told = {name: value for name, value in answered.body.items() if name not in {"retry_after", "detail"}}
        outcomes.append((answered.status, str(told), cloud.table.round_trips - before))
        if answered.status == 429:
            break
    return outcomes
