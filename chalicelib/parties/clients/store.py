"""How clients are kept: `CLIENT#<id>`, all of them listed by their id."""

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import BY_APPLICANT, SNAPSHOT, Key, Page, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.parties.clients.model import Client

LISTED = "CLIENTS"
"""The index partition of all clients: programs and machines, not people, so one is enough."""


def load(table: Table, client_id: str) -> Client | None:
    """One round trip."""
    row = table.row(Key(f"CLIENT#{client_id}", SNAPSHOT))
    return client_in(row) if row else None


def save(uow: UnitOfWork, client: Client) -> None:
    """The client, where it is listed."""
    uow.save(f"CLIENT#{client.id}", client, indexes={"applicant_pk": LISTED, "applicant_sk": client.id})


def page_of(table: Table, *, limit: int, after: Row | None) -> Page:
    """All clients, the latest first. One round trip; eventually consistent."""
    return table.page(BY_APPLICANT, LISTED, limit=limit, after=after, newest_first=True)


def client_in(row: Row) -> Client:
    """The client that a row holds."""
    return to_aggregate(Client, row)
