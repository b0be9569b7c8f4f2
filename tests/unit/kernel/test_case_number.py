import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36 as theirs

from chalicelib.kernel.case_number import (
    LAST_SERIAL,
    PASSWORD_CHARACTERS,
    BadCaseNumberChecksumError,
    BadCaseNumberFormatError,
    CaseNumber,
    query_password,
)
from chalicelib.kernel.check_digits import DIGITS_AND_LETTERS, mod_37_36

DATE = dt.date(2026, 3, 2)


@given(st.text(DIGITS_AND_LETTERS, min_size=1, max_size=30))
def test_the_check_agrees_with_an_independent_implementation(text):
    assert mod_37_36(text) == theirs.calc_check_digit(text)


def test_a_number_reads_region_date_serial_check():
    number = CaseNumber.make("460100", DATE, 35)
    assert str(number)[:-1] == "460100202603020000Z"
    assert (number.region, number.date, number.serial) == ("460100", DATE, 35)


@given(st.integers(100000, 999999), st.dates(dt.date(2000, 1, 1)), st.integers(0, LAST_SERIAL))
def test_a_number_comes_back_as_it_was_made_and_has_twenty_characters(region, date, serial):
    number = CaseNumber.make(str(region), date, serial)
    assert CaseNumber.parse(f" {number.text.lower()} ") == number
    assert len(number.text) == 20
    assert (number.date, number.serial) == (date, serial)


@given(st.integers(0, 18), st.integers(1, 9))
def test_a_single_wrong_character_is_noticed(position, shift):
    text = CaseNumber.make("460100", DATE, 12345).text
    wrong = DIGITS_AND_LETTERS[(DIGITS_AND_LETTERS.index(text[position]) + shift) % 36]
    with pytest.raises((BadCaseNumberChecksumError, BadCaseNumberFormatError)):
        CaseNumber.parse(text[:position] + wrong + text[position + 1 :])


@pytest.mark.parametrize(("region", "serial"), [("46010", 1), ("4601AB", 1), ("460100", -1), ("460100", 36**5)])
def test_a_number_that_cannot_be_made(region, serial):
    with pytest.raises(BadCaseNumberFormatError):
        CaseNumber.make(region, DATE, serial)


def test_a_number_without_a_date_is_refused():
    body = "4601002026023000001"
    with pytest.raises(BadCaseNumberFormatError):
        CaseNumber.parse(body + mod_37_36(body))


@given(st.binary(min_size=8, max_size=32))
def test_a_query_password_has_eight_characters_that_nobody_confuses(random_bytes):
    password = query_password(random_bytes)
    assert len(password) == 8 and set(password) <= set(PASSWORD_CHARACTERS)
    assert not set("01IO") & set(PASSWORD_CHARACTERS)


def test_a_query_password_needs_enough_randomness():
    with pytest.raises(ValueError, match="8 random bytes"):
        query_password(b"short")
