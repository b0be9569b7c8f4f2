"""Use cases of signing in: ask for a code, prove the mobile, keep the session going, end it.

`now` is machine time throughout: codes and sessions live in real minutes, whatever business time does.
"""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import Overtaken, UnitOfWork
from chalicelib.http.access import Role
from chalicelib.http.tokens import Tokens
from chalicelib.kernel.events import Act
from chalicelib.kernel.ids import new_ulid
from chalicelib.kernel.text import Language
from chalicelib.parties import rations, store, stored_sessions, ways_in
from chalicelib.parties.allowances import OF_A_MOBILE, an_hour
from chalicelib.parties.challenges import FOR_SIGNING_IN, Challenge, Purpose, one_time_code
from chalicelib.parties.clients.errors import TooManySessions
from chalicelib.parties.clients.model import WEB, Client
from chalicelib.parties.clients.service import require_admitted
from chalicelib.parties.errors import NotRegistered, RefreshRefused, SessionUnknown, TooManyCodes
from chalicelib.parties.lookup import lookup_key
from chalicelib.parties.model import Account, Level
from chalicelib.parties.principals import Principal
from chalicelib.parties.proving import Origin, prove_mobile
from chalicelib.parties.sessions import Device, Ending, RefreshToken, Session

SESSIONS_AT_ONCE = 20
AT_HOME = Origin(WEB)
ATTEMPTS = 5
"""How often a sign-in is tried anew when another one touched the same rows in between."""


@dataclass(frozen=True)
class SignedIn:
    """What a person gets who has proved who they are."""

    principal: Principal
    access_token: str
    refresh_token: str


@dataclass(frozen=True)
class CodeToSend:
    """A code on its way to the mobile that it proves."""

    mobile: str
    code: str
    language: Language
    purpose: Purpose


def issue_code(
    cloud: Platform,
    uow: UnitOfWork,
    *,
    purpose: Purpose,
    mobile: str,
    language: Language,
    address: str,
    client: Client = WEB,
    now: datetime,
) -> Challenge:
    """A challenge whose code is sent afterwards; the same whether or not the mobile is known.

    Raises `TooManyCodes`: one a minute and five an hour for a mobile, for an address as many as its client may. Reads
    two rows, one more than a command's budget: the limits of the mobile and of the address are two things.
    """
    _take_allowance(cloud, uow, mobile=mobile, address=address, client=client, now=now)
    challenge = Challenge.issue(
        id=new_ulid(now), purpose=purpose, mobile=mobile, language=language, now=now, act=uow.act
    )
    stored_sessions.save_challenge(uow, challenge)
    return challenge


def code_to_send(cloud: Platform, challenge_id: str, now: datetime) -> CodeToSend | None:
    """What the notification has to say; None when the challenge is over or there is nobody to tell. One round trip."""
    challenge = stored_sessions.load_challenge(cloud.table, challenge_id)
    if challenge is None or not challenge.is_open(now) or not challenge.mobile:
        return None
    code = one_time_code(cloud.secrets, challenge.id)
    return CodeToSend(challenge.mobile, code, challenge.language, challenge.purpose)


def open_session(
    cloud: Platform, act: Act, *, challenge_id: str, code: str, origin: Origin = AT_HOME, now: datetime
) -> SignedIn:
    """Prove a mobile and sign in; a registration opens the account that is not there yet.

    Raises `CodeRefused` for whatever is wrong with the code, `TooManyTries`, and once it was right `NotRegistered`,
    `ChannelNotMeant` or `TooManySessions`. Commits by itself: a wrong try has to outlive its refusal, and two
    registrations of one mobile meet in one account.
    """
    for _ in range(ATTEMPTS):
        try:
            return _open_session(cloud, UnitOfWork(cloud.table, act), (challenge_id, code), origin, now)
        except Overtaken:
            continue
    raise Overtaken


def refresh_session(cloud: Platform, act: Act, *, refresh_token: str, client: Client = WEB, now: datetime) -> SignedIn:
    """The next pair of tokens, naming the person's present role and level. Raises `RefreshRefused`.

    Commits by itself: that a used token came back ends the session, though the caller is refused.
    """
    shown = RefreshToken.parse(refresh_token)
    session = stored_sessions.load_session(cloud.table, shown.session_id)
    principal = ways_in.load_principal(cloud.table, session.person_id) if session else None
    if session is None or principal is None:
        raise RefreshRefused
    successor, uow = shown.next(), UnitOfWork(cloud.table, principal.acting(act, client.channel))
    refreshed = session.refresh(shown, successor, client=client, now=now, act=uow.act)
    stored_sessions.save_session(uow, session, now)
    uow.commit()
    if not refreshed:
        raise RefreshRefused
    return _signed_in(cloud, principal, successor, client, now)


