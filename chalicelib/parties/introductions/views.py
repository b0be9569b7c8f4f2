"""Introductions over HTTP."""

from datetime import datetime
from typing import Literal, Self

from pydantic import Field

from chalicelib.http.shapes import Request, Shape
from chalicelib.http.tokens import INTRODUCED_FOR
from chalicelib.parties.introductions.model import LIFETIME, LONGEST_CODE, Code, Introduction


class Introduce(Request):
    """Which partner system is to be told."""

    client_id: str = Field(min_length=1, max_length=64, description="The partner's registration.")
    scope: Literal["openid"] = Field("openid", description="Who it is, how strongly identified, and since when.")
    nonce: str = Field(
        min_length=16, max_length=128, pattern=r"^[\x21-\x7e]+$", description="What the partner asked to hear again."
    )


class IntroductionCode(Shape):
    """What the browser carries to the partner."""

    introduction_id: str
    code: str = Field(description="Good once, and for that partner only.")
    expires_in: int = int(LIFETIME.total_seconds())

    @classmethod
    def of(cls, introduction: Introduction, code: Code) -> Self:
        return cls(introduction_id=introduction.id, code=str(code))


class RedeemCode(Request):
    """What the person's browser brought."""

    code: str = Field(min_length=1, max_length=LONGEST_CODE)


class IntroducedView(Shape):
    """Who it is: a JWT of the type `JWT`, signed with a key of `GET /v1/jwks`. It is no access token."""

    id_token: str = Field(
        description="Claims: iss, aud (the partner), sub (its own name for the person), acr (L1 to L4), auth_time, "
        "nonce, iat, exp."
    )
    expires_in: int = int(INTRODUCED_FOR.total_seconds())


class IntroductionView(Shape):
    """A partner that was told who the caller is, or might have been."""

    introduction_id: str
    client_id: str
    partner: str = Field(description="What the partner system is called.")
    level: int
    asked_at: datetime
    told_at: datetime | None = Field(None, description="Left out when it never came to it.")

    @classmethod
    def of(cls, introduction: Introduction) -> Self:
        return cls(
            introduction_id=introduction.id,
            client_id=introduction.partner_id,
            partner=introduction.partner,
            level=introduction.told.level,
            asked_at=introduction.asked_at,
            told_at=introduction.told_at,
        )
