"""Registering, signing in and out, and the devices in which one is signed in, over HTTP."""

from datetime import datetime

from chalicelib.aws.machine_time import machine_now
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, everybody, public
from chalicelib.kernel.text import Language, Text
from chalicelib.parties import errors, sign_in, stored_sessions
from chalicelib.parties.api import TOKENS_ARE_NOT_KEPT, parties_area
from chalicelib.parties.challenges import Purpose
from chalicelib.parties.clients import service as clients
from chalicelib.parties.clients.errors import ChannelNotMeant, ClientRefused, TooManySessions
from chalicelib.parties.clients.model import Channel
from chalicelib.parties.proving import Origin
from chalicelib.parties.sessions import Ending
from chalicelib.parties.views import (
    ChallengeView,
    DevicesView,
    LoginBody,
    RefreshBody,
    RegistrationBody,
    SessionBody,
    SessionView,
)

DEVICE_CHARACTERS = 160
FORGET_THE_VISIT = {"Clear-Site-Data": '"*"'}
"""The next person at a terminal finds neither cache nor storage nor cookies of this one."""


@parties_area.post(
    "/v1/registrations",
    access=public("whoever registers has no account yet"),
    summary=Text("申请注册验证码", "Ask for a code to register"),
    status=202,
    refusals=(errors.TooManyCodes, ClientRefused),
)
def register(call: Call, body: RegistrationBody) -> Reply[ChallengeView]:
    """A code is sent to the mobile. Registering a mobile that has an account signs that account in."""
    return _code_sent(call, Purpose.REGISTRATION, body.mobile, body.language)


@parties_area.post(
    "/v1/logins",
    access=public("whoever signs in has no token yet"),
    summary=Text("申请登录验证码", "Ask for a code to sign in"),
    status=202,
    refusals=(errors.TooManyCodes, ClientRefused),
)
def log_in(call: Call, body: LoginBody) -> Reply[ChallengeView]:
    """A code is sent to the mobile, known or not. Members of staff sign in the same way."""
    return _code_sent(call, Purpose.LOGIN, body.mobile, call.language)


@parties_area.post(
    "/v1/sessions",
    access=public("the one-time code proves who calls"),
    summary=Text("凭验证码登录", "Sign in with the code"),
    status=201,
    not_repeatable=TOKENS_ARE_NOT_KEPT,
    refusals=(
        errors.CodeRefused,
        errors.TooManyTries,
        errors.NotRegistered,
        ClientRefused,
        ChannelNotMeant,
        TooManySessions,
    ),
)
def open_session(call: Call, body: SessionBody) -> Reply[SessionView]:
    """Access token for ten minutes, and a refresh token. Five wrong codes lock the challenge; whoever goes on
    guessing after that waits twice as long each time.
    """
    signed_in = sign_in.open_session(
        call.platform,
        call.act,
        challenge_id=body.challenge_id,
        code=body.code,
        origin=origin_of(call, machine_now()),
        now=machine_now(),
    )
    return Reply(SessionView.of(signed_in))


@parties_area.post(
    "/v1/sessions/refresh",
    access=public("the refresh token proves who calls"),
    summary=Text("刷新令牌", "Refresh the tokens"),
    not_repeatable=TOKENS_ARE_NOT_KEPT,
    refusals=(errors.RefreshRefused, ClientRefused),
)
def refresh_session(call: Call, body: RefreshBody) -> Reply[SessionView]:
    """The next pair of tokens, with the present level. A refresh token that comes back ends the session."""
    now = machine_now()
    client = clients.authenticate(call.platform, call.headers, now)
    signed_in = sign_in.refresh_session(
        call.platform, call.act, refresh_token=body.refresh_token, client=client, now=now
    )
    return Reply(SessionView.of(signed_in))


@parties_area.delete(
    "/v1/sessions/current",
    access=allow(*everybody()),
    summary=Text("退出登录", "Sign out"),
    status=204,
)
def sign_out(call: Call) -> Reply[None]:
    """Nothing can be changed with the session's tokens any more, and within seconds nothing be read. A terminal is told
    to forget the visit (`Clear-Site-Data`).
    """
    call.own()
    sign_in.end_session(call.uow, call.caller.person_id, call.caller.session_id, machine_now())
    return Reply(None, headers=FORGET_THE_VISIT if call.caller.channel == Channel.TERMINAL else {})


@parties_area.get(
    "/v1/me/sessions",
    access=allow(*everybody()),
    summary=Text("登录设备", "Where one is signed in"),
)
def list_sessions(call: Call) -> Reply[DevicesView]:
    """The caller's sessions, the oldest first, with what each program said of itself."""
    call.own()
    devices = stored_sessions.devices_of(call.platform.table, call.caller.person_id)
    return Reply(DevicesView.of(devices, call.caller.session_id))


@parties_area.delete(
    "/v1/me/sessions/{session_id}",
    access=allow(*everybody()),
    summary=Text("退出某一设备", "Sign out on one device"),
    status=204,
    refusals=(errors.SessionUnknown,),
)
def end_session(call: Call, session_id: str) -> Reply[None]:
    """For a device that is lost or not one's own; repeated, nothing happens."""
    call.own()
    sign_in.end_session(call.uow, call.caller.person_id, session_id, machine_now())
    return Reply(None)


@parties_area.delete(
    "/v1/me/sessions",
    access=allow(*everybody()),
    summary=Text("退出所有设备", "Sign out everywhere"),
    status=204,
)
def end_all_sessions(call: Call) -> Reply[None]:
    """Every session of the caller ends, this one too."""
    call.own()
    sign_in.end_all_sessions(
        call.platform, call.act, call.caller.person_id, Ending.SIGNED_OUT_EVERYWHERE, machine_now()
    )
    return Reply(None)


def origin_of(call: Call, now: datetime) -> Origin:
    """Where somebody signs in from. Raises `ClientRefused` (`now`: machine time)."""
    return Origin(
        clients.authenticate(call.platform, call.headers, now),
        address=call.source_address,
        device=call.headers.get("user-agent", "")[:DEVICE_CHARACTERS],
    )


def _code_sent(call: Call, purpose: Purpose, mobile: str, language: Language) -> Reply[ChallengeView]:
    now = machine_now()
    challenge = sign_in.issue_code(
        call.platform,
        call.uow,
        purpose=purpose,
        mobile=mobile,
        language=language,
        address=call.source_address,
        client=clients.authenticate(call.platform, call.headers, now),
        now=now,
    )
    return Reply(ChallengeView.of(challenge))