def end_session(uow: UnitOfWork, person_id: str, session_id: str, now: datetime) -> None:
    """Sign out on one device: nothing can be changed with its tokens any more, and in seconds nothing be read.

    Ended again, nothing happens. Raises `SessionUnknown` when it is no session of this person.
    """
    session = stored_sessions.load_session(uow.table, session_id)
    if session is None or session.person_id != person_id:
        raise SessionUnknown
    session.revoke(Ending.SIGNED_OUT, uow.act)
    stored_sessions.save_session(uow, session, now)


def end_all_sessions(
    cloud: Platform, act: Act, person_id: str, reason: Ending, now: datetime, *, before: str = "~"
) -> int:
    """Sign somebody out everywhere, or wherever the session's id is lower than `before`; how many sessions that were.
    Commits by itself, twenty sessions at a time, and can be repeated.
    """
    ended = 0
    while ids := [one for one, _ in stored_sessions.devices_of(cloud.table, person_id) if one < before][
        :SESSIONS_AT_ONCE
    ]:
        uow = UnitOfWork(cloud.table, act)
        for session in stored_sessions.load_sessions(cloud.table, ids):
            session.revoke(reason, act)
            stored_sessions.save_session(uow, session, now)
        uow.commit()
        ended += len(ids)
    return ended


def _take_allowance(
    cloud: Platform, uow: UnitOfWork, *, mobile: str, address: str, client: Client, now: datetime
) -> None:
    whence = Origin(client, address).whence
    of_an_address = an_hour(client.limits.codes_per_hour)
    for kind, text, limits in (("mobile", mobile, OF_A_MOBILE), ("address", whence, of_an_address)):
        key = f"{kind}#{lookup_key(cloud, f'codes-of-{kind}', text)}"
        allowance = rations.load_allowance(cloud.table, key).take(limits, now)
        moment = int(limits[0].within.total_seconds()) if kind == "mobile" else 1
        rations.save_allowance(uow, key, allowance, now, TooManyCodes(retry_after=moment))


def _take_session(uow: UnitOfWork, client: Client, now: datetime) -> None:
    """One more read, for clients that are limited only."""
    if client.limits.sessions_per_hour is None:
        return
    key = f"sessions-of-client#{client.id}"
    allowance = rations.load_allowance(uow.table, key)
    taken = allowance.take(an_hour(client.limits.sessions_per_hour), now, TooManySessions)
    rations.save_allowance(uow, key, taken, now, Overtaken())


def _open_session(cloud: Platform, uow: UnitOfWork, answer: tuple[str, str], origin: Origin, now: datetime) -> SignedIn:
    client, proven = origin.client, prove_mobile(cloud, uow, answer, purposes=FOR_SIGNING_IN, origin=origin, now=now)
    principal = proven.holder or _open_account(uow, proven.challenge, proven.mobile_keys[0], client, now)
    return begin_session(cloud, uow, principal, origin, now)


def begin_session(cloud: Platform, uow: UnitOfWork, principal: Principal, origin: Origin, now: datetime) -> SignedIn:
    """A session for somebody who has proved within `uow` who they are; commits it.

    Raises `ChannelNotMeant`, `TooManySessions`, and `Overtaken` for somebody who can sign in no more.
    """
    client = origin.client
    require_admitted(client, principal.role)
    _take_session(uow, client, now)
    token = RefreshToken.first(new_ulid(now))
    session = Session.open(
        token,
        person_id=principal.id,
        role=principal.role,
        device=Device(description=origin.device, channel=client.channel, opened_at=now, seen_at=now),
        client=client,
        now=now,
        act=principal.acting(uow.act, client.channel),
    )
    stored_sessions.save_session(uow, session, now)
    uow.require(ways_in.principal_key(principal.id), refusal=lambda _: Overtaken())
    uow.commit()
    return _signed_in(cloud, principal, token, client, now)


def _open_account(uow: UnitOfWork, challenge: Challenge, mobile_key: str, client: Client, now: datetime) -> Principal:
    """A new account at L1; nobody's login makes one, and its code is used up all the same."""
    if challenge.purpose is not Purpose.REGISTRATION:
        uow.commit()
        raise NotRegistered
    account_id = new_ulid(now)
    principal = Principal(id=account_id, role=Role.APPLICANT, level=Level.MOBILE)
    account = Account.open(
        id=account_id,
        mobile=challenge.mobile,
        language=challenge.language,
        act=principal.acting(uow.act, client.channel),
    )
    store.save_account(uow, account, mobile_key)
    return principal


def _signed_in(cloud: Platform, principal: Principal, token: RefreshToken, client: Client, now: datetime) -> SignedIn:
    access = Tokens(cloud.token_key, cloud.settings.public_base_url)
    caller = principal.as_caller(token.session_id).through(client.id, client.channel)
    return SignedIn(principal, access.issue(caller, now), str(token))
