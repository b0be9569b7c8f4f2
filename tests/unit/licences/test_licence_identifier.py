import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36 as theirs

from chalicelib.licences.identifier import (
    BadIdentifierChecksumError,
    BadIdentifierFormatError,
    LicenceIdentifier,
)

CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PARTS = {
    "certificate_type": "11100000000013338W011",
    "issuer": "11460000008173401L",
    "serial": "46010020260302000013",
}


@given(
    st.text(CHARACTERS, min_size=1, max_size=32),
    st.text(CHARACTERS, min_size=18, max_size=18),
    st.text(CHARACTERS, min_size=20, max_size=20),
    st.integers(1, 999),
)
def test_an_identifier_comes_back_and_its_check_agrees_with_an_independent_implementation(
    kind, issuer, serial, version
):
    made = LicenceIdentifier.make(certificate_type=kind, issuer=issuer, serial=serial, version=version)
    assert LicenceIdentifier.parse(str(made)) == made
    assert made.check == theirs.calc_check_digit(f"{kind}{issuer}{serial}{version:03}")


def test_an_identifier_reads_root_type_issuer_serial_version_check():
    text = str(LicenceIdentifier.make(**PARTS))
    assert text.startswith("1.2.156.3005.2.11100000000013338W011.11460000008173401L.46010020260302000013.001.")


def test_a_replacement_has_the_next_version():
    assert LicenceIdentifier.make(**PARTS).next_version().version == 2


def test_a_wrong_check_is_noticed():
    text = str(LicenceIdentifier.make(**PARTS))
    with pytest.raises(BadIdentifierChecksumError):
        LicenceIdentifier.parse(text[:-1] + ("A" if text[-1] != "A" else "B"))


@pytest.mark.parametrize("text", ["", "1.2.156.3005.2", "1.2.156.3005.3.A.B.C.001.X"])
def test_what_is_no_identifier(text):
    with pytest.raises(BadIdentifierFormatError):
        LicenceIdentifier.parse(text)


@pytest.mark.parametrize("change", [{"serial": "1"}, {"issuer": "x" * 18}, {"version": 0}, {"version": 1000}])
def test_what_cannot_be_made(change):
    with pytest.raises(ValueError, match=r"version|not root|substring"):
        LicenceIdentifier.make(**(PARTS | change))
