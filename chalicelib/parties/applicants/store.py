"""How applicants are read: a principal and whoever acts for them, in one round trip."""

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import Key, Row
from chalicelib.aws.table import Table
from chalicelib.http.liveness import authority_key
from chalicelib.parties.authorities.model import AuthorityRecord
from chalicelib.parties.authorities.store import record_in
from chalicelib.parties.model import Account
from chalicelib.parties.organisations.model import Organisation
from chalicelib.parties.organisations.store import organisation_key
from chalicelib.parties.store import account_key, load_account


def load_person(table: Table, account_id: str, agent_id: str = "") -> tuple[Account | None, Account | None]:
    """Somebody, and whoever acts for them. One round trip."""
    if not agent_id:
        return load_account(table, account_id), None
    found = _rows(table, account_key(account_id), account_key(agent_id))
    return _account(found, account_id), _account(found, agent_id)


def load_organisation(table: Table, organisation_id: str, agent_id: str) -> tuple[Organisation | None, Account | None]:
    """An organisation, and whoever acts for it. One round trip."""
    found = _rows(table, organisation_key(organisation_id), account_key(agent_id))
    return _organisation(found, organisation_id), _account(found, agent_id)


def load_standing(
    table: Table, organisation_id: str, agent_id: str, authority_id: str
) -> tuple[Organisation | None, Account | None, AuthorityRecord | None]:
    """The same, with the authority by which they acted if it stands. One round trip."""
    living = authority_key(authority_id)
    found = _rows(table, organisation_key(organisation_id), account_key(agent_id), living)
    authority = record_in(found[living]) if living in found else None
    return _organisation(found, organisation_id), _account(found, agent_id), authority


def _rows(table: Table, *keys: Key) -> dict[Key, Row]:
    return {Key(str(row["pk"]), str(row["sk"])): row for row in table.rows_at(keys)}


def _account(found: dict[Key, Row], account_id: str) -> Account | None:
    row = found.get(account_key(account_id))
    return to_aggregate(Account, row) if row else None


def _organisation(found: dict[Key, Row], organisation_id: str) -> Organisation | None:
    row = found.get(organisation_key(organisation_id))
    return to_aggregate(Organisation, row) if row else None
