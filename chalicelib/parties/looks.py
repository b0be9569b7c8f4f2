"""Who looked at my data (查询记录): every look at somebody's personal data in full, kept for them to see."""

from datetime import timedelta

from pydantic import AwareDatetime

from chalicelib.aws.rows import BY_APPLICANT, Page, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.ids import new_ulid
from chalicelib.kernel.value import Value

KEPT_FOR = timedelta(days=3 * 366)
"""Longer than the three years in which whoever was harmed may claim damages (民法典, art. 188)."""


class Look(Value):
    """One look: when, from which desk, at which case, and the reason that was given. The official is named by their
    account to those who supervise, by their desk to the person concerned.
    """

    at: AwareDatetime
    by: str
    role: str
    department: str
    region: str
    case_id: str
    number: str
    reason: str


def note_look(uow: UnitOfWork, person_id: str, look: Look) -> None:
    """Keep the look with the person, in the very transaction that lets it happen."""
    look_id = new_ulid(look.at)
    row: Row = {
        "pk": f"LOOK#{look_id}",
        "sk": "LOOK",
        "applicant_pk": looks_pk(person_id),
        "applicant_sk": look_id,
        "body": look.model_dump_json(),
        "expires_at": int((look.at + KEPT_FOR).timestamp()),
    }
    uow.put(row, new=True, personal=True)


def looks_at(table: Table, person_id: str, *, limit: int, after: Row | None) -> Page:
    """A page of who looked at somebody's data, the latest first. One round trip; eventually consistent."""
    return table.page(BY_APPLICANT, looks_pk(person_id), limit=limit, after=after, newest_first=True)


def looks_pk(person_id: str) -> str:
    """The index partition of looks at somebody's data."""
    return f"LOOKS#{person_id}"


def look_in(row: Row) -> Look:
    """The look that a row holds."""
    return Look.model_validate_json(str(row["body"]))
