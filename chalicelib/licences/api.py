"""Anyone may check a document by its verification code. Nothing more personal is told than the document shows."""

import datetime as dt
from enum import StrEnum

from pydantic import Field

from chalicelib.http.access import public
from chalicelib.http.call import Call, Reply
from chalicelib.http.routes import area
from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.masking import MaskedName
from chalicelib.kernel.text import Text
from chalicelib.licences import service
from chalicelib.licences.errors import VerificationUnknown
from chalicelib.licences.model import Licence, Standing

licences_area = area(__name__, Text("文书与证照", "Documents and licences"))

ANYONE = public("anyone who is shown a document must be able to check it")


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
    revoked_on: dt.date | None = None
    sha256: str = Field(description="SHA-256 of the genuine file, hexadecimal.")


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


@licences_area.get(
    "/v1/verifications/{code}",
    access=ANYONE,
    summary=Text("验证文书", "Verify a document"),
    refusals=(VerificationUnknown,),
)
def verify(call: Call, code: str) -> Reply[VerificationView]:
    """Genuine, revoked or expired; case and hyphens of the code do not matter."""
    return Reply(_view(service.verify(call.uow.table, code), call.act.at))


@licences_area.post(
    "/v1/verifications/{code}/document-check",
    access=ANYONE,
    summary=Text("核对文件是否被改动", "Check a file for alterations"),
    not_repeatable="it changes nothing",
    refusals=(VerificationUnknown,),
)
def check_document(call: Call, code: str, body: CheckDocument) -> Reply[DocumentCheckView]:
    """Compares the hash of the file in hand with that of the file that was issued."""
    licence = service.verify(call.uow.table, code)
    same = body.sha256 == licence.request.sha256
    outcome = DocumentOutcome.GENUINE if same else DocumentOutcome.ALTERED
    return Reply(DocumentCheckView(document=outcome, standing=licence.standing(call.act.at)))


def _view(licence: Licence, now: dt.datetime) -> VerificationView:
    request = licence.request
    return VerificationView(
        standing=licence.standing(now),
        kind=request.kind,
        title=request.title,
        identifier=licence.identifier,
        issuer=request.issuer_name,
        holder_name=request.holder.shown_name,
        issued_on=shanghai_date(licence.issued_at),
        valid_from=request.valid_from,
        valid_until=request.valid_until,
        revoked_on=shanghai_date(licence.revoked_at) if licence.revoked_at else None,
        sha256=request.sha256,
    )
