import threading

import pytest

from chalicelib.parties.errors import TooManyCodes
from tests.support.people import ask_code
from tests.support.platform import FakePlatform


def mobile(number: int) -> str:
    return f"138{number:08d}"


def test_a_mobile_gets_one_code_a_minute(cloud: FakePlatform) -> None:
    ask_code(cloud)
    cloud.wall.move(seconds=20)
    with pytest.raises(TooManyCodes) as refusal:
        ask_code(cloud)
    assert refusal.value.facts == {"retry_after": 40}
    cloud.wall.move(seconds=40)
    ask_code(cloud)


def test_a_mobile_gets_five_codes_in_any_hour(cloud: FakePlatform) -> None:
    for minute in range(5):
        ask_code(cloud, address=f"192.0.2.{minute}")
        cloud.wall.move(minutes=2)
    with pytest.raises(TooManyCodes) as refusal:
        ask_code(cloud, address="192.0.2.99")
    assert refusal.value.facts == {"retry_after": 50 * 60}
    cloud.wall.move(minutes=50)
    ask_code(cloud)
    with pytest.raises(TooManyCodes):
        ask_code(cloud)


def test_an_address_gets_twenty_codes_an_hour_whatever_the_mobiles(cloud: FakePlatform) -> None:
    for number in range(20):
        ask_code(cloud, mobile(number))
    with pytest.raises(TooManyCodes) as refusal:
        ask_code(cloud, mobile(20))
    assert refusal.value.facts == {"retry_after": 3600}
    ask_code(cloud, mobile(20), address="192.0.2.2")


def test_two_requests_at_the_same_moment_get_one_code(cloud: FakePlatform) -> None:
    barrier, outcomes = threading.Barrier(6), []

    def ask() -> None:
        barrier.wait()
        try:
            ask_code(cloud)
            outcomes.append("issued")
        except TooManyCodes:
            outcomes.append("refused")

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["issued"] + ["refused"] * 5
