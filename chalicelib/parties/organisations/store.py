"""How organisations are kept: `ORGANISATION#<id>`; `USCC#<hash>`, whose code it is; `ORGANISATION-CLAIM#<account>`."""

from collections.abc import Sequence

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import SNAPSHOT, Key, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.parties.due import due_indexes
from chalicelib.parties.organisations.model import Organisation, OrganisationClaim

CLAIM = "organisation-claim-"


def organisation_key(organisation_id: str) -> Key:
    """Where an organisation is."""
    return Key(f"ORGANISATION#{organisation_id}", SNAPSHOT)


def claim_id(account_id: str) -> str:
    """The id of the one claim of an account."""
    return f"{CLAIM}{account_id}"


def load_claim(table: Table, claim: str) -> OrganisationClaim | None:
    """By its id. One round trip."""
    row = table.row(Key(_claim_pk(claim), SNAPSHOT))
    return to_aggregate(OrganisationClaim, row) if row else None


def save_claim(uow: UnitOfWork, claim: OrganisationClaim) -> None:
    """The claim as it stands, with its place among what is due."""
    uow.save(_claim_pk(claim.id), claim, indexes=due_indexes(claim.id, claim.next_due))


def load_by_code(table: Table, code_keys: Sequence[str]) -> Organisation | None:
    """Whose code it is, under any of its keyed hashes. Two round trips."""
    rows = table.rows_at([code_row_key(code_key) for code_key in code_keys])
    row = table.row(organisation_key(str(rows[0]["organisation"]))) if rows else None
    return to_aggregate(Organisation, row) if row else None


def save(uow: UnitOfWork, organisation: Organisation, code_key: str) -> None:
    """The organisation; a new one collides with whoever binds the same code at the same moment (`Overtaken`).
    The code is written under its present keyed hash.
    """
    key = code_row_key(code_key)
    row: Row = {"pk": key.pk, "sk": key.sk, "organisation": organisation.id}
    uow.put(row, new=organisation.loaded_version == 0)
    amend(uow, organisation)


def load(table: Table, organisation_id: str) -> Organisation | None:
    """By its id. One round trip."""
    row = table.row(organisation_key(organisation_id))
    return to_aggregate(Organisation, row) if row else None


def amend(uow: UnitOfWork, organisation: Organisation) -> None:
    """The organisation, whose code is known, with its place among what is due."""
    pk, indexes = f"ORGANISATION#{organisation.id}", due_indexes(organisation.id, organisation.next_due)
    uow.save(pk, organisation, indexes=indexes)


def _claim_pk(claim: str) -> str:
    return f"ORGANISATION-CLAIM#{claim.removeprefix(CLAIM)}"


def code_row_key(code_key: str) -> Key:
    """The row by which an organisation is found, under one of its code's keyed hashes."""
    return Key(f"USCC#{code_key}", "ORGANISATION")
