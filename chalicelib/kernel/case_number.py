"""Case numbers (办件编号) and the query passwords (查询密码) that go with them on a receipt."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import ClassVar, Self

from chalicelib.kernel.check_digits import DIGITS_AND_LETTERS, mod_37_36

SERIAL_LENGTH = 5
LAST_SERIAL = 36**SERIAL_LENGTH - 1
SHAPE = re.compile(r"([0-9]{6})([0-9]{8})([0-9A-Z]{5})([0-9A-Z])")
PASSWORD_LENGTH = 8
PASSWORD_CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 characters without 0, 1, I and O: five bits each, and no pair that a reader confuses."""


class CaseNumberError(ValueError):
    """Not a case number; `reason` is a stable code."""

    reason: ClassVar[str] = "BAD_CASE_NUMBER"


class BadCaseNumberFormatError(CaseNumberError):
    """Not region 6 + date 8 + serial 5 + check 1, or not a date."""

    reason = "BAD_FORMAT"


class BadCaseNumberChecksumError(CaseNumberError):
    """The last character does not fit: a slip of the pen."""

    reason = "BAD_CHECKSUM"


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """20 characters: region 6, yyyyMMdd, serial of the region's day in base 36, check by ISO 7064 MOD 37,36."""

    text: str

    @classmethod
    def make(cls, region: str, date: dt.date, serial: int) -> Self:
        """The number of the serial-th case (0 to 60,466,175) of that region on that date in Asia/Shanghai."""
        if not 0 <= serial <= LAST_SERIAL:
            raise BadCaseNumberFormatError(f"a serial lies between 0 and {LAST_SERIAL}")
        body = f"{region}{date:%Y%m%d}{_base36(serial)}"
        return cls.parse(body + mod_37_36(body))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what a person typed, in either case; BadCaseNumberFormatError, BadCaseNumberChecksumError."""
        number = text.strip().upper()
        match = SHAPE.fullmatch(number)
        if match is None:
            raise BadCaseNumberFormatError("a case number has 20 characters: region, date, serial, check")
        _date(match[2])
        if mod_37_36(number[:-1]) != match[4]:
            raise BadCaseNumberChecksumError("the check character does not fit")
        return cls(number)

    @property
    def region(self) -> str:
        """The region code, six digits."""
        return self.text[:6]

    @property
    def date(self) -> dt.date:
        """The date in the number."""
        return _date(self.text[6:14])

    @property
    def serial(self) -> int:
        """The serial in the number."""
        return int(self.text[14:19], 36)

    def __str__(self) -> str:
        return self.text


def query_password(random_bytes: bytes) -> str:
    """Eight unambiguous characters (40 bits) from the first eight of the caller's secret random bytes."""
    if len(random_bytes) < PASSWORD_LENGTH:
        raise ValueError(f"a query password needs {PASSWORD_LENGTH} random bytes")
    return "".join(PASSWORD_CHARACTERS[byte % len(PASSWORD_CHARACTERS)] for byte in random_bytes[:PASSWORD_LENGTH])


def _base36(value: int) -> str:
    text = ""
    for _ in range(SERIAL_LENGTH):
        value, digit = divmod(value, 36)
        text = DIGITS_AND_LETTERS[digit] + text
    return text


def _date(digits: str) -> dt.date:
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        raise BadCaseNumberFormatError("the number holds no date") from error
