"""Numbers that identify people and organisations, read strictly and shown masked.

Each refusal is an IdentityNumberError whose `reason` is a stable code; no message repeats the number.
"""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from chalicelib.kernel.check_digits import USCC_CHARACTERS, mod_11_2, organisation_check, uscc_check
from chalicelib.kernel.masking import mask_id, mask_mobile

RESIDENT_ID = re.compile(r"([1-9][0-9]{5})([0-9]{8})([0-9]{3})([0-9X])")
USCC = re.compile(rf"[{USCC_CHARACTERS}]{{2}}[0-9]{{6}}[{USCC_CHARACTERS}]{{10}}")
MOBILE = re.compile(r"1[3-9][0-9]{9}")
OLDEST_AGE_YEARS = 150
KNOWN_REGION = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9[0-9]")
"""The first two digits: provinces, Taiwan, residents of Hong Kong, Macao and Taiwan, foreign residents."""


class HolderType(StrEnum):
    """Whose number it is: the type of a certificate's holder (持证主体代码类型) in national exchange."""

    RESIDENT_ID = "111"
    CREDIT_CODE = "001"


class IdentityNumberError(ValueError):
    """A number that cannot be one of its kind."""

    reason: ClassVar[str] = "BAD_NUMBER"


class BadFormatError(IdentityNumberError):
    """Wrong length or characters."""

    reason = "BAD_FORMAT"


class BadBirthDateError(IdentityNumberError):
    """The birth date is no date, or more than 150 years ago."""

    reason = "BAD_BIRTH_DATE"


class FutureBirthDateError(IdentityNumberError):
    """The birth date lies in the future."""

    reason = "FUTURE_BIRTH_DATE"


class BadChecksumError(IdentityNumberError):
    """The check character does not fit."""

    reason = "BAD_CHECKSUM"


class BadOrganisationCodeError(IdentityNumberError):
    """The organisation code inside a social credit code fails its own check (GB 11714)."""

    reason = "BAD_ORGANISATION_CODE"


class Sex(StrEnum):
    """As the seventeenth digit says."""

    MALE = "MALE"
    FEMALE = "FEMALE"


@dataclass(frozen=True, slots=True, repr=False)
class _MaskedNumber:
    """A number whose text in logs and error reports is masked; `number` is the whole of it."""

    number: str

    @property
    def masked(self) -> str:
        """What anyone may see."""
        return mask_id(self.number)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.masked})"

    __str__ = __repr__


@dataclass(frozen=True, slots=True, repr=False)
class ResidentId(_MaskedNumber):
    """A resident identity number (公民身份号码, GB 11643): region 6, birth date 8, order 3, check 1.

    Residents of Hong Kong, Macao and Taiwan (81, 82, 83) and foreign permanent residents (9…) are included. A
    region is never a reason to refuse: codes were merged and renamed, as Hainan's were in 1988.
    """

    @classmethod
    def parse(cls, text: str, *, today: dt.date) -> Self:
        """Read a typed number (a small x is taken for X); `today` is the date in Asia/Shanghai.

        BadFormatError, BadBirthDateError, FutureBirthDateError, BadChecksumError.
        """
        number = text.strip().upper()
        match = RESIDENT_ID.fullmatch(number)
        if match is None:
            raise BadFormatError("a resident identity number has 17 digits and a digit or X")
        _refuse_birth_date(_birth_date(match[2]), today)
        if mod_11_2(number[:-1]) != match[4]:
            raise BadChecksumError("the last character does not fit the number")
        return cls(number)

    @property
    def birth_date(self) -> dt.date:
        """The date of birth."""
        return _birth_date(self.number[6:14])

    @property
    def sex(self) -> Sex:
        """Odd order numbers are men's, even ones women's."""
        return Sex.MALE if int(self.number[16]) % 2 else Sex.FEMALE

    @property
    def region(self) -> str:
        """The six-digit code of the region of first registration."""
        return self.number[:6]

    @property
    def warnings(self) -> tuple[str, ...]:
        """Soft doubts for a reviewer: UNKNOWN_REGION when no province has the code's first two digits."""
        return () if KNOWN_REGION.match(self.number) else ("UNKNOWN_REGION",)


@dataclass(frozen=True, slots=True, repr=False)
class UnifiedSocialCreditCode(_MaskedNumber):
    """A unified social credit code (统一社会信用代码, GB 32100) with a sound organisation code (GB 11714) inside."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a typed code in either case; BadFormatError, BadChecksumError, BadOrganisationCodeError."""
        number = text.strip().upper()
        if not USCC.fullmatch(number):
            raise BadFormatError("a social credit code has 18 digits and letters without I, O, S, V and Z")
        if uscc_check(number[:17]) != number[17]:
            raise BadChecksumError("the last character does not fit the code")
        if organisation_check(number[8:16]) != number[16]:
            raise BadOrganisationCodeError("the organisation code inside does not fit")
        return cls(number)

    @property
    def region(self) -> str:
        """The six-digit code of the registering region."""
        return self.number[2:8]

    @property
    def organisation_code(self) -> str:
        """The nine characters of the organisation code."""
        return self.number[8:17]


@dataclass(frozen=True, slots=True, repr=False)
class MobileNumber(_MaskedNumber):
    """A mainland mobile number: 11 digits."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a typed number; spaces, hyphens and +86 are dropped. BadFormatError."""
        number = re.sub(r"[ -]", "", text.strip()).removeprefix("+86")
        if not MOBILE.fullmatch(number):
            raise BadFormatError("a mainland mobile number has 11 digits and begins with 13 to 19")
        return cls(number)

    @property
    def masked(self) -> str:
        """First three and last four digits."""
        return mask_mobile(self.number)


def _birth_date(digits: str) -> dt.date:
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        raise BadBirthDateError("the birth date is not a date") from error


def _refuse_birth_date(birth_date: dt.date, today: dt.date) -> None:
    if birth_date > today:
        raise FutureBirthDateError("the birth date lies in the future")
    if today.year - birth_date.year > OLDEST_AGE_YEARS:
        raise BadBirthDateError("the birth date is more than 150 years ago")
