from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.ids import new_secret, new_ulid
from chalicelib.kernel.instants import SHANGHAI

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


def milliseconds_of(ulid: str) -> int:
    number = 0
    for letter in ulid:
        number = number * 32 + ALPHABET.index(letter)
    return number >> 80


@given(INSTANTS)
def test_an_identifier_tells_its_millisecond_exactly(at: datetime) -> None:
    assert milliseconds_of(new_ulid(at)) == (at - EPOCH) // timedelta(milliseconds=1)


@given(INSTANTS, st.integers(1, 10**9))
def test_later_identifiers_sort_later(at: datetime, milliseconds: int) -> None:
    assert new_ulid(at) < new_ulid(at + timedelta(milliseconds=milliseconds))


def test_the_zone_in_which_an_instant_is_told_does_not_show() -> None:
    at = datetime(2026, 3, 2, 1, 0, 0, 123_000, tzinfo=UTC)
    assert new_ulid(at)[:10] == new_ulid(at.astimezone(SHANGHAI))[:10]


def test_identifiers_of_one_instant_differ_and_have_26_characters() -> None:
    made = {new_ulid(EPOCH) for _ in range(1000)}
    assert len(made) == 1000
    assert all(len(ulid) == 26 and set(ulid) <= set(ALPHABET) for ulid in made)


def test_secrets_are_url_safe_and_long() -> None:
    made = {new_secret() for _ in range(100)}
    assert len(made) == 100
    assert all(len(secret) == 43 and secret.replace("-", "").replace("_", "").isalnum() for secret in made)
