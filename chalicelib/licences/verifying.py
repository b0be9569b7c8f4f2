"""What is asked and told of a document by whoever wants to know whether it is genuine: no more than it shows itself."""

import datetime as dt
from enum import StrEnum
from typing import Self

from pydantic import Field

from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.masking import MaskedName
from chalicelib.kernel.text import Language
from chalicelib.licences.model import Licence, Standing


class VerificationView(Shape):
    """What is to be said of the document that carries the code."""

    standing: Standing
    kind: str
    title: str
    identifier: str
    issuer: str
    holder_name: MaskedName = Field(description="A person's is masked; an organisation's is public.")
    issued_on: dt.date
    valid_from: dt.date
    valid_until: dt.date | None = None
    suspended_on: dt.date | None = None
    revoked_on: dt.date | None = None
    replaced_on: dt.date | None = None
    sha256: str = Field(description="SHA-256 of the genuine file, hexadecimal.")

    @classmethod
    def of(cls, licence: Licence, now: dt.datetime) -> Self:
        """As it stands at `now`."""
        request = licence.request
        return cls(
            standing=licence.standing(now),
            kind=request.kind,
            title=request.title,
            identifier=licence.identifier,
            issuer=request.issuer_name,
            holder_name=request.holder.shown_name,
            issued_on=shanghai_date(licence.issued_at),
            valid_from=request.valid_from,
            valid_until=request.valid_until,
            suspended_on=_day(licence.suspended_at),
            revoked_on=_day(licence.revoked_at),
            replaced_on=_day(licence.replaced_at),
            sha256=request.sha256,
        )


class CheckDocument(Request):
    """The file in hand, by its hash; the file itself is not sent."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the file in hand, hexadecimal.")


class DocumentOutcome(StrEnum):
    GENUINE = "GENUINE"
    ALTERED = "ALTERED"


class DocumentCheckView(Shape):
    """Whether the file in hand is, byte for byte, the one that was issued; and how that one stands today."""

    document: DocumentOutcome
    standing: Standing


class FoundDocument(VerificationView):
    """The document whose bytes these are."""

    document: DocumentOutcome = DocumentOutcome.GENUINE


class CodeQuery(Request):
    """Which document."""

    code: str = Field("", max_length=40, description="The document's verification code.")
    lang: Language | None = Field(None, description="Overrides Accept-Language.")


def _day(instant: dt.datetime | None) -> dt.date | None:
    return shanghai_date(instant) if instant else None
