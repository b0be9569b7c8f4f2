"""Masked personal data (脱敏): what may be shown of a name, an identity number, a mobile number and an address.

An answer's members of the types `MaskedName`, `MaskedIdNumber`, `MaskedMobile` and `MaskedAddress` mask whatever is put
into them: no view can show the whole by forgetting to. A test holds every reply of the API to them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, ValidatorFunctionWrapHandler
from pydantic_core import CoreSchema, core_schema

STAR = "*"
ID_HEAD, ID_TAIL = 6, 4
MOBILE_HEAD, MOBILE_TAIL = 3, 4
ADDRESS_HEAD = 6
SHORTEST_ID = 15
SHORTEST_MOBILE = 11


def mask_id(number: str) -> str:
    """First 6 and last 4 of an identity number; of a shorter document number only its first and last character."""
    if len(number) >= SHORTEST_ID:
        return _keep(number, ID_HEAD, ID_TAIL)
    return _keep(number, 1, 1)


def mask_mobile(number: str) -> str:
    """First 3 and last 4 of a mobile number; nothing of anything shorter than 11 characters."""
    if len(number) >= SHORTEST_MOBILE:
        return _keep(number, MOBILE_HEAD, MOBILE_TAIL)
    return STAR * len(number)


def mask_name(name: str) -> str:
    """The first character of a name, one star for each other letter; spaces, dots and hyphens stay.

    A compound surname (复姓) shows its first character only. A single character gets a star all the same, so that
    a masked name is never the whole name.
    """
    text = name.strip()
    if not text:
        return ""
    if len(text) == 1:
        return text + STAR
    return text[0] + "".join(STAR if character.isalnum() else character for character in text[1:])


def mask_address(address: str) -> str:
    """The first six characters of an address, but never more than half of it, rounded up: enough to tell the city."""
    shown = min(ADDRESS_HEAD, (len(address) + 1) // 2, max(len(address) - 1, 0))
    return address[:shown] + STAR * (len(address) - shown)


class Public(str):
    """A name or number that is nobody's personal data, an organisation's: a masked member shows it whole."""


@dataclass(frozen=True)
class Masked:
    """Makes a text type mask what it is given. What is masked already stays as it is."""

    mask: Callable[[str], str]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def masked(value: Any, validate: ValidatorFunctionWrapHandler) -> str:
            text = str(validate(value))
            return text if isinstance(value, Public) else self.mask(text)

        return core_schema.no_info_wrap_validator_function(masked, handler(source))


MaskedName = Annotated[str, Masked(mask_name)]
MaskedIdNumber = Annotated[str, Masked(mask_id)]
MaskedMobile = Annotated[str, Masked(mask_mobile)]
MaskedAddress = Annotated[str, Masked(mask_address)]


def _keep(text: str, head: int, tail: int) -> str:
    """The ends of a text; all stars when the ends would be everything."""
    hidden = len(text) - head - tail
    if hidden <= 0:
        return STAR * len(text)
    return text[:head] + STAR * hidden + text[len(text) - tail :]
