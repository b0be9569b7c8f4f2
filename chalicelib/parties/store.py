"""How parties are kept.

`ACCOUNT#<id>`, `STAFF#<id>`, `CHALLENGE#<id>` and `SESSION#<id>` hold one aggregate each. `PRINCIPAL#<id>` is what
tokens say of somebody, `MOBILE#<hash>` the same for whoever signs in with a mobile, `IDNUMBER#<hash>` whose identity a
number is, `CODES#<hash>` when codes were asked for and how many were wrong, `SESSIONS#<person>` which devices somebody
is signed in with; `SERVING`/`<id>` says that a member of staff has not left. The hashes are keyed: who reads the table
cannot find a person in it by trying numbers.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import SNAPSHOT, Key, Row, Value
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import Refusal, UnitOfWork
from chalicelib.http.access import Role
from chalicelib.http.liveness import note_revocation, session_key
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.parties.allowances import REMEMBERED, Allowance
from chalicelib.parties.challenges import Challenge
from chalicelib.parties.due import due_indexes
from chalicelib.parties.errors import IdNumberHeld, MobileHeld, RefreshRefused
from chalicelib.parties.model import Account
from chalicelib.parties.principals import Principal
from chalicelib.parties.sessions import Device, Session
from chalicelib.parties.staff import StaffMember
from chalicelib.parties.tries import FORGOTTEN_AFTER, Tries

PRINCIPAL, SERVING = "PRINCIPAL", "SERVING"
KEPT_AFTERWARDS = timedelta(days=1)
"""Challenges and sessions are removed this long after they ended; their events stay."""

Loaded = TypeVar("Loaded", bound=Aggregate)


def account_key(account_id: str) -> Key:
    """Where an account is."""
    return Key(f"ACCOUNT#{account_id}", SNAPSHOT)


def load_account(table: Table, account_id: str) -> Account | None:
    """One round trip."""
    return _load(table, Account, f"ACCOUNT#{account_id}")


def save_account(uow: UnitOfWork, account: Account, mobile_key: str | None) -> None:
    """The account, and what tokens say of it; no key for one without a mobile. A new account collides with whoever
    holds its mobile (`Overtaken`).
    """
    _save_principal(uow, mobile_key, account_principal(account), new=account.loaded_version == 0)
    uow.save(f"ACCOUNT#{account.id}", account, indexes=due_indexes(account.id, account.next_due))


def account_principal(account: Account) -> Principal:
    """Whom the tokens of an account stand for."""
    return Principal(id=account.id, role=Role.APPLICANT, level=account.level)


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


def save_merged(
    uow: UnitOfWork, survivor: Account, ended: Account, mobile_keys: Sequence[str], former_keys: Sequence[str]
) -> None:
    """Two accounts that became one. The mobile of `mobile_keys` signs in to `survivor`; that of `former_keys` to
    nothing, so that whoever is given the number next registers anew; `ended` can be signed in to no more.
    """
    present, *under_old_keys = mobile_keys
    for key in {*under_old_keys, *former_keys} - {present}:
        uow.delete(way_in_key(key))
    _save_principal(uow, present, account_principal(survivor), new=False)
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
    _save_principal(uow, present, account_principal(account), new=True, refusal=lambda _: refusal)
    uow.save(f"ACCOUNT#{account.id}", account, indexes=due_indexes(account.id, account.next_due))


def principal_key(person_id: str) -> Key:
    """The row that is there while somebody can sign in."""
    return Key(f"PRINCIPAL#{person_id}", PRINCIPAL)


def load_principal(table: Table, person_id: str) -> Principal | None:
    """What tokens say of somebody. One round trip."""
    row = table.row(principal_key(person_id))
    return principal_in(row) if row else None


def load_principal_of_mobile(table: Table, mobile_keys: Sequence[str]) -> Principal | None:
    """Who signs in with a mobile, under any of its keyed hashes. One round trip."""
    rows = table.rows_at([way_in_key(mobile_key) for mobile_key in mobile_keys])
    return principal_in(rows[0]) if rows else None


def load_holder_and_tries(
    table: Table, mobile_keys: Sequence[str], counted: Sequence[str]
) -> tuple[Principal | None, dict[str, Tries]]:
    """Who signs in with a mobile, and the wrong codes under each of `counted`. One round trip."""
    keys = [*map(way_in_key, mobile_keys), *map(_tries_key, counted)]
    found = {Key(str(row["pk"]), str(row["sk"])): row for row in table.rows_at(keys)}
    holders = [principal_in(found[key]) for key in map(way_in_key, mobile_keys) if key in found]
    tries = {key: _tries_in(found.get(_tries_key(key))) for key in counted}
    return (holders[0] if holders else None), tries


def save_tries(uow: UnitOfWork, key: str, tries: Tries, now: datetime) -> None:
    """Written only over the version it was made from: no two wrong codes are counted as one."""
    at, former = _tries_key(key), tries.version - 1
    row: Row = {
        "pk": at.pk,
        "sk": at.sk,
        "version": tries.version,
        "body": tries.model_dump_json(),
        "expires_at": int((now + FORGOTTEN_AFTER).timestamp()),
    }
    uow.put(row, new=former == 0, equals={"version": former} if former else None)


def forget_tries(uow: UnitOfWork, key: str) -> None:
    """Begin anew after a right code."""
    uow.delete(_tries_key(key))


def load_staff(table: Table, staff_id: str) -> StaffMember | None:
    """One round trip."""
    return _load(table, StaffMember, f"STAFF#{staff_id}")


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
    _save_principal(uow, present, member.principal, new=not is_theirs, refusal=lambda _: MobileHeld())
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


def load_challenge(table: Table, challenge_id: str) -> Challenge | None:
    """One round trip."""
    return _load(table, Challenge, f"CHALLENGE#{challenge_id}")


def save_challenge(uow: UnitOfWork, challenge: Challenge) -> None:
    """Removed a day after it ran out: until then notifications may still look at it."""
    uow.save(f"CHALLENGE#{challenge.id}", challenge, indexes=_removed_after(challenge.valid_until))


def load_session(table: Table, session_id: str) -> Session | None:
    """One round trip."""
    return _load(table, Session, f"SESSION#{session_id}")


def load_sessions(table: Table, session_ids: Sequence[str]) -> list[Session]:
    """Those of at most 100 sessions that there are. One round trip."""
    rows = table.rows_at([Key(f"SESSION#{session_id}", SNAPSHOT) for session_id in session_ids]) if session_ids else []
    return [to_aggregate(Session, row) for row in rows]


def save_session(uow: UnitOfWork, session: Session, now: datetime) -> None:
    """The session, and the row by which its tokens live; ended, that row goes. Removed a day after it ran out.

    A session that somebody ended meanwhile is not brought back: `RefreshRefused` on commit.
    """
    key, is_new = session_key(session.person_id, session.id), session.loaded_version == 0
    if session.revoked:
        uow.delete(key)
        note_revocation(uow, session.id, now)
    else:
        row: Row = {
            "pk": key.pk,
            "sk": key.sk,
            "person": session.person_id,
            "body": session.device.model_dump_json(),
            "expires_at": int(session.valid_until.timestamp()),
        }
        standing: dict[str, Value] | None = None if is_new else {"person": session.person_id}
        uow.put(row, equals=standing, refusal=lambda _: RefreshRefused(), personal=True)
    uow.save(f"SESSION#{session.id}", session, indexes=_removed_after(session.valid_until))


def devices_of(table: Table, person_id: str) -> list[tuple[str, Device]]:
    """Ids of the sessions in which somebody is signed in, and with what, the oldest first. One round trip."""
    rows = table.partition(session_key(person_id, "").pk)
    return [(str(row["sk"]), Device.model_validate_json(str(row["body"]))) for row in rows]


def load_allowance(table: Table, key: str) -> Allowance:
    """When codes were asked for under `key`. One round trip."""
    row = table.row(Key(f"CODES#{key}", "ALLOWANCE"))
    return Allowance.model_validate_json(str(row["body"])) if row else Allowance()


def save_allowance(uow: UnitOfWork, key: str, allowance: Allowance, now: datetime, refusal: Exception) -> None:
    """Written only over the version it was made from, so that no two callers share one place in a window."""
    row: Row = {
        "pk": f"CODES#{key}",
        "sk": "ALLOWANCE",
        "version": allowance.version,
        "body": allowance.model_dump_json(),
        "expires_at": int((now + REMEMBERED).timestamp()),
    }
    former = allowance.version - 1
    uow.put(row, new=former == 0, equals={"version": former} if former else None, refusal=lambda _: refusal)


def _load(table: Table, kind: type[Loaded], pk: str) -> Loaded | None:
    row = table.row(Key(pk, SNAPSHOT))
    return to_aggregate(kind, row) if row else None


def principal_in(row: Row) -> Principal:
    """What tokens say of somebody, as a row holds it."""
    return Principal.model_validate_json(str(row["body"]))


def _tries_key(key: str) -> Key:
    return Key(f"CODES#{key}", "TRIES")


def _tries_in(row: Row | None) -> Tries:
    return Tries.model_validate_json(str(row["body"])) if row else Tries()


def identity_key(id_key: str) -> Key:
    """The row that says whose an identity number is, under one of its keyed hashes."""
    return Key(f"IDNUMBER#{id_key}", "ACCOUNT")


def way_in_key(mobile_key: str) -> Key:
    """The row by which somebody signs in with a mobile, under one of its keyed hashes."""
    return Key(f"MOBILE#{mobile_key}", PRINCIPAL)


def _save_principal(
    uow: UnitOfWork,
    mobile_key: str | None,
    principal: Principal,
    *,
    new: bool,
    refusal: Refusal | None = None,
) -> None:
    body = principal.model_dump_json()
    if mobile_key is not None:
        key = way_in_key(mobile_key)
        uow.put({"pk": key.pk, "sk": key.sk, "body": body}, new=new, refusal=refusal)
    uow.put({"pk": f"PRINCIPAL#{principal.id}", "sk": PRINCIPAL, "body": body})


def _removed_after(instant: datetime) -> dict[str, Value]:
    return {"expires_at": int((instant + KEPT_AFTERWARDS).timestamp())}
