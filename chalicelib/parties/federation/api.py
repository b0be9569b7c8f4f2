"""Signing in through unified authentication: OpenID Connect, the authorization code flow with PKCE (RFC 9700)."""

from chalicelib.aws.machine_time import machine_now
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import public
from chalicelib.kernel.text import Text
from chalicelib.parties.api import TOKENS_ARE_NOT_KEPT, parties_area
from chalicelib.parties.api_sign_in import origin_of
from chalicelib.parties.clients.errors import ChannelNotMeant, ClientRefused, TooManySessions
from chalicelib.parties.errors import FederatedTokenRefused, IssuerUnavailable
from chalicelib.parties.federation import errors, service
from chalicelib.parties.federation.views import FederatedAttemptView, FederatedSession
from chalicelib.parties.views import SessionView


@parties_area.post(
    "/v1/federated-sign-ins",
    access=public("whoever signs in has no token yet"),
    status=201,
    summary=Text("发起统一身份认证登录", "Begin to sign in through unified authentication"),
    not_repeatable="every attempt has a secret of its own, which is stored nowhere",
    refusals=(errors.NotFederated, IssuerUnavailable),
)
def begin_federated_sign_in(call: Call) -> Reply[FederatedAttemptView]:
    """Where the browser signs in, and the secret with which it comes back within ten minutes. Nothing is stored."""
    return Reply(FederatedAttemptView.of(*service.begin(call.platform, machine_now())))


@parties_area.post(
    "/v1/sessions/federated",
    access=public("what the issuer gave proves who calls"),
    status=201,
    summary=Text("凭统一身份认证登录", "Sign in with what the issuer gave"),
    not_repeatable=TOKENS_ARE_NOT_KEPT,
    refusals=(
        errors.NotFederated,
        errors.AttemptRefused,
        FederatedTokenRefused,
        IssuerUnavailable,
        errors.IdentityTooWeak,
        errors.IdentityDiffers,
        errors.NotOnStaffList,
        ClientRefused,
        ChannelNotMeant,
        TooManySessions,
    ),
)
def open_federated_session(call: Call, body: FederatedSession) -> Reply[SessionView]:
    """Once for each attempt. An account is found by name and ID number, or opened at the level that the issuer vouches
    for; with `as_staff` the member of staff by their personnel number, who is on the staff list or is refused.
    """
    now = machine_now()
    signed_in = service.open_session(
        call.platform,
        call.act,
        body.answer,
        as_staff=body.as_staff,
        language=call.language,
        origin=origin_of(call, now),
        now=now,
    )
    return Reply(SessionView.of(signed_in))
