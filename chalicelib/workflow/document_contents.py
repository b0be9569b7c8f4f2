"""What a case's documents say: from the case, its item and its history to the content of a receipt or a decision.

Pure, and the same whenever it is asked: a document that was cut off and is made again has equal bytes. Hence every date
is taken from the history, never from the moment of printing.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.cases.clock_events import ClockPaused, ClockResumed, ClockStarted
from chalicelib.cases.events import Accepted, Decided, DeemedAccepted, Submitted
from chalicelib.cases.late.events import LateMaterialsAwaited
from chalicelib.cases.model import Case
from chalicelib.cases.parts import Decision
from chalicelib.cases.slots import MaterialSlot
from chalicelib.cases.vocabulary import ClockKind
from chalicelib.catalogue.elements import Bilingual
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.registers.entries import DocumentLayout
from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.clock_entries import PauseReason
from chalicelib.kernel.events import RecordedEvent
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.masking import mask_id
from chalicelib.kernel.working_time import due_at, working_days_between
from chalicelib.licences.documents import DocumentContent, MaterialToFollow, ReceiptContent, ReceivedMaterial
from chalicelib.licences.request import Kind
from chalicelib.workflow.document_certificates import NothingToCertify, identifier_of, validity_of
from chalicelib.workflow.document_words import (
    AGENT_WORDS,
    DELIVERY_WORDS,
    NUMBER_WORDS,
    REFUSAL_BASIS,
    REMEDIES,
    SOURCE_WORDS,
    chinese_date,
    in_words,
)

PERMIT = "01"
PERMIT_REFUSED = Bilingual(zh="不予行政许可决定书", en="Decision Refusing the Permit")
APPLICATION_REFUSED = Bilingual(zh="不予办理决定书", en="Decision Refusing the Application")


@dataclass(frozen=True)
class Sources:
    """All that a document is made from."""

    case: Case
    item: ItemVersion
    history: tuple[RecordedEvent, ...]
    calendar: WorkCalendar
    verification_code: str
    verification_url: str
    query_password: str = ""
    edition: int = 1
    """Above 1: it is issued again."""
    layout: DocumentLayout = DocumentLayout.DECISION


def is_due(case: Case, kind: Kind) -> bool:
    """Whether there is something to certify: an acceptance, a decision."""
    return case.decision is not None if kind is Kind.DECISION else case.accepted_since is not None


def receipt_content(sources: Sources) -> ReceiptContent:
    """The receipt of acceptance (受理通知书). Both due dates are those of the day of acceptance."""
    case, limits = sources.case, sources.case.terms.limits
    since = _accepted_since(case)
    promised, statutory = (due_at(since, (limit,), sources.calendar) for limit in (limits.promised, limits.statutory))
    return ReceiptContent(
        **_common(sources),
        legal_basis=case.terms.legal_basis,
        materials=tuple(_materials(sources)),
        to_follow=tuple(_to_follow(sources)),
        received_on=shanghai_date(case.submitted_at or since),
        accepted_on=shanghai_date(since),
        promised_due_on=min(promised.date, statutory.date),
        statutory_due_on=statutory.date,
        promised=in_words(limits.promised),
        statutory=in_words(limits.statutory),
        query_password=sources.query_password,
        enquiry_phone=sources.item.enquiry_phone,
        issued_at=_last(sources, Accepted.type, DeemedAccepted.type).at,
    )


def decision_content(sources: Sources) -> DocumentContent:
    """The decision (决定书); a denial says why, and what can be done against it (Licensing Law art. 38)."""
    case, decision = sources.case, _decision(sources.case)
    accepted, decided = shanghai_date(_accepted_since(case)), shanghai_date(decision.at)
    valid_from, valid_until = validity_of(case, Kind.DECISION)
    title = decision_title(case, sources.item)
    return DocumentContent(
        **_common(sources),
        title=title.zh,
        title_en=title.en,
        legal_basis=case.terms.legal_basis if case.is_granted else _refusal_basis(sources),
        decision=_granted(sources, decision) if case.is_granted else _denied(sources, decision),
        applied_on=shanghai_date(_first(sources, Submitted.type).at),
        accepted_on=accepted,
        decided_on=decided,
        due_on=_due_on(sources),
        promised=in_words(case.terms.limits.promised),
        statutory=in_words(case.terms.limits.statutory),
        working_days_used=working_days_between(accepted, decided, sources.calendar) - _days_not_counted(sources),
        valid_from=valid_from if case.is_granted else None,
        valid_until=valid_until,
        licence_identifier=str(identifier_of(case, Kind.DECISION, sources.edition)) if case.is_granted else "",
        notice="" if case.is_granted else REMEDIES,
        issued_at=decision.at,
    )


def decision_title(case: Case, item: ItemVersion) -> Bilingual:
    """The title of the decision's document."""
    if case.is_granted:
        return case.terms.result.title
    return PERMIT_REFUSED if item.kind == PERMIT else APPLICATION_REFUSED


