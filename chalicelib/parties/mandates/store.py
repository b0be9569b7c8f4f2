"""How mandates are kept: `MANDATE#<id>`, listed by whoever gave it; `HELD` is a copy, listed by its agent."""

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import BY_APPLICANT, SNAPSHOT, Key, Page, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.parties.mandates.model import Mandate


def given_pk(principal_id: str) -> str:
    """The index partition of what a principal gave."""
    return f"MANDATES-GIVEN#{principal_id}"


def held_pk(agent_id: str) -> str:
    """The index partition of what was offered to an agent."""
    return f"MANDATES-HELD#{agent_id}"


def load(table: Table, mandate_id: str) -> Mandate | None:
    """One round trip."""
    row = table.row(Key(f"MANDATE#{mandate_id}", SNAPSHOT))
    return to_aggregate(Mandate, row) if row else None


def save(uow: UnitOfWork, mandate: Mandate) -> None:
    """The mandate, where both sides find it. One that reached nobody is on its giver's list only."""
    pk, agent_id = f"MANDATE#{mandate.id}", mandate.agent.account_id
    index = {"applicant_pk": given_pk(mandate.principal_id), "applicant_sk": mandate.id}
    uow.save(pk, mandate, indexes={**index})
    if agent_id:
        copy: Row = {
            "pk": pk,
            "sk": "HELD",
            "applicant_pk": held_pk(agent_id),
            "applicant_sk": mandate.id,
            "schema": mandate.schema_version,
            "body": mandate.model_dump_json(),
        }
        uow.put(copy, personal=True)


def page_of(table: Table, pk: str, *, limit: int, after: Row | None) -> Page:
    """One side's mandates, the newest first. One round trip; eventually consistent."""
    return table.page(BY_APPLICANT, pk, limit=limit, after=after, newest_first=True)


def mandate_in(row: Row) -> Mandate:
    """The mandate that a row of either list holds."""
    return to_aggregate(Mandate, row)
