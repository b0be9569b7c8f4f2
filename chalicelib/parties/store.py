"""How parties are kept: `ACCOUNT#<id>` and `STAFF#<id>` hold one aggregate each, and what changes how somebody signs
in changes the rows of `ways_in` with them. `SERVING`/`<id>` says that a member of staff has not left.
"""

from collections.abc import Sequence

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import SNAPSHOT, Key
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Role
from chalicelib.parties.due import due_indexes
from chalicelib.parties.errors import MobileHeld
from chalicelib.parties.model import Account
from chalicelib.parties.principals import Principal
from chalicelib.parties.staff import StaffMember
from chalicelib.parties.ways_in import principal_key, save_principal, way_in_key

SERVING = "SERVING"


def account_key(account_id: str) -> Key:
    """Where an account is."""
    return Key(f"ACCOUNT#{account_id}", SNAPSHOT)


def load_account(table: Table, account_id: str) -> Account | None:
    """One round trip."""
    row = table.row(Key(f"ACCOUNT#{account_id}", SNAPSHOT))
    return to_aggregate(Account, row) if row else None


def save_account(uow: UnitOfWork, account: Account, mobile_key: str | None) -> None:
    """The account, and what tokens say of it; no key for one without a mobile. A new account collides with whoever
    holds its mobile (`Overtaken`).
    """
    save_principal(uow, mobile_key, account_principal(account), new=account.loaded_version == 0)
    uow.save(f"ACCOUNT#{account.id}", account, indexes=due_indexes(account.id, account.next_due))


def account_principal(account: Account) -> Principal:
    """Whom the tokens of an account stand for."""
    return Principal(id=account.id, role=Role.APPLICANT, level=account.level)


def save_merged(
    uow: UnitOfWork, survivor: Account, ended: Account, mobile_keys: Sequence[str], former_keys: Sequence[str]
) -> None:
    """Two accounts that became one. The mobile of `mobile_keys` signs in to `survivor`; that of `former_keys` to
    nothing, so that whoever is given the number next registers anew; `ended` can be signed in to no more.
    """
    present, *under_old_keys = mobile_keys
    for key in {*under_old_keys, *former_keys} - {present}:
        uow.delete(way_in_key(key))
    save_principal(uow, present, account_principal(survivor), new=False)
    uow.delete(principal_key(ended.id))
    uow.save(f"ACCOUNT#{survivor.id}", survivor)
    uow.save(f"ACCOUNT#{ended.id}", ended)


def save_rebound(
    uow: UnitOfWork, account: Account, mobile_keys: Sequence[str], former_keys: Sequence[str], refusal: Exception
) -> None:
    """An account that another mobile signs in to from now on; `refusal` on commit when somebody signs in with it."""
    present, *under_old_keys = mobile_keys
    for key in former_keys:
        uow.delete(way_in_key(key))
    for key in under_old_keys:
        uow.require(way_in_key(key), present=False, refusal=lambda _: refusal)
    save_principal(uow, present, account_principal(account), new=True, refusal=lambda _: refusal)
    uow.save(f"ACCOUNT#{account.id}", account, indexes=due_indexes(account.id, account.next_due))


def load_staff(table: Table, staff_id: str) -> StaffMember | None:
    """One round trip."""
    row = table.row(Key(f"STAFF#{staff_id}", SNAPSHOT))
    return to_aggregate(StaffMember, row) if row else None


def load_staff_of(table: Table, *staff_ids: str) -> list[StaffMember]:
    """Those of several different people who are on the staff list. One round trip."""
    rows = table.rows_at([Key(f"STAFF#{staff_id}", SNAPSHOT) for staff_id in staff_ids])
    return [to_aggregate(StaffMember, row) for row in rows]


def save_staff(uow: UnitOfWork, member: StaffMember, mobile_keys: Sequence[str], former_keys: Sequence[str]) -> None:
    """The member and their way in, by the mobile of `mobile_keys` and no longer by that of `former_keys`; `MobileHeld`
    on commit when somebody else signs in with it, under whichever key.
    """
    present, *under_old_keys = mobile_keys
    is_theirs = present in former_keys
    save_principal(uow, present, member.principal, new=not is_theirs, refusal=lambda _: MobileHeld())
    if not is_theirs:
        for key in under_old_keys:
            uow.require(way_in_key(key), present=False, refusal=lambda _: MobileHeld())
    for key in set(former_keys) - {present}:
        uow.delete(way_in_key(key))
    uow.put({"pk": SERVING, "sk": member.id})
    uow.save(f"STAFF#{member.id}", member)


def remove_way_in(uow: UnitOfWork, member: StaffMember, mobile_keys: Sequence[str]) -> None:
    """The member, with whom no mobile and no token can be connected any more."""
    for mobile_key in mobile_keys:
        uow.delete(way_in_key(mobile_key))
    uow.delete(principal_key(member.id))
    uow.delete(Key(SERVING, member.id))
    uow.save(f"STAFF#{member.id}", member)


def serving_staff(table: Table) -> list[str]:
    """Ids of all who have not left, in order. One round trip a megabyte."""
    return [str(row["sk"]) for row in table.partition(SERVING)]


def amend_staff(uow: UnitOfWork, member: StaffMember) -> None:
    """The member alone, where nothing changes about their way in."""
    uow.save(f"STAFF#{member.id}", member)
