import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2 as their_mod_11_2

from chalicelib.kernel.check_digits import USCC_CHARACTERS, mod_11_2, organisation_check, uscc_check
from chalicelib.kernel.identity_numbers import (
    BadBirthDateError,
    BadChecksumError,
    BadFormatError,
    BadOrganisationCodeError,
    FutureBirthDateError,
    IdentityNumberError,
    MobileNumber,
    ResidentId,
    Sex,
    UnifiedSocialCreditCode,
)

TODAY = dt.date(2026, 3, 2)


def resident(region: str = "460105", born: str = "19900307", order: str = "002") -> str:
    body = region + born + order
    return body + mod_11_2(body)


def parse(text: str) -> ResidentId:
    return ResidentId.parse(text, today=TODAY)


@given(st.text("0123456789", min_size=17, max_size=17))
def test_the_check_agrees_with_an_independent_implementation(body):
    assert mod_11_2(body) == their_mod_11_2.calc_check_digit(body)


def test_the_published_example_is_valid():
    assert parse("11010519491231002X").birth_date == dt.date(1949, 12, 31)


def test_a_number_tells_birth_date_sex_and_region():
    woman, man = parse(resident(order="002")), parse(resident(order="013"))
    assert (woman.birth_date, woman.sex, woman.region) == (dt.date(1990, 3, 7), Sex.FEMALE, "460105")
    assert man.sex is Sex.MALE


def test_a_small_x_and_spaces_around_are_forgiven():
    assert parse(" 11010519491231002x ").number == "11010519491231002X"


@pytest.mark.parametrize("region", ["460001", "460021", "469003", "810000", "820000", "830000", "911234", "932345"])
@pytest.mark.parametrize("born", ["19600101", "19871231", "20000229"])
def test_old_hainan_codes_and_special_regions_pass_without_a_warning(region, born):
    assert parse(resident(region, born)).warnings == ()


def test_an_unknown_region_is_a_warning_only():
    assert parse(resident("770000")).warnings == ("UNKNOWN_REGION",)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (resident(born="20990101"), FutureBirthDateError),
        (resident(born="20260303"), FutureBirthDateError),
        (resident(born="19900230"), BadBirthDateError),
        (resident(born="00010101"), BadBirthDateError),
        ("110105194912310021", BadChecksumError),
        ("110105491231002", BadFormatError),
        ("1101051949123100２X", BadFormatError),
        ("X1010519491231002X", BadFormatError),
        ("", BadFormatError),
    ],
    ids=["2099", "tomorrow", "30 Feb", "year 1", "checksum", "15 digits", "full width", "letter", "empty"],
)
def test_what_is_refused_and_why(text, error):
    with pytest.raises(error) as refusal:
        parse(text)
    assert refusal.value.reason.isupper()
    assert not text or text not in str(refusal.value)


def test_a_birth_today_is_allowed():
    assert parse(resident(born="20260302")).birth_date == TODAY


@given(st.integers(0, 16), st.integers(1, 9))
def test_any_single_wrong_digit_is_noticed(position, shift):
    number = resident()
    wrong = str((int(number[position]) + shift) % 10)
    with pytest.raises(IdentityNumberError):
        parse(number[:position] + wrong + number[position + 1 :])


def test_a_number_never_shows_itself_in_a_log():
    person = parse("11010519491231002X")
    assert person.masked == "110105********002X"
    assert f"{person}" == repr(person) == "ResidentId(110105********002X)"


def credit_code(body: str = "91460100", organisation: str = "60003734") -> str:
    organisation += organisation_check(organisation)
    return body + organisation + uscc_check(body + organisation)


@given(st.text(USCC_CHARACTERS, min_size=9, max_size=9))
def test_the_outer_check_agrees_with_an_independent_implementation(organisation):
    body = "91460100" + organisation
    assert uscc_check(body) == uscc.calc_check_digit(body)


def test_a_real_social_credit_code_passes_both_checks():
    code = UnifiedSocialCreditCode.parse("91110000600037341l")
    assert (code.number, code.organisation_code, code.region) == ("91110000600037341L", "600037341", "110000")


def test_a_code_with_a_letter_as_registering_authority_passes():
    assert UnifiedSocialCreditCode.parse(credit_code("N1460100")).region == "460100"


def test_a_sound_outer_check_does_not_excuse_the_organisation_code():
    body = "91110000" + "600037342"
    with pytest.raises(BadOrganisationCodeError):
        UnifiedSocialCreditCode.parse(body + uscc_check(body))


@pytest.mark.parametrize(
    ("text", "error"),
    [("911100006000373410", BadChecksumError), ("9111000060003734IL", BadFormatError), ("91", BadFormatError)],
)
def test_a_bad_social_credit_code(text, error):
    with pytest.raises(error):
        UnifiedSocialCreditCode.parse(text)


@pytest.mark.parametrize("text", ["13800138000", "+86 138-0013-8000", " 13800138000 "])
def test_a_mobile_number_is_kept_as_eleven_digits(text):
    mobile = MobileNumber.parse(text)
    assert (mobile.number, mobile.masked) == ("13800138000", "138****8000")


@pytest.mark.parametrize("text", ["12800138000", "1380013800", "138001380000", "+852 61234567", "１3800138000"])
def test_what_is_no_mainland_mobile_number(text):
    with pytest.raises(BadFormatError):
        MobileNumber.parse(text)
