from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.instants import SHANGHAI, NaiveInstant, from_text, shanghai_date, to_text, utc

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(datetime(1990, 1, 2), datetime(2200, 1, 1), timezones=ZONES)


@given(INSTANTS)
def test_text_reads_back_to_the_millisecond(instant: datetime) -> None:
    read = from_text(to_text(instant))
    assert timedelta(0) <= instant - read < timedelta(milliseconds=1)
    assert read.tzinfo is UTC
    assert to_text(read) == to_text(instant)


@given(INSTANTS, INSTANTS)
def test_text_sorts_like_time(one: datetime, other: datetime) -> None:
    if one <= other:
        assert to_text(one) <= to_text(other)


def test_text_has_one_form() -> None:
    assert to_text(datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)) == "2026-03-02T01:00:00.000Z"


def test_the_law_counts_days_in_hainan() -> None:
    assert shanghai_date(datetime(2026, 3, 1, 15, 59, 59, 999_999, tzinfo=UTC)) == date(2026, 3, 1)
    assert shanghai_date(datetime(2026, 3, 1, 16, 0, tzinfo=UTC)) == date(2026, 3, 2)


@pytest.mark.parametrize("function", [utc, to_text, shanghai_date])
def test_an_instant_without_a_zone_is_refused(function: Callable[[datetime], object]) -> None:
    with pytest.raises(NaiveInstant):
        function(datetime(2026, 3, 2))


def test_text_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveInstant):
        from_text("2026-03-02T01:00:00")
