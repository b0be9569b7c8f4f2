"""How a case is shown: personal data masked, every state with its reason."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from chalicelib.cases.bringing.model import Way, way_of
from chalicelib.cases.bringing.words import BASIS, valid_because
from chalicelib.cases.forms import is_masked, masked_form
from chalicelib.cases.late.model import LateMaterial
from chalicelib.cases.late.views import LateDeadlineView, LateMaterialView, day_view
from chalicelib.cases.lines import CaseCard
from chalicelib.cases.material_reasons import WHY
from chalicelib.cases.model import Case
from chalicelib.cases.parts import Clock, Correction, CorrectionPoint, Document
from chalicelib.cases.slots import MaterialSlot
from chalicelib.cases.views import (
    CaseAgentView,
    CaseSummary,
    CaseView,
    ClockView,
    CorrectionView,
    DeadlineView,
    DocumentView,
    FeeView,
    MaterialView,
    VerifiedFieldView,
)
from chalicelib.cases.vocabulary import ACCEPTED_STATES, Target
from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.clock_ledger import ClockLedger
from chalicelib.kernel.lamps import read_lamp
from chalicelib.kernel.masking import STAR
from chalicelib.kernel.text import Language
from chalicelib.parties.applicants.model import AgentDetails


def case_view(case: Case, language: Language, *, now: datetime, calendar: WorkCalendar) -> CaseView:
    """`case` at `now` in the reader's language."""
    terms, decision = case.terms, case.decision
    return CaseView(
        id=case.id,
        number=case.number,
        status=case.status,
        stage=case.stage,
        item_code=terms.code,
        item_version=terms.version,
        item_name=terms.name_en if language == "en" and terms.name_en else terms.name_zh,
        department=terms.department_name,
        region=case.region,
        applicant_kind=case.applicant.kind,
        applicant_name=case.applicant.shown_name,
        applicant_id_number=case.applicant.shown_number,
        applicant_mobile=case.applicant.mobile,
        agent=_agent(case.applicant.agent),
        form=case.form,
        materials=[_material(slot, language) for slot in case.materials_at(now).values()],
        late_materials=_late_materials(case, language),
        late_promise_sha256=case.late_promise.sha256 if case.late_promise else None,
        promise_version=case.promise.version if case.promise else None,
        promise_sha256=case.promise.sha256 if case.promise else None,
        submitted_at=case.submitted_at,
        held_by=case.desks,
        correction=_correction(case.correction),
        clock=_clock(case.clock, now, calendar),
        decision=decision.outcome if decision else None,
        decision_reason=decision.reason if decision else None,
        documents=[
            _document(kind, each, is_replaced=each is not document)
            for kind, document in case.documents.items()
            for each in (document, *reversed(document.former))
        ],
        fee=FeeView.model_validate(case.fee.model_dump()) if case.fee else None,
        delivery_way=case.fulfilment.way if case.fulfilment else None,
        shipment_id=case.fulfilment.shipment_id if case.fulfilment else None,
        refusal=case.refusal or None,
        right_authority=case.right_authority or None,
        trouble=case.trouble or None,
    )


def with_known_fields(view: CaseView, case: Case, schema: dict[str, Any], language: Language) -> CaseView:
    """`view` for its applicant: which fields were filled in, by whom, and which of them they may change."""
    fields = [
        VerifiedFieldView(
            at=field.at,
            source=field.source,
            explanation=field.origin.said_by.in_language(language),
            editable=not field.origin.is_authoritative,
        )
        for field in case.known_in(schema)
    ]
    return view.model_copy(update={"verified_fields": fields})


def for_others(view: CaseView, schema: dict[str, Any]) -> CaseView:
    """`view` for anybody but the applicant: what the form's schema marks as personal is masked there too.

    A field that is itself under examination, such as an address that has to be complete, is not marked: who examines
    has to read it. Seeing the rest whole is an act of its own (`disclosures`), which stays in the case's history.
    """
    correction = view.correction
    if correction is not None:
        points = tuple(_masked_point(point, schema) for point in correction.points)
        correction = correction.model_copy(update={"points": points})
    return view.model_copy(update={"form": masked_form(schema, view.form), "correction": correction})


