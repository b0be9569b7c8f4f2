"""Signing in through unified authentication, over HTTP."""

from typing import Self

from pydantic import Field, model_validator

from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.text import Text
from chalicelib.parties.federation.attempts import LIFETIME, LONGEST, Attempt
from chalicelib.parties.federation.service import Answer
from chalicelib.parties.sources.oidc import MAX_CHARACTERS

ONE_OF_BOTH = Text("请提供 code 和 state，或 id_token", "Either code and state, or an ID token")


class FederatedAttemptView(Shape):
    """An attempt to sign in. `attempt_id` stays in the browser that began it; it never travels in an address."""

    attempt_id: str
    authorization_url: str | None = Field(
        None, description="Where the browser signs in; comes back with code and state."
    )
    nonce: str = Field(description="For programs that ask the issuer for an ID token themselves.")
    expires_in: int = int(LIFETIME.total_seconds())

    @classmethod
    def of(cls, attempt: Attempt, authorization_url: str) -> Self:
        return cls(attempt_id=attempt.id, authorization_url=authorization_url or None, nonce=attempt.nonce)


class FederatedSession(Request):
    """What the issuer gave: `code` and `state` from the address that it sent the browser back to, or an ID token."""

    attempt_id: str = Field(min_length=1, max_length=LONGEST)
    code: str = Field("", max_length=2048)
    state: str = Field("", max_length=64)
    id_token: str = Field("", max_length=MAX_CHARACTERS)
    as_staff: bool = Field(
        False, description="In one's post, by the personnel number; otherwise for one's own affairs."
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.id_token) == bool(self.code and self.state) or bool(self.code) != bool(self.state):
            raise ValueError(ONE_OF_BOTH)
        return self

    @property
    def answer(self) -> Answer:
        """What is to be verified."""
        return Answer(attempt_id=self.attempt_id, code=self.code, state=self.state, id_token=self.id_token)
