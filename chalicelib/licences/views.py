"""What is told of a licence to those whose business it is."""

import datetime as dt
from typing import Self

from pydantic import Field

from chalicelib.http.shapes import Shape
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.masking import MaskedName
from chalicelib.licences.events import RevocationGround
from chalicelib.licences.model import Licence, Standing


class LicenceView(Shape):
    """A licence as its holder and its issuer see it. With the code anybody can verify it."""

    licence_id: str
    case_id: str
    certificate_type: str
    identifier: str
    title: str
    issuer: str
    holder_name: MaskedName = Field(description="A person's is masked; an organisation's is public.")
    standing: Standing
    reason: str = Field("", description="Why it does not count, where that was decided.")
    revocation_ground: RevocationGround | None = None
    replaced_by: str = Field("", description="The licence that counts instead.")
    verification_code: str
    issued_on: dt.date
    valid_from: dt.date
    valid_until: dt.date | None = None

    @classmethod
    def of(cls, licence: Licence, now: dt.datetime) -> Self:
        """As it stands at `now`."""
        request = licence.request
        return cls(
            licence_id=licence.id,
            case_id=request.reference,
            certificate_type=request.certificate_type,
            identifier=licence.identifier,
            title=request.title,
            issuer=request.issuer_name,
            holder_name=request.holder.shown_name,
            reason=licence.reason,
            revocation_ground=licence.revocation_ground,
            replaced_by=licence.replaced_by,
            standing=licence.standing(now),
            verification_code=request.verification_code,
            issued_on=shanghai_date(licence.issued_at),
            valid_from=request.valid_from,
            valid_until=request.valid_until,
        )
