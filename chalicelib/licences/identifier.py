"""The identifier of an electronic certificate (电子证照标识) and its check character."""

import re
from dataclasses import dataclass
from typing import ClassVar, Self

from chalicelib.kernel.check_digits import mod_37_36

ROOT = "1.2.156.3005.2"
SHAPE = re.compile(re.escape(ROOT) + r"\.([0-9A-Z]{1,32})\.([0-9A-Z]{18})\.([0-9A-Z]{20})\.([0-9]{3})\.([0-9A-Z])")
LAST_VERSION = 999


class LicenceIdentifierError(ValueError):
    """Not a certificate identifier; `reason` is a stable code."""

    reason: ClassVar[str] = "BAD_LICENCE_IDENTIFIER"


class BadIdentifierFormatError(LicenceIdentifierError):
    """Not root, type, issuer 18, serial 20, version 3 and check, separated by dots."""

    reason = "BAD_FORMAT"


class BadIdentifierChecksumError(LicenceIdentifierError):
    """The last character does not fit."""

    reason = "BAD_CHECKSUM"


@dataclass(frozen=True, slots=True)
class LicenceIdentifier:
    """`1.2.156.3005.2.<type>.<issuer>.<serial 20>.<version 3>.<check>`.

    The check is ISO 7064 MOD 37,36 over type, issuer, serial and version without the dots. A case number has
    the serial's twenty characters and may serve as one.
    """

    certificate_type: str
    issuer: str
    serial: str
    version: int

    @classmethod
    def make(cls, *, certificate_type: str, issuer: str, serial: str, version: int = 1) -> Self:
        """An identifier from its parts (issuer: its social credit code); BadIdentifierFormatError."""
        if not 1 <= version <= LAST_VERSION:
            raise BadIdentifierFormatError(f"a version lies between 1 and {LAST_VERSION}")
        return cls.parse(str(cls(certificate_type, issuer, serial, version)))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an identifier; BadIdentifierFormatError, BadIdentifierChecksumError."""
        match = SHAPE.fullmatch(text.strip())
        if match is None:
            raise BadIdentifierFormatError("not root.type.issuer.serial.version.check")
        identifier = cls(match[1], match[2], match[3], int(match[4]))
        if identifier.check != match[5]:
            raise BadIdentifierChecksumError("the check character does not fit")
        return identifier

    @property
    def check(self) -> str:
        """The check character; ValueError when a part holds anything but digits and capital letters."""
        return mod_37_36(f"{self.certificate_type}{self.issuer}{self.serial}{self.version:03}")

    def next_version(self) -> Self:
        """The identifier of the certificate that replaces this one."""
        return type(self).make(
            certificate_type=self.certificate_type,
            issuer=self.issuer,
            serial=self.serial,
            version=self.version + 1,
        )

    def __str__(self) -> str:
        parts = (ROOT, self.certificate_type, self.issuer, self.serial, f"{self.version:03}", self.check)
        return ".".join(parts)


def type_in_identifier(code: str) -> str:
    """A certificate type of the register as identifiers write it: digits and capital letters only."""
    return "".join(character for character in code.upper() if character.isascii() and character.isalnum())
