"""How guardianship is kept: `WARD-CLAIM#<account>`, the latest claim; `GUARDIANSHIP#<guardian>#<ward>`, listed by the
ward. Both stand in the index of what is due about parties while time demands something of them.
"""

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import BY_APPLICANT, SNAPSHOT, Key, Page, Row, Value
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.parties.due import due_indexes
from chalicelib.parties.guardians.model import Guardianship, WardClaim

CLAIM, GUARDIANSHIP = "ward-claim-", "guardianship-"


def claim_id(account_id: str) -> str:
    """The id of the one claim of an account."""
    return f"{CLAIM}{account_id}"


def guardianship_id(guardian_id: str, ward_id: str) -> str:
    """The id of the one guardianship between two accounts."""
    return f"{GUARDIANSHIP}{guardian_id}#{ward_id}"


def guardians_pk(ward_id: str) -> str:
    """The index partition of somebody's guardians."""
    return f"GUARDIANS#{ward_id}"


def load_claim(table: Table, claim: str) -> WardClaim | None:
    """By its id. One round trip."""
    row = table.row(Key(f"WARD-CLAIM#{claim.removeprefix(CLAIM)}", SNAPSHOT))
    return to_aggregate(WardClaim, row) if row else None


def save_claim(uow: UnitOfWork, claim: WardClaim) -> None:
    """The claim as it stands."""
    pk = f"WARD-CLAIM#{claim.id.removeprefix(CLAIM)}"
    uow.save(pk, claim, indexes=due_indexes(claim.id, claim.next_due))


def load(table: Table, guardianship: str) -> Guardianship | None:
    """By its id. One round trip."""
    row = table.row(Key(f"GUARDIANSHIP#{guardianship.removeprefix(GUARDIANSHIP)}", SNAPSHOT))
    return to_aggregate(Guardianship, row) if row else None


def save(uow: UnitOfWork, guardianship: Guardianship) -> None:
    """The guardianship, where the ward finds it."""
    indexes: dict[str, Value] = {"applicant_pk": guardians_pk(guardianship.ward_id), "applicant_sk": guardianship.id}
    pk = f"GUARDIANSHIP#{guardianship.id.removeprefix(GUARDIANSHIP)}"
    uow.save(pk, guardianship, indexes=indexes | due_indexes(guardianship.id, guardianship.next_due))


def guardians_of(table: Table, ward_id: str, *, limit: int, after: Row | None) -> Page:
    """Somebody's guardians, past ones too. One round trip; eventually consistent."""
    return table.page(BY_APPLICANT, guardians_pk(ward_id), limit=limit, after=after)


def guardianship_in(row: Row) -> Guardianship:
    """The guardianship that a row of the list holds."""
    return to_aggregate(Guardianship, row)
