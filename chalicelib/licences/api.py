"""Anyone may check a document by its verification code, or by the file. Nothing more personal is told than it shows."""

from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import public
from chalicelib.http.routes import Area
from chalicelib.kernel.text import Text
from chalicelib.licences import service
from chalicelib.licences.errors import DocumentUnknown, VerificationUnknown
from chalicelib.licences.verifying import (
    CheckDocument,
    CodeQuery,
    DocumentCheckView,
    DocumentOutcome,
    FoundDocument,
    VerificationView,
)

licences_area = Area(Text("文书与证照", "Documents and licences"))

ANYONE = public("anyone who is shown a document must be able to check it")


@licences_area.get(
    "/v1/verifications/{code}",
    access=ANYONE,
    summary=Text("验证文书", "Verify a document"),
    refusals=(VerificationUnknown,),
)
def verify(call: Call, code: str) -> Reply[VerificationView]:
    """Genuine, suspended, replaced, revoked or expired; case and hyphens of the code do not matter."""
    return Reply(VerificationView.of(service.verify(call.uow.table, code), call.act.at))


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


@licences_area.post(
    "/v1/document-checks",
    access=ANYONE,
    summary=Text("按文件核验", "Verify a file"),
    not_repeatable="it changes nothing",
    refusals=(DocumentUnknown,),
)
def find_document(call: Call, body: CheckDocument) -> Reply[FoundDocument]:
    """By the hash of the file in hand, without its code: which document it is, and how that one stands."""
    licence = service.with_file(call.uow.table, body.sha256)
    return Reply(FoundDocument(**VerificationView.of(licence, call.act.at).model_dump()))


@licences_area.get(
    "/v1/verify",
    access=ANYONE,
    summary=Text("核验页面", "Page for verifying documents"),
    media_type="text/html; charset=utf-8",
    consistency="strong",
)
def show_verify_page(call: Call, query: CodeQuery) -> Reply[str]:
    """For people; the QR code of every document leads here. A code that nobody knows is told on the page."""
    from chalicelib.licences.verify_page import verify_page  # noqa: PLC0415 - no other route pays for making pages

    call.language = query.lang or call.language
    found = service.find(call.uow.table, query.code) if query.code else None
    view = VerificationView.of(found, call.act.at) if found else None
    return Reply(verify_page(query.code, view, call.language))
