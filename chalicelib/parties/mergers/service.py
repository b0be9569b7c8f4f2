"""Use cases of merging: prove that an older account is one's own, by one's face or a code to its mobile.

The older account keeps its id and all that is in it. The younger one was never identified, so nothing can be in it: its
mobile is all that it brings. Both sign in anew, for a mobile that was lost must not leave a session behind.
"""

from datetime import datetime, timedelta

from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.events import Act
from chalicelib.kernel.ids import new_ulid
from chalicelib.parties import rations, sign_in, store, stored_sessions
from chalicelib.parties.allowances import OF_A_MOBILE
from chalicelib.parties.challenges import Challenge, Purpose
from chalicelib.parties.errors import AccountUnknown, TooManyCodes
from chalicelib.parties.lookup import lookup_key, lookup_keys
from chalicelib.parties.mergers.errors import AccountMoved, NothingToMerge
from chalicelib.parties.mergers.events import Proof
from chalicelib.parties.model import Account
from chalicelib.parties.proving import Origin, prove_mobile
from chalicelib.parties.sessions import Ending

LONGEST_REQUEST = timedelta(seconds=30)
"""A sign-in that looked up the former mobile before it was let go may be under way still: it ends with the rest."""


def ask_code(cloud: Platform, uow: UnitOfWork, account_id: str, now: datetime) -> Challenge:
    """Have a code sent to the mobile of the account that holds the caller's identity (`now`: machine time).

    The answer is the same whether or not it has a mobile. Raises `NothingToMerge` or `TooManyCodes`. Reads three
    rows: the caller's account, the older one, and how often somebody has asked for this.
    """
    younger = _waiting(uow, account_id)
    older = _account(uow, younger.held_by)
    _ration(cloud, uow, older.id, now)
    challenge = Challenge.issue(
        id=new_ulid(now), purpose=Purpose.MERGER, mobile=older.mobile, language=older.language, now=now, act=uow.act
    )
    stored_sessions.save_challenge(uow, challenge)
    return challenge


def merge_by_code(
    cloud: Platform, uow: UnitOfWork, account_id: str, *, answer: tuple[str, str], origin: Origin, now: datetime
) -> Account:
    """Prove that both accounts are the caller's with the code that came to the older one's mobile; that account.

    `answer` is the challenge's id and the code. Raises `NothingToMerge`, `CodeRefused` or `TooManyTries`.
    """
    younger = _waiting(uow, account_id)
    older = _account(uow, younger.held_by)
    prove_mobile(cloud, uow, answer, purposes={Purpose.MERGER}, origin=origin, now=now, mobile=older.mobile)
    return _merge(cloud, uow, older, younger, proof=Proof.FORMER_MOBILE, now=now)


def merge_by_face(cloud: Platform, uow: UnitOfWork, younger: Account, now: datetime) -> None:
    """The face of whoever has the younger account is that of the person to whom the identity belongs."""
    _merge(cloud, uow, _account(uow, younger.held_by), younger, proof=Proof.FACE, now=now)


def end_sessions(cloud: Platform, act: Act, account_id: str, before: str, now: datetime) -> int:
    """End what was signed in to an account before its mobile changed; how many sessions that were. Repeatable."""
    return sign_in.end_all_sessions(cloud, act, account_id, Ending.MOBILE_REPLACED, now, before=before)


def _waiting(uow: UnitOfWork, account_id: str) -> Account:
    account = _account(uow, account_id)
    if account.merged_into:
        raise AccountMoved
    if not account.may_merge(uow.act.at):
        raise NothingToMerge
    return account


def _account(uow: UnitOfWork, account_id: str) -> Account:
    account = store.load_account(uow.table, account_id)
    if account is None:
        raise AccountUnknown
    return account


def _merge(
    cloud: Platform, uow: UnitOfWork, older: Account, younger: Account, *, proof: Proof, now: datetime
) -> Account:
    mobile_keys = lookup_keys(cloud, "mobile", younger.mobile)
    former_keys = lookup_keys(cloud, "mobile", older.mobile) if older.mobile else ()
    sessions_before = new_ulid(now + LONGEST_REQUEST)
    older.take_over(younger.mobile, younger.id, proof, sessions_before, uow.act)
    younger.give_way(proof, sessions_before, uow.act)
    store.save_merged(uow, older, younger, mobile_keys, former_keys)
    return older


def _ration(cloud: Platform, uow: UnitOfWork, account_id: str, now: datetime) -> None:
    key = f"account#{lookup_key(cloud, 'codes-of-account', account_id)}"
    allowance = rations.load_allowance(uow.table, key).take(OF_A_MOBILE, now)
    moment = int(OF_A_MOBILE[0].within.total_seconds())
    rations.save_allowance(uow, key, allowance, now, TooManyCodes(retry_after=moment))
