"""Use cases of signing in through unified authentication: begin, and come back with what the issuer gave.

Members of staff are found by their personnel number, applicants by name and ID number. Nobody becomes a member of staff
by signing in. Nothing is remembered of the issuer's name for a person: who somebody is, is said anew each time.
"""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import Overtaken, UnitOfWork
from chalicelib.http.access import Role
from chalicelib.kernel.events import Act
from chalicelib.kernel.identity_numbers import IdentityNumberError, ResidentId
from chalicelib.kernel.ids import new_ulid
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Language
from chalicelib.parties import sign_in, ways_in
from chalicelib.parties import store as people
from chalicelib.parties.errors import IdNumberHeld
from chalicelib.parties.federation import store
from chalicelib.parties.federation.attempts import Attempt
from chalicelib.parties.federation.errors import IdentityDiffers, IdentityTooWeak, NotFederated, NotOnStaffList
from chalicelib.parties.levels import Level
from chalicelib.parties.lookup import lookup_key, lookup_keys
from chalicelib.parties.model import Account
from chalicelib.parties.principals import Principal
from chalicelib.parties.proving import Origin
from chalicelib.parties.sign_in import SignedIn
from chalicelib.parties.sources.oidc import FederatedIdentity
from chalicelib.parties.sources.oidc_code import Federation, federation_of


@dataclass(frozen=True)
class Answer:
    """What a browser came back with: a `code` and its `state`, or an `id_token` that it was given itself."""

    attempt_id: str
    code: str = ""
    state: str = ""
    id_token: str = ""


def begin(cloud: Platform, now: datetime) -> tuple[Attempt, str]:
    """A new attempt, and where the browser goes with it; no address where only ID tokens are taken (`now`: machine
    time). Raises `NotFederated`, `IssuerUnavailable`. No AWS round trip.
    """
    attempt = Attempt.begin(cloud.secrets, now)
    return attempt, _federation(cloud).authorization_url(attempt.state, attempt.nonce, attempt.challenge)


def open_session(
    cloud: Platform,
    act: Act,
    answer: Answer,
    *,
    as_staff: bool,
    language: Language,
    origin: Origin,
    now: datetime,
) -> SignedIn:
    """Sign in as whom the issuer vouches for; somebody whose identity no account has yet gets one at that level.

    Raises `NotFederated`, `AttemptRefused`, `FederatedTokenRefused`, `IssuerUnavailable`, `IdentityTooWeak`,
    `IdentityDiffers`, `NotOnStaffList`, `ChannelNotMeant` or `TooManySessions`. Commits by itself.
    """
    federation, attempt = _federation(cloud), Attempt.resume(cloud.secrets, answer.attempt_id, now)
    identity = federation.tokens.verify(_id_token(federation, attempt, answer), nonce=attempt.nonce)
    for _ in range(sign_in.ATTEMPTS):
        uow = UnitOfWork(cloud.table, act)
        store.use_up(uow, attempt)
        try:
            principal = (
                _member_of_staff(cloud, identity) if as_staff else _applicant(cloud, uow, identity, language, origin)
            )
            return sign_in.begin_session(cloud, uow, principal, origin, now)
        except (Overtaken, IdNumberHeld):
            continue
    raise Overtaken


def _federation(cloud: Platform) -> Federation:
    federation = federation_of(cloud)
    if federation is None:
        raise NotFederated
    return federation


def _id_token(federation: Federation, attempt: Attempt, answer: Answer) -> str:
    if answer.id_token:
        return answer.id_token
    attempt.require_state(answer.state)
    return federation.id_token(answer.code, attempt.verifier)


def _member_of_staff(cloud: Platform, identity: FederatedIdentity) -> Principal:
    """Whoever serves under that personnel number and that name."""
    member = people.load_staff(cloud.table, identity.staff_id) if identity.staff_id else None
    if member is None or member.left_at is not None:
        raise NotOnStaffList
    if identity.name != member.entry.name:
        raise IdentityDiffers
    return member.principal


def _applicant(
    cloud: Platform, uow: UnitOfWork, identity: FederatedIdentity, language: Language, origin: Origin
) -> Principal:
    """Whose account is bound to that ID number, raised to the level that the issuer vouches for; or a new one."""
    name, number = identity.name, _id_number(identity, uow)
    keys = lookup_keys(cloud, "id-number", number)
    holder = ways_in.holder_of_id_number(cloud.table, keys)
    account = people.load_account(cloud.table, holder) if holder else None
    if account is not None and account.name != name:
        raise IdentityDiffers
    if account is None:
        account = _new_account(cloud, uow, identity, language, origin)
        ways_in.claim_id_number(uow, keys, account.id)
    acting = people.account_principal(account).acting(uow.act, origin.client.channel)
    account.be_vouched_for(name=name, id_number=number, level=Level(identity.level), act=acting)
    if account.pending:
        people.save_account(uow, account, lookup_key(cloud, "mobile", account.mobile) if account.mobile else None)
    return people.account_principal(account)


def _id_number(identity: FederatedIdentity, uow: UnitOfWork) -> str:
    """Raises `IdentityTooWeak` unless the issuer vouches for a name and a valid number."""
    if identity.level < Level.POPULATION_BASE or not identity.name:
        raise IdentityTooWeak
    try:
        return ResidentId.parse(identity.id_number, today=shanghai_date(uow.act.at)).number
    except IdentityNumberError as error:
        raise IdentityTooWeak from error


def _new_account(
    cloud: Platform, uow: UnitOfWork, identity: FederatedIdentity, language: Language, origin: Origin
) -> Account:
    """One with the mobile that the issuer verified, unless somebody signs in with it here: a number may have passed to
    another person since, and nobody's account is taken over by it.
    """
    keys = lookup_keys(cloud, "mobile", identity.mobile) if identity.mobile else ()
    is_free = bool(keys) and ways_in.load_principal_of_mobile(cloud.table, keys) is None
    account_id = new_ulid(uow.act.at)
    somebody = Principal(id=account_id, role=Role.APPLICANT, level=identity.level)
    return Account.open(
        id=account_id,
        mobile=identity.mobile if is_free else "",
        language=language,
        act=somebody.acting(uow.act, origin.client.channel),
    )
