"""What registrations at windows look like over HTTP."""

from typing import Self

from pydantic import Field

from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.masking import MaskedMobile, MaskedName
from chalicelib.parties.model import Account
from chalicelib.parties.views import ChallengeView, CheckView, Mobile, Name
from chalicelib.parties.windows.documents import DocumentKind


class RegisterAtWindow(Request):
    """The person at the window, as their document says."""

    name: Name
    id_number: str = Field(max_length=32, description="GB 11643; residence permits (81, 82, 83, 9…) are accepted.")
    document: DocumentKind


class AskForBindingCode(Request):
    """The mobile that the person wants to sign in with."""

    mobile: Mobile


class BindMobile(Request):
    """The code that came to it."""

    challenge_id: str = Field(max_length=64)
    code: str = Field(pattern=r"^[0-9]{6}$")


class BindingCodeView(ChallengeView):
    """A code is on its way; the same whether or not somebody signs in with the mobile."""


class WindowRegistrationView(Shape):
    """An account whose person is, or was, at the window."""

    account_id: str
    name: MaskedName | None = Field(None, description="Absent when the population base did not confirm it.")
    level: int = Field(description="4 once the population base has confirmed what the document says.")
    mobile: MaskedMobile | None = None
    identity_check: CheckView | None = None

    @classmethod
    def of(cls, account: Account) -> Self:
        return cls(
            account_id=account.id,
            name=account.name or None,
            level=account.level,
            mobile=account.mobile or None,
            identity_check=CheckView.of(account.identity_check),
        )
