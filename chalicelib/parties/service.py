"""Use cases of accounts: prove an identity, read an account."""

from datetime import datetime

from chalicelib.aws.platform import Platform
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.identity_numbers import IdentityNumberError, ResidentId
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Text
from chalicelib.parties import store, stored_sessions, ways_in
from chalicelib.parties.checks import CheckStatus
from chalicelib.parties.errors import AccountUnknown, IdNumberInvalid
from chalicelib.parties.lookup import lookup_key, lookup_keys
from chalicelib.parties.mergers import service as mergers
from chalicelib.parties.mergers.errors import AccountMoved
from chalicelib.parties.model import Account
from chalicelib.parties.sessions import Device

WHAT_IS_WRONG = {
    "BAD_FORMAT": Text("应为 17 位数字加 1 位数字或 X", "17 digits and a last digit or X are expected"),
    "BAD_BIRTH_DATE": Text("其中的出生日期不存在", "The birth date in it does not exist"),
    "FUTURE_BIRTH_DATE": Text("其中的出生日期晚于今天", "The birth date in it lies in the future"),
    "BAD_CHECKSUM": Text("末位校验码不符", "The last character does not fit the other seventeen"),
}


def read_account(table: Table, account_id: str) -> Account:
    """An account that is in use. Raises `AccountUnknown`, or `AccountMoved` when it was merged. One round trip."""
    account = find_account(table, account_id)
    if account.merged_into:
        raise AccountMoved
    return account


def find_account(table: Table, account_id: str) -> Account:
    """An account, in use or not. Raises `AccountUnknown`. One round trip."""
    account = store.load_account(table, account_id)
    if account is None:
        raise AccountUnknown
    return account


def signed_in_with(table: Table, person_id: str) -> list[tuple[str, Device]]:
    """Ids of the sessions in which somebody is signed in, and with what, the oldest first. One round trip."""
    return stored_sessions.devices_of(table, person_id)


def person_with(cloud: Platform, id_number: str) -> str:
    """The account that an identity number is bound to, empty if there is none. One round trip."""
    return ways_in.holder_of_id_number(cloud.table, lookup_keys(cloud, "id-number", id_number))


def request_identity_check(cloud: Platform, uow: UnitOfWork, account_id: str, *, name: str, id_number: str) -> Account:
    """Have name and number compared by the population base, which happens afterwards.

    Raises `IdNumberInvalid`, `AlreadyIdentified`, `IdNumberHeld`, `CheckRunning` or `TooManyChecks`.
    """
    number = valid_id_number(id_number, uow).number
    account = read_account(uow.table, account_id)
    account.request_identity_check(name=name, id_number=number, act=uow.act)
    save_account(cloud, uow, account)
    return account


def conclude_identity_check(
    cloud: Platform, uow: UnitOfWork, account: Account, *, check: int, status: CheckStatus
) -> None:
    """Take the population base's answer. MATCHED binds the number to this account: `IdNumberHeld` on commit."""
    id_keys = lookup_keys(cloud, "id-number", account.id_number)
    is_held = status is CheckStatus.ALREADY_REGISTERED
    held_by = ways_in.holder_of_id_number(uow.table, id_keys) if is_held else ""
    if not account.conclude_identity_check(check, status, uow.act, held_by=held_by):
        return
    if status is CheckStatus.MATCHED:
        ways_in.claim_id_number(uow, id_keys, account.id)
    save_account(cloud, uow, account)


def see_to(cloud: Platform, account_id: str, uow: UnitOfWork) -> bool:
    """Do what time demands of an account, if it still does. Raises `AccountUnknown`."""
    account = find_account(uow.table, account_id)
    if not account.see_to(uow.act):
        return False
    save_account(cloud, uow, account)
    return True


def request_face_check(cloud: Platform, uow: UnitOfWork, account_id: str, *, token: str) -> Account:
    """Have the face provider asked about `token`. Raises as the account does."""
    account = read_account(uow.table, account_id)
    account.request_face_check(token, uow.act)
    save_account(cloud, uow, account)
    return account


def conclude_face_check(
    cloud: Platform, uow: UnitOfWork, account: Account, *, check: int, status: CheckStatus, now: datetime
) -> None:
    """Take the face provider's answer. MATCHED also proves whose the account is that holds the identity, and the two
    become one (`now`: machine time).
    """
    if not account.conclude_face_check(check, status, uow.act):
        return
    if status is CheckStatus.MATCHED and account.held_by:
        mergers.merge_by_face(cloud, uow, account, now)
    else:
        save_account(cloud, uow, account)


def request_certificate_check(cloud: Platform, uow: UnitOfWork, account_id: str, *, token: str) -> Account:
    """Have the certificate authority asked about `token`. Raises as the account does."""
    account = read_account(uow.table, account_id)
    account.request_certificate_check(token, uow.act)
    save_account(cloud, uow, account)
    return account


def conclude_certificate_check(
    cloud: Platform, uow: UnitOfWork, account: Account, *, check: int, status: CheckStatus
) -> None:
    """Take the certificate authority's answer."""
    if account.conclude_certificate_check(check, status, uow.act):
        save_account(cloud, uow, account)


def save_account(cloud: Platform, uow: UnitOfWork, account: Account) -> None:
    """The account, and who signs in with its mobile, if it has one."""
    store.save_account(uow, account, lookup_key(cloud, "mobile", account.mobile) if account.mobile else None)


def valid_id_number(typed: str, uow: UnitOfWork) -> ResidentId:
    """The number that somebody typed. Raises `IdNumberInvalid`."""
    try:
        return ResidentId.parse(typed, today=shanghai_date(uow.act.at))
    except IdentityNumberError as error:
        raise IdNumberInvalid(pointers=[Pointer("#/id_number", WHAT_IS_WRONG[error.reason])]) from error
