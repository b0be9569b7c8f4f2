"""An introduction (认证交换): a person lets one partner system be told who they are, once, in the next sixty seconds.

What is told is a name for the person that only this partner is given (OpenID Connect Core 1.0 §8.1), how strongly they
are identified, and when they signed in. No name, no number, no mobile, not our own id.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Self

from pydantic import AwareDatetime

from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.events import Act, Event
from chalicelib.kernel.ids import new_secret
from chalicelib.kernel.value import Value
from chalicelib.parties.introductions.errors import CodeOfIntroductionRefused

LIFETIME = timedelta(seconds=60)
LONGEST_CODE = 128


class IntroductionGranted(Event):
    """A person lets a partner be told who they are."""

    type = "party.IntroductionGranted"
    partner: str
    level: int


class PartnerTold(Event):
    """The partner was told."""

    type = "party.PartnerTold"
    partner: str


@dataclass(frozen=True)
class Code:
    """What the person's browser carries to the partner: good for that partner only, and only once."""

    introduction_id: str
    secret: str

    @classmethod
    def new(cls, introduction_id: str) -> Self:
        """For a new introduction."""
        return cls(introduction_id, new_secret())

    @classmethod
    def parse(cls, text: str) -> Self:
        """The inverse of `str`. Raises `CodeOfIntroductionRefused`."""
        introduction_id, dot, secret = text.partition(".")
        if not (introduction_id and dot and secret):
            raise CodeOfIntroductionRefused
        return cls(introduction_id, secret)

    def __str__(self) -> str:
        return f"{self.introduction_id}.{self.secret}"


class Told(Value):
    """What the partner is told. `subject` is its own name for the person; `nonce` is what it asked to hear again."""

    subject: str
    level: int
    authenticated_at: AwareDatetime
    nonce: str


class Introduction(Aggregate):
    """`valid_until` is machine time; `asked_at` and `told_at` are business time. Which partners somebody uses is their
    own affair: personal.
    """

    personal: ClassVar[bool] = True

    person_id: str
    session_id: str
    partner_id: str
    partner: str
    told: Told
    code_sha256: str
    valid_until: AwareDatetime
    asked_at: AwareDatetime
    told_at: AwareDatetime | None = None

    @classmethod
    def grant(
        cls,
        code: Code,
        *,
        person_id: str,
        session_id: str,
        partner_id: str,
        partner: str,
        told: Told,
        now: datetime,
        act: Act,
    ) -> Self:
        """For sixty seconds from `now` (machine time)."""
        introduction = cls(
            id=code.introduction_id,
            person_id=person_id,
            session_id=session_id,
            partner_id=partner_id,
            partner=partner,
            told=told,
            code_sha256=sha256_hex(code.secret.encode()),
            valid_until=now + LIFETIME,
            asked_at=act.at,
        )
        introduction._record(IntroductionGranted(partner=partner_id, level=told.level), act)
        return introduction

    def redeem(self, code: Code, partner_id: str, *, now: datetime, act: Act) -> Told:
        """What that partner is told. Raises `CodeOfIntroductionRefused`, and nothing changes."""
        is_right = hmac.compare_digest(sha256_hex(code.secret.encode()), self.code_sha256)
        if not is_right or partner_id != self.partner_id or self.told_at is not None or now >= self.valid_until:
            raise CodeOfIntroductionRefused
        self.told_at = act.at
        self._record(PartnerTold(partner=partner_id), act)
        return self.told
