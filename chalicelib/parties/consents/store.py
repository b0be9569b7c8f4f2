"""How consents are kept: `CONSENT#<id>`, listed by the person whose they are."""

from datetime import timedelta

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import BY_APPLICANT, SNAPSHOT, Key, Page, Row, Value
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.parties.consents.model import Consent

KEPT_AFTERWARDS = timedelta(days=3 * 366)
"""Longer than the three years in which whoever was harmed may claim damages (民法典, art. 188); its events stay."""


def given_pk(subject_id: str) -> str:
    """The index partition of what somebody consented to."""
    return f"CONSENTS#{subject_id}"


def load(table: Table, consent_id: str) -> Consent | None:
    """One round trip."""
    row = table.row(Key(f"CONSENT#{consent_id}", SNAPSHOT))
    return consent_in(row) if row else None


def save(uow: UnitOfWork, consent: Consent) -> None:
    """Written only over the state it was made from: of two who use it at the same time one is refused."""
    index: dict[str, Value] = {"applicant_pk": given_pk(consent.subject_id), "applicant_sk": consent.id}
    index["expires_at"] = int((consent.over_at + KEPT_AFTERWARDS).timestamp())
    uow.save(f"CONSENT#{consent.id}", consent, indexes=index)


def given_by(table: Table, subject_id: str, *, limit: int, after: Row | None) -> Page:
    """What somebody consented to, the newest first. One round trip; eventually consistent."""
    return table.page(BY_APPLICANT, given_pk(subject_id), limit=limit, after=after, newest_first=True)


def consent_in(row: Row) -> Consent:
    """The consent that a row holds."""
    return to_aggregate(Consent, row)
