"""How introductions are kept: `INTRODUCTION#<id>`, listed by their person for three years, for a day if nobody redeemed
it; its events stay. `SUBJECT#<person>`/`<partner>` holds the name by which that partner knows the person: once given,
it stays the same though keys are replaced.
"""

from datetime import datetime, timedelta

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import BY_APPLICANT, SNAPSHOT, Key, Page, Row, Value
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import Overtaken, UnitOfWork
from chalicelib.http.liveness import session_key
from chalicelib.parties.introductions.model import Introduction
from chalicelib.parties.sessions import Device

KEPT_UNREDEEMED, KEPT_FOR = timedelta(days=1), timedelta(days=3 * 366)


def introductions_pk(person_id: str) -> str:
    """The index partition of somebody's introductions."""
    return f"INTRODUCTIONS#{person_id}"


def signed_in_and_known_as(
    table: Table, person_id: str, session_id: str, partner_id: str
) -> tuple[datetime | None, str | None]:
    """When somebody signed in, None if the session is over; and as whom a partner knows them. One round trip."""
    session, subject = session_key(person_id, session_id), _subject_key(person_id, partner_id)
    bodies = {Key(str(row["pk"]), str(row["sk"])): str(row["body"]) for row in table.rows_at([session, subject])}
    signed_in_at = Device.model_validate_json(bodies[session]).opened_at if session in bodies else None
    return signed_in_at, bodies.get(subject)


def remember_subject(uow: UnitOfWork, person_id: str, partner_id: str, subject: str) -> None:
    """`Overtaken` on commit when it was given meanwhile."""
    key = _subject_key(person_id, partner_id)
    row: Row = {"pk": key.pk, "sk": key.sk, "body": subject}
    uow.put(row, new=True, refusal=lambda _: Overtaken(), personal=True)


def load(table: Table, introduction_id: str) -> Introduction | None:
    """One round trip."""
    row = table.row(Key(f"INTRODUCTION#{introduction_id}", SNAPSHOT))
    return introduction_in(row) if row else None


def save(uow: UnitOfWork, introduction: Introduction) -> None:
    """With its place among the person's."""
    kept = KEPT_UNREDEEMED if introduction.told_at is None else KEPT_FOR
    indexes: dict[str, Value] = {
        "applicant_pk": introductions_pk(introduction.person_id),
        "applicant_sk": introduction.id,
        "expires_at": int((introduction.valid_until + kept).timestamp()),
    }
    uow.save(f"INTRODUCTION#{introduction.id}", introduction, indexes=indexes)


def introductions_of(table: Table, person_id: str, *, limit: int, after: Row | None) -> Page:
    """A page of somebody's introductions, the latest first. One round trip; eventually consistent."""
    return table.page(BY_APPLICANT, introductions_pk(person_id), limit=limit, after=after, newest_first=True)


def introduction_in(row: Row) -> Introduction:
    """The introduction that a row holds."""
    return to_aggregate(Introduction, row)


def _subject_key(person_id: str, partner_id: str) -> Key:
    return Key(f"SUBJECT#{person_id}", partner_id)
