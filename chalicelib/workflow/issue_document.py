"""Step Functions task: make a document of a case, certify it, and note it on the case.

Whatever step it is cut off at, a repetition ends with one certificate and one document whose hash is the certificate's:
the code is derived, the first document that is stored stays (no two signatures are alike), its hash is taken from what
is stored, the first certificate stays, and so does the first note. While no timestamp is to be had the task fails and
is repeated: nothing unsigned is ever stored.
"""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from chalice import Blueprint

from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform, platform
from chalicelib.aws.unit_of_work import transact
from chalicelib.cases import service as cases
from chalicelib.cases.model import Case
from chalicelib.cases.parts import Document
from chalicelib.catalogue.registers.entries import DocumentLayout
from chalicelib.catalogue.registers.service import registers_of
from chalicelib.catalogue.service import catalogue_of
from chalicelib.delivery.model import shipment_id_of
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.events import Act, RecordedEvent
from chalicelib.licences import service as licences
from chalicelib.licences.authority import certificate_chain
from chalicelib.licences.credentials import MEDIA_TYPE as CREDENTIAL
from chalicelib.licences.credentials import credential_of
from chalicelib.licences.documents import DocumentContent
from chalicelib.licences.errors import AlreadyRevoked
from chalicelib.licences.events import ReissueRequested, Replaced, Resumed, Revoked, Suspended
from chalicelib.licences.model import Licence
from chalicelib.licences.object_keys import credential_key
from chalicelib.licences.request import GRANT_NOTHING, Holder, Kind, LicenceRequest
from chalicelib.licences.status import service as status
from chalicelib.licences.status.model import Place
from chalicelib.licences.timestamps import timestamps_of
from chalicelib.licences.verification_code import licence_id_of
from chalicelib.payments.vocabulary import order_id_of
from chalicelib.workflow.acts import system_act
from chalicelib.workflow.consuming import CloudEvent, received
from chalicelib.workflow.document_certificates import certificate_type_of, issuer_of, validity_of
from chalicelib.workflow.document_contents import Sources, decision_content, is_due, receipt_content
from chalicelib.workflow.task_tokens import answer_or_wait

PDF = "application/pdf"

functions = Blueprint(__name__)


@functions.lambda_function(name="issue_document")
def issue_document(event: dict[str, Any], context: Any) -> dict[str, str]:
    """Invoked with `{task: receipt | decision, case_id, expected, token, …}`, and then ends the task as `task_tokens`
    says; or by its inbox with an event of a licence.
    """
    if "Records" in event:
        heard(platform(), received(event))
        return {}
    cloud, case_id = platform(), str(event["case_id"])
    answer = issue(cloud, case_id, Kind(event["task"]))
    answer_or_wait(cloud, "case", case_id, event, answer["stage"])
    return answer


def heard(cloud: Platform, event: CloudEvent) -> None:
    """What an event of a licence makes necessary."""
    EFFECTS[event.type](cloud, event.subject)


def reissue(cloud: Platform, licence_id: str) -> None:
    """Make the next version of a licence, unless it was made already or the licence was revoked meanwhile."""
    former = licences.read(cloud.table, licence_id)
    if not former.awaits_reissue:
        return
    case, history = cases.load_history(cloud.table, former.request.reference)
    logger.append_keys(case_id=case.id)
    kind, edition = former.request.kind, former.request.edition + 1
    made = _made(cloud, _sources(cloud, case, tuple(history), kind, edition), kind)
    with suppress(AlreadyRevoked):
        keep_credential(cloud, licences.replace(cloud, system_act(cloud, f"reissue-{licence_id}"), licence_id, made))


def publish_status(cloud: Platform, licence_id: str) -> None:
    """Sign the status list anew in which the licence stands."""
    place = licences.read(cloud.table, licence_id).request.status
    if place is not None:
        status.publish(cloud, system_act(cloud, f"status-{place.list_id}"), place.list_id)


def note_successor(cloud: Platform, licence_id: str) -> None:
    """The list says that the licence was replaced, and its case shows the one that is in force."""
    publish_status(cloud, licence_id)
    successor = licences.read(cloud.table, licences.read(cloud.table, licence_id).replaced_by)
    request, act = successor.request, system_act(cloud, f"reissue-{licence_id}")
    document = _document(successor)
    cases.apply(
        cloud,
        request.reference,
        act,
        lambda it: it.note_reissue(request.kind, document, replaces=licence_id, act=act),
    )


EFFECTS: dict[str, Callable[[Platform, str], None]] = {
    ReissueRequested.type: reissue,
    Replaced.type: note_successor,
    **dict.fromkeys((Suspended.type, Resumed.type, Revoked.type), publish_status),
}


def issue(cloud: Platform, case_id: str, kind: Kind) -> dict[str, str]:
    """Make the document unless the case has it, or has not come so far."""
    logger.append_keys(case_id=case_id)
    case, history = cases.load_history(cloud.table, case_id)
    act = system_act(cloud, f"lifecycle-{case_id}")
    if kind not in case.documents:
        if not is_due(case, kind):
            return {"stage": case.stage}
        licence = licences.issued(cloud, case_id, kind)
        if licence is None:
            made = _made(cloud, _sources(cloud, case, tuple(history), kind), kind)
            licence = licences.issue(cloud, act, made, is_withheld=_is_withheld(case, kind))
        keep_credential(cloud, licence)
        document = _document(licence)
        case = cases.apply(cloud, case_id, act, lambda it: _note_document(it, kind, document, act))
    _release(cloud, act, case, kind)
    return {"stage": case.stage}


