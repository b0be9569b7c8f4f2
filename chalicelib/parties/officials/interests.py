"""Interests (利害关系): whose cases a member of staff keeps away from (duty of impartiality, 回避)."""

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime

from chalicelib.kernel.identity_numbers import IdentityNumberError, ResidentId, UnifiedSocialCreditCode
from chalicelib.kernel.value import Value
from chalicelib.parties.officials.errors import InterestInvalid

AT_MOST = 50


class InterestKind(StrEnum):
    """How somebody is concerned."""

    SELF = "SELF"
    SPOUSE = "SPOUSE"
    COMPANY = "COMPANY"
    """An enterprise of their own."""


class Interest(Value):
    """One declared interest. `number` is an ID number, or the credit code of a company."""

    id: str
    kind: InterestKind
    number: str
    declared_at: AwareDatetime


def valid_number(kind: InterestKind, typed: str, today: date) -> str:
    """`typed` as it is kept. Raises `InterestInvalid`."""
    try:
        if kind is InterestKind.COMPANY:
            return UnifiedSocialCreditCode.parse(typed).number
        return ResidentId.parse(typed, today=today).number
    except IdentityNumberError as error:
        raise InterestInvalid.because(company=kind is InterestKind.COMPANY) from error
