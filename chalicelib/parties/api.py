"""One's own account over HTTP. Registering, signing in and out are in `api_sign_in`."""

from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, in_person, public
from chalicelib.http.routes import Area
from chalicelib.http.tokens import Tokens
from chalicelib.kernel.text import Text
from chalicelib.parties import errors, service
from chalicelib.parties.views import (
    AccountView,
    CertificateCheckBody,
    FaceCheckBody,
    IdentityCheckBody,
    KeySetView,
)

parties_area = Area(Text("注册与登录", "Registration and sign-in"))

TOKENS_ARE_NOT_KEPT = "the answer holds tokens, which are stored nowhere"
CHECK_REFUSALS = (errors.AlreadyIdentified, errors.CheckRunning, errors.TooManyChecks)


@parties_area.post(
    "/v1/me/identity-checks",
    access=allow(in_person()),
    summary=Text("实名核验", "Have one's identity checked"),
    status=202,
    refusals=(errors.IdNumberInvalid, errors.IdNumberHeld, *CHECK_REFUSALS),
)
def check_identity(call: Call, body: IdentityCheckBody) -> Reply[AccountView]:
    """Compared with the population base; the outcome (L2) shows at `GET /v1/me`, then refresh the token."""
    account = service.request_identity_check(
        call.platform, call.uow, call.own(), name=body.name, id_number=body.id_number
    )
    return Reply(AccountView.of(account), version=account.version, location="/v1/me")


@parties_area.post(
    "/v1/me/face-checks",
    access=allow(in_person()),
    summary=Text("人脸核验", "Have one's face check taken into account"),
    status=202,
    refusals=(errors.IdentityUnproven, *CHECK_REFUSALS),
)
def check_face(call: Call, body: FaceCheckBody) -> Reply[AccountView]:
    """The provider is asked once about the token; the outcome (L3) shows at `GET /v1/me`, then refresh the token.
    Where an older account of the caller's is bound to the identity, this account is merged into that one.
    """
    account = service.request_face_check(call.platform, call.uow, call.own(), token=body.token)
    return Reply(AccountView.of(account), version=account.version, location="/v1/me")


@parties_area.post(
    "/v1/me/certificate-checks",
    access=allow(in_person(level=2)),
    summary=Text("数字证书核验", "Have one's digital certificate taken into account"),
    status=202,
    refusals=(errors.IdentityUnproven, *CHECK_REFUSALS),
)
def check_certificate(call: Call, body: CertificateCheckBody) -> Reply[AccountView]:
    """The certificate authority is asked once about the token that it gave the device; the outcome (L4) shows at
    `GET /v1/me`, then refresh the token.
    """
    account = service.request_certificate_check(call.platform, call.uow, call.own(), token=body.token)
    return Reply(AccountView.of(account), version=account.version, location="/v1/me")


@parties_area.get("/v1/me", access=allow(in_person()), summary=Text("我的账号", "One's own account"))
def read_me(call: Call) -> Reply[AccountView]:
    """Personal data masked; level and checks as they stand now."""
    account = service.read_account(call.platform.table, call.own())
    return Reply(AccountView.of(account), version=account.version)


@parties_area.get(
    "/v1/jwks",
    access=public("whoever verifies our tokens needs the public key"),
    summary=Text("令牌公钥", "Public keys of access tokens"),
)
def read_keys(call: Call) -> Reply[KeySetView]:
    """A JWK set (RFC 7517)."""
    tokens = Tokens(call.platform.token_key, call.platform.settings.public_base_url)
    return Reply(KeySetView.model_validate(tokens.key_set()))
