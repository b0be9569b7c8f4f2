"""Under which certificate type, issuer, serial and validity a case's document is certified."""

import datetime as dt

from chalicelib.cases.model import Case
from chalicelib.kernel.instants import shanghai_date
from chalicelib.licences.identifier import LicenceIdentifier, type_in_identifier
from chalicelib.licences.request import RECEIPT_TYPE, REFUSAL_TYPE, Kind

ISSUER_LENGTH = 18


class NothingToCertify(ValueError):
    """The case has not come so far."""


def identifier_of(case: Case, kind: Kind, edition: int = 1) -> LicenceIdentifier:
    """The certificate's identifier; the case number is its serial."""
    return LicenceIdentifier.make(
        certificate_type=certificate_type_of(case, kind), issuer=issuer_of(case), serial=case.number, version=edition
    )


def certificate_type_of(case: Case, kind: Kind) -> str:
    """The certificate type as identifiers write it: digits and capital letters only."""
    if kind is Kind.RECEIPT:
        return RECEIPT_TYPE
    declared = case.terms.result.certificate_type if case.is_granted else REFUSAL_TYPE
    return type_in_identifier(declared)


def issuer_of(case: Case) -> str:
    """Eighteen characters for the issuing authority: department and region, filled up with zeros.

    Stands in for the authority's social credit code, which the catalogue does not hold. It cannot pass for one: the
    department's letters stand where such a code names its register.
    """
    return f"{type_in_identifier(case.department)}{case.region}".ljust(ISSUER_LENGTH, "0")[:ISSUER_LENGTH]


def validity_of(case: Case, kind: Kind) -> tuple[dt.date, dt.date | None]:
    """First and last day (Asia/Shanghai); None when nothing runs out: a receipt, a denial, a result without a term.

    Raises `NothingToCertify`.
    """
    decided_at = case.decision.at if case.decision else None
    since = case.accepted_since if kind is Kind.RECEIPT else decided_at
    if since is None:
        raise NothingToCertify(case.id)
    start, years = shanghai_date(since), case.terms.result.validity_years
    if kind is Kind.RECEIPT or not case.is_granted or years is None:
        return start, None
    return start, _years_later(start, years)


def _years_later(date: dt.date, years: int) -> dt.date:
    try:
        return date.replace(year=date.year + years)
    except ValueError:  # 29 February; the last day of the month instead (Civil Code art. 202)
        return date.replace(year=date.year + years, day=28)