def _note_document(case: Case, kind: Kind, document: Document, act: Act) -> None:
    case.note_document(kind, document, act)
    if kind is Kind.DECISION:
        case.begin_fulfilment(order_id_of(case.id), shipment_id_of(case.id), act)


def _is_withheld(case: Case, kind: Kind) -> bool:
    """A licence whose fee is owed counts once that is settled (`JoinEffects`)."""
    return kind is Kind.DECISION and case.is_granted and case.fee_is_due


def _release(cloud: Platform, act: Act, case: Case, kind: Kind) -> None:
    """The fee may have been settled while the licence was being made."""
    if kind is Kind.DECISION and case.fee is not None and case.is_released:
        licence_id = case.documents[kind].licence_id
        transact(cloud.table, act, lambda uow: licences.release(cloud, uow, licence_id))


def keep_credential(cloud: Platform, licence: Licence) -> None:
    """Store the machine-readable copy of what grants something, once."""
    if licence.request.grants:
        body = credential_of(cloud, licence).encode()
        cloud.documents.write_once(credential_key(licence.request.object_key), body, media_type=CREDENTIAL)


def _sources(cloud: Platform, case: Case, history: tuple[RecordedEvent, ...], kind: Kind, edition: int = 1) -> Sources:
    code = licences.verification_code_of(cloud, case.id, kind, edition)
    return Sources(
        case=case,
        item=cases.item_of(cloud, case),
        history=history,
        calendar=catalogue_of(cloud).calendar(),
        verification_code=code,
        verification_url=f"{cloud.settings.public_base_url}/v1/verify?code={code}",
        query_password=cases.password_of(cloud, case.id) if kind is Kind.RECEIPT else "",
        edition=edition,
        layout=_layout_of(cloud, case) if kind is Kind.DECISION else DocumentLayout.DECISION,
    )


def _layout_of(cloud: Platform, case: Case) -> DocumentLayout:
    """As the register says of the certificate type that a grant yields. One round trip where it is not warm."""
    granted = case.terms.result.certificate_type if case.is_granted else ""
    kind = registers_of(cloud).certificate_type(granted) if granted else None
    return kind.template if kind else DocumentLayout.DECISION


def _made(cloud: Platform, sources: Sources, kind: Kind) -> LicenceRequest:
    """Print and sign the document into storage; what remains is to certify it."""
    case = sources.case
    title, printed = _printed(sources, kind)
    object_key = f"documents/{case.id}/{kind}{'' if sources.edition == 1 else f'-{sources.edition}'}.pdf"
    certificate_type, (valid_from, valid_until) = certificate_type_of(case, kind), validity_of(case, kind)
    place = None if certificate_type in GRANT_NOTHING else _place(cloud, sources, valid_from)
    body = _kept_first(cloud, object_key, _signed(cloud, printed, title, place))
    return LicenceRequest(
        reference=case.id,
        kind=kind,
        certificate_type=certificate_type,
        issuer=issuer_of(case),
        issuer_name=case.terms.department_name,
        serial=case.number,
        title=title,
        holder=Holder(
            name=case.applicant.name,
            id_number=case.applicant.id_number,
            number_type=case.applicant.number_type,
            account_id=case.applicant.account_id,
        ),
        object_key=object_key,
        sha256=sha256_hex(body),
        verification_code=sources.verification_code,
        valid_from=valid_from,
        valid_until=valid_until,
        department=case.department,
        region=case.region,
        edition=sources.edition,
        status=place,
    )


def _place(cloud: Platform, sources: Sources, since: dt.date) -> Place:
    """In the status lists of the month of the decision: the same however often the document is made."""
    licence_id = licence_id_of(sources.verification_code)
    return status.place_for(cloud, system_act(cloud, f"status-{licence_id}"), licence_id, month=f"{since:%Y%m}")


def _kept_first(cloud: Platform, object_key: str, body: bytes) -> bytes:
    """What is stored: `body`, or what an earlier attempt has stored already."""
    if cloud.documents.write_once(object_key, body, media_type=PDF):
        return body
    return cloud.documents.read(object_key)[0]


def _signed(cloud: Platform, body: bytes, title: str, place: Place | None) -> bytes:
    from chalicelib.licences import signing  # noqa: PLC0415 - lies in this function's layer alone

    chain, timestamps = certificate_chain(cloud), timestamps_of(cloud)
    verified_at = f"{status.status_uri(cloud, place)}#{place.index}" if place else ""
    return signing.sign(
        body, key=cloud.licence_key, chain=chain, timestamps=timestamps, reason=title, contact=verified_at
    )


def _printed(sources: Sources, kind: Kind) -> tuple[str, bytes]:
    """The document's title and its bytes."""
    from chalicelib.licences import rendering  # noqa: PLC0415 - lies with its fonts in this function's layer alone

    content = receipt_content(sources) if kind is Kind.RECEIPT else decision_content(sources)
    unprintable = rendering.unprintable_characters(content)
    if unprintable:
        logger.warning("characters that no font can print", extra={"count": len(unprintable), "document": kind})
    if isinstance(content, DocumentContent):
        return content.title, rendering.render_decision_document(content, sources.layout)
    return content.title, rendering.render_receipt(content)


def _document(licence: Licence) -> Document:
    request = licence.request
    return Document(
        licence_id=licence.id,
        verification_code=request.verification_code,
        object_key=request.object_key,
        sha256=request.sha256,
    )
