"""What registration, sign-in and the account look like over HTTP."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.http.shapes import Request, Shape
from chalicelib.http.tokens import LIFETIME
from chalicelib.kernel.identity_numbers import IdentityNumberError, MobileNumber
from chalicelib.kernel.masking import MaskedIdNumber, MaskedMobile, MaskedName
from chalicelib.kernel.text import Language, Text
from chalicelib.parties.challenges import Challenge
from chalicelib.parties.checks import Check, CheckStatus
from chalicelib.parties.model import Account
from chalicelib.parties.sessions import Device
from chalicelib.parties.sign_in import SignedIn

WAYS_TO_MERGE = ("POST /v1/me/face-checks", "POST /v1/me/merger/codes")
MOBILE_EXPECTED = Text("应为 11 位中国内地手机号", "A mainland mobile number of 11 digits is expected")


def _mobile(text: str) -> str:
    try:
        return MobileNumber.parse(text).number
    except IdentityNumberError as error:
        raise ValueError(MOBILE_EXPECTED) from error


Mobile = Annotated[str, StringConstraints(max_length=20), AfterValidator(_mobile)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50)]


class RegistrationBody(Request):
    """Whose mobile is to be registered."""

    mobile: Mobile = Field(description="Mainland mobile number; spaces, hyphens and +86 are dropped.")
    language: Language = Field("zh-CN", description="Language of messages to this person.")


class LoginBody(Request):
    """Whose mobile signs in: an applicant's or a member of staff's."""

    mobile: Mobile


class SessionBody(Request):
    """The code that came by SMS."""

    challenge_id: str = Field(max_length=64)
    code: str = Field(pattern=r"^[0-9]{6}$")


class RefreshBody(Request):
    """The refresh token; it can be used once."""

    refresh_token: str = Field(max_length=256)


class IdentityCheckBody(Request):
    """Name and number as on the identity document."""

    name: Name
    id_number: str = Field(max_length=32, description="GB 11643; residence permits (81, 82, 83, 9…) are accepted.")


class FaceCheckBody(Request):
    """What the face provider gave the person's device."""

    token: str = Field(min_length=1, max_length=256)


class CertificateCheckBody(Request):
    """What the certificate authority gave the person's device, once it had signed with the certificate."""

    token: str = Field(min_length=1, max_length=256)


class ChallengeView(Shape):
    """A code was asked for. The same answer whether or not the mobile is known."""

    challenge_id: str
    expires_at: datetime

    @classmethod
    def of(cls, challenge: Challenge) -> Self:
        return cls(challenge_id=challenge.id, expires_at=challenge.valid_until)


class SignedInAccount(Shape):
    """Whom the tokens stand for."""

    id: str
    role: str
    level: int
    department: str | None = None
    region: str | None = None


class SessionView(Shape):
    """Tokens (RFC 6749 §5.1); `expires_in` is in seconds."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"
    expires_in: int = int(LIFETIME.total_seconds())
    refresh_token: str
    account: SignedInAccount

    @classmethod
    def of(cls, signed_in: SignedIn) -> Self:
        principal = signed_in.principal
        account = SignedInAccount(
            id=principal.id,
            role=principal.role,
            level=principal.level,
            department=principal.department or None,
            region=principal.region or None,
        )
        return cls(access_token=signed_in.access_token, refresh_token=signed_in.refresh_token, account=account)


class DeviceView(Shape):
    """One place where somebody is signed in."""

    session_id: str
    device: str = Field(description="What the program said of itself (User-Agent).")
    channel: str | None = None
    opened_at: datetime
    seen_at: datetime = Field(description="When its tokens were last refreshed.")
    current: bool = Field(description="Whether this very request comes from it.")


class DevicesView(Shape):
    """Where somebody is signed in."""

    entries: list[DeviceView]

    @classmethod
    def of(cls, devices: list[tuple[str, Device]], current: str) -> Self:
        return cls(
            entries=[
                DeviceView(
                    session_id=session_id,
                    device=device.description,
                    channel=device.channel or None,
                    opened_at=device.opened_at,
                    seen_at=device.seen_at,
                    current=session_id == current,
                )
                for session_id, device in devices
            ]
        )


class CheckView(Shape):
    """How the latest check stands."""

    status: CheckStatus
    requested_at: datetime
    concluded_at: datetime | None = None
    asked_again_at: datetime | None = Field(
        None, description="When the source, which did not answer, is asked again; the outcome is told by SMS."
    )

    @classmethod
    def of(cls, check: Check | None) -> Self | None:
        if check is None:
            return None
        return cls(
            status=check.status,
            requested_at=check.requested_at,
            concluded_at=check.concluded_at,
            asked_again_at=check.ask_again_at,
        )


class AccountView(Shape):
    """One's own account; personal data is masked even here."""

    id: str
    mobile: MaskedMobile | None = None
    name: MaskedName | None = None
    id_number: MaskedIdNumber | None = None
    level: int
    language: Language
    identity_check: CheckView | None = None
    face_check: CheckView | None = None
    certificate_check: CheckView | None = None
    ways_to_merge: tuple[str, ...] = Field(
        (), description="What proves that the account which is bound to this identity is one's own, too."
    )

    @classmethod
    def of(cls, account: Account) -> Self:
        return cls(
            id=account.id,
            mobile=account.mobile or None,
            name=account.name or None,
            id_number=account.id_number or None,
            level=account.level,
            language=account.language,
            identity_check=CheckView.of(account.identity_check),
            face_check=CheckView.of(account.face_check),
            certificate_check=CheckView.of(account.certificate_check),
            ways_to_merge=WAYS_TO_MERGE if account.held_by else (),
        )


class KeyView(Shape):
    """One public key (RFC 7517)."""

    kty: str
    crv: str
    use: str
    alg: str
    kid: str
    x: str
    y: str


class KeySetView(Shape):
    """The keys that access tokens are signed with."""

    keys: list[KeyView]