def _masked_point(point: CorrectionPoint, schema: dict[str, Any]) -> CorrectionPoint:
    personal = point.target is Target.FIELD and is_masked(schema, point.at)
    return point.model_copy(update={"rejected": STAR * 3}) if personal else point


def summary(card: CaseCard, language: Language) -> CaseSummary:
    """A case as a line of a list."""
    name = card.item_name_en if language == "en" and card.item_name_en else card.item_name_zh
    return CaseSummary(
        id=card.case_id,
        number=card.number,
        item_name=name,
        status=card.status,
        stage=card.stage,
        due=card.due,
        bring_by=card.bring_by,
    )


def deadline_view(
    kind: str, ledger: ClockLedger, calendar: WorkCalendar, late: Iterable[LateMaterial] = ()
) -> DeadlineView:
    """The explanation of a clock's dates, and of the last days of materials that are to follow."""
    dues, explained = ledger.dues(calendar), ledger.explain(calendar)
    return DeadlineView(
        kind=kind,
        promised=dues.promised.date.isoformat(),
        statutory=dues.statutory.date.isoformat(),
        provisional=dues.provisional,
        promised_days=[day_view(line) for line in explained.promised],
        statutory_days=[day_view(line) for line in explained.statutory],
        entries=[entry.model_dump(mode="json") for entry in explained.entries],
        late_materials=[LateDeadlineView.of(it, calendar) for it in late],
    )


def _late_materials(case: Case, language: Language) -> list[LateMaterialView]:
    slots, waited = case.materials, case.status in ACCEPTED_STATES
    return [
        LateMaterialView.of(it, _name(slots[it.code], language), language, is_waited_for=waited)
        for it in case.late_materials.values()
    ]


def _name(slot: MaterialSlot, language: Language) -> str:
    return slot.name_en if language == "en" and slot.name_en else slot.name_zh


def _document(kind: str, document: Document, *, is_replaced: bool) -> DocumentView:
    return DocumentView(
        kind=kind,
        licence_id=document.licence_id,
        verification_code=document.verification_code,
        sha256=document.sha256,
        is_replaced=is_replaced,
    )


def _material(slot: MaterialSlot, language: Language) -> MaterialView:
    way = way_of(slot)
    return MaterialView(
        code=slot.code,
        name=_name(slot, language),
        necessity=slot.necessity,
        state=slot.state,
        way=way,
        why=slot.why,
        note=WHY[slot.note].in_language(language) if slot.note else None,
        basis=BASIS[way].in_language(language),
        explanation=WHY[slot.why].in_language(language) if slot.why in WHY else slot.why,
        source=slot.source,
        kept_id=slot.certificate_id if way is Way.KEPT else None,
        valid_to=slot.valid_to,
        valid_because=valid_because(way, slot.validity, language) if slot.valid_to else None,
        sha256=slot.sha256,
        size=slot.size,
        media_type=slot.media_type,
    )


def _agent(agent: AgentDetails | None) -> CaseAgentView | None:
    if agent is None:
        return None
    return CaseAgentView(
        agent_name=agent.name,
        agent_id_number=agent.id_number,
        agent_mobile=agent.mobile,
        authority_kind=agent.authority,
    )


def _correction(correction: Correction | None) -> CorrectionView | None:
    return CorrectionView(at=correction.at, points=correction.points) if correction else None


def _clock(clock: Clock | None, now: datetime, calendar: WorkCalendar) -> ClockView | None:
    if clock is None:
        return None
    return ClockView(
        kind=clock.kind,
        due=clock.promised,
        statutory=clock.statutory,
        due_at=clock.due_at,
        provisional=clock.provisional,
        lamp=read_lamp(now, clock.ledger.dues(calendar), calendar),
    )