def _common(sources: Sources) -> dict[str, str]:
    case = sources.case
    return {
        "authority": case.terms.department_name,
        "authority_en": sources.item.department.name.en,
        "case_number": case.number,
        "item_name": case.terms.name_zh,
        "item_name_en": case.terms.name_en,
        "holder_name": case.applicant.name,
        "holder_number_kind": NUMBER_WORDS[case.applicant.number_type],
        "holder_number": case.applicant.shown_number,
        "agent": _agent(case),
        "addressee": _you(case),
        "verification_code": sources.verification_code,
        "verification_url": sources.verification_url,
    }


def _you(case: Case) -> str:
    return "你单位" if case.applicant.is_organisation else "你"


def _delivery(case: Case) -> str:
    return DELIVERY_WORDS[case.delivery_way].format(you=_you(case))


def _agent(case: Case) -> str:
    """Whoever acted for the applicant, with the masked number; empty where nobody did."""
    agent = case.applicant.agent
    return f"{AGENT_WORDS[agent.authority]}：{agent.name}，证件号码：{mask_id(agent.id_number)}" if agent else ""


def _to_follow(sources: Sources) -> Iterator[MaterialToFollow]:
    """What was missing at acceptance and promised: as its days were told then."""
    promised = sources.case.late_promise.materials if sources.case.late_promise else ()
    days = _awaited(sources)
    return (
        MaterialToFollow(name=it.name_zh, until=dt.date.fromisoformat(days[it.code]))
        for it in promised
        if it.code in days
    )


def _awaited(sources: Sources) -> dict[str, str]:
    told = [event for event in sources.history if event.type == LateMaterialsAwaited.type]
    return dict(told[-1].data["materials"]) if told else {}


def _materials(sources: Sources) -> Iterator[ReceivedMaterial]:
    later, slots = _awaited(sources), sources.case.materials
    there: list[MaterialSlot] = [slot for code, slot in slots.items() if slot.is_there and code not in later]
    return (ReceivedMaterial(name=slot.name_zh, source=SOURCE_WORDS[slot.state]) for slot in there)


def _granted(sources: Sources, decision: Decision) -> tuple[str, ...]:
    item = sources.case.terms.name_zh
    if decision.is_tacit:
        verdict = f"{_opening(sources, '受理，未在法定期限内作出决定')}现依法视为准予{item}。"
    else:
        verdict = f"{_opening(sources)}经审查，申请符合法定条件、标准，现决定：准予{item}。"
    replaces = (_replacement(sources),) if sources.edition > 1 else ()
    return verdict, f"理由：{decision.reason}", _delivery(sources.case), *replaces


def _replacement(sources: Sources) -> str:
    former = identifier_of(sources.case, Kind.DECISION, sources.edition - 1)
    return f"本文书系换发，原文书（证照标识{former}）自本文书签发时起不再有效。"


def _denied(sources: Sources, decision: Decision) -> tuple[str, ...]:
    item = sources.case.terms.name_zh
    return f"{_opening(sources)}经审查，申请不符合法定条件、标准，现决定：不予{item}。", f"理由：{decision.reason}"


def _opening(sources: Sources, done: str = "受理并审查") -> str:
    applied = chinese_date(shanghai_date(_first(sources, Submitted.type).at))
    return f"{_you(sources.case)}于{applied}提出的{sources.case.terms.name_zh}申请，本机关已依法{done}。"


def _refusal_basis(sources: Sources) -> tuple[str, ...]:
    basis = sources.case.terms.legal_basis
    return (*basis, REFUSAL_BASIS) if sources.item.kind == PERMIT else basis


def _due_on(sources: Sources) -> dt.date:
    """The promised date as it stood when the decision was made: with all pauses and the extension."""
    handling = [
        event.data["clock"]
        for event in sources.history
        if event.type == ClockStarted.type and event.data["kind"] == ClockKind.HANDLING
    ]
    told = [event for event in sources.history if event.data.get("clock") in handling and "due" in event.data]
    return dt.date.fromisoformat(told[-1].data["due"])


def _days_not_counted(sources: Sources) -> int:
    """Working days of special procedures (art. 45) between acceptance and decision."""
    days, since = 0, None
    for event in sources.history:
        if event.type == ClockPaused.type and PauseReason(event.data["procedure"]).is_special_procedure:
            since = shanghai_date(event.at)
        elif since is not None and event.type in {ClockResumed.type, Decided.type}:
            days += working_days_between(since, shanghai_date(event.at), sources.calendar)
            since = None
    return days


def _first(sources: Sources, *types: str) -> RecordedEvent:
    return next(event for event in sources.history if event.type in types)


def _last(sources: Sources, *types: str) -> RecordedEvent:
    return next(event for event in reversed(sources.history) if event.type in types)


def _accepted_since(case: Case) -> dt.datetime:
    if case.accepted_since is None:
        raise NothingToCertify(case.id)
    return case.accepted_since


def _decision(case: Case) -> Decision:
    if case.decision is None:
        raise NothingToCertify(case.id)
    return case.decision
