"""How people are found who sign in.

`PRINCIPAL#<id>` is what tokens say of somebody, `MOBILE#<hash>` the same for whoever signs in with a mobile,
`IDNUMBER#<hash>` whose identity a number is. The hashes are keyed: who reads the table cannot find a person in it by
trying numbers.
"""

from collections.abc import Sequence

from chalicelib.aws.rows import Key, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import Refusal, UnitOfWork
from chalicelib.parties.errors import IdNumberHeld
from chalicelib.parties.principals import Principal

PRINCIPAL = "PRINCIPAL"


def claim_id_number(
    uow: UnitOfWork, id_keys: Sequence[str], account_id: str, *, taken: type[Exception] = IdNumberHeld
) -> None:
    """Bind an identity to one account; `taken` on commit when it is bound already, under whichever key."""
    present, *former = (identity_key(id_key) for id_key in id_keys)
    row: Row = {"pk": present.pk, "sk": present.sk, "account": account_id}
    uow.put(row, new=True, refusal=lambda _: taken())
    for key in former:
        uow.require(key, present=False, refusal=lambda _: taken())


def holder_of_id_number(table: Table, id_keys: Sequence[str]) -> str:
    """The account that an identity is bound to, under whichever key; empty when there is none. One round trip."""
    rows = table.rows_at([identity_key(id_key) for id_key in id_keys])
    return str(rows[0]["account"]) if rows else ""


def identity_key(id_key: str) -> Key:
    """The row that says whose an identity number is, under one of its keyed hashes."""
    return Key(f"IDNUMBER#{id_key}", "ACCOUNT")


def load_principal(table: Table, person_id: str) -> Principal | None:
    """What tokens say of somebody. One round trip."""
    row = table.row(principal_key(person_id))
    return principal_in(row) if row else None


def load_principal_of_mobile(table: Table, mobile_keys: Sequence[str]) -> Principal | None:
    """Who signs in with a mobile, under any of its keyed hashes. One round trip."""
    rows = table.rows_at([way_in_key(mobile_key) for mobile_key in mobile_keys])
    return principal_in(rows[0]) if rows else None


def save_principal(
    uow: UnitOfWork,
    mobile_key: str | None,
    principal: Principal,
    *,
    new: bool,
    refusal: Refusal | None = None,
) -> None:
    """What tokens say of somebody, and the mobile by which they sign in, if any. `new` collides on commit with
    whoever signs in with that mobile already: `refusal`.
    """
    body = principal.model_dump_json()
    if mobile_key is not None:
        key = way_in_key(mobile_key)
        uow.put({"pk": key.pk, "sk": key.sk, "body": body}, new=new, refusal=refusal)
    uow.put({"pk": f"PRINCIPAL#{principal.id}", "sk": PRINCIPAL, "body": body})


def principal_in(row: Row) -> Principal:
    """What tokens say of somebody, as a row holds it."""
    return Principal.model_validate_json(str(row["body"]))


def principal_key(person_id: str) -> Key:
    """The row that is there while somebody can sign in."""
    return Key(f"PRINCIPAL#{person_id}", PRINCIPAL)


def way_in_key(mobile_key: str) -> Key:
    """The row by which somebody signs in with a mobile, under one of its keyed hashes."""
    return Key(f"MOBILE#{mobile_key}", PRINCIPAL)
