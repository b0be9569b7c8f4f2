"""An item as an applicant reads it, in their language."""

from typing import Any, Self

from pydantic import ConfigDict, Field

from chalicelib.catalogue.elements import Bilingual
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.parts import Fee, MaterialRequirement, ReviewStage
from chalicelib.catalogue.vocabulary import (
    AdministrativeLevel,
    CaseKind,
    Channel,
    DeliveryWay,
    LifeEvent,
    MaterialForm,
    MaterialKind,
    MaterialSource,
    SubjectKind,
)
from chalicelib.http.shapes import Shape
from chalicelib.kernel.text import Language
from chalicelib.kernel.working_time import Limit


class MaterialView(Shape):
    """A material as the item requires it."""

    code: str
    name: str
    material_kind: MaterialKind
    material_form: MaterialForm
    copies: int
    necessity: str
    follow_within: Limit | None = Field(description="By when what may follow later has to be there.")
    specification: str
    material_source: MaterialSource
    issuing_authority: str | None
    how_to_fill: str | None
    acceptance_standard: str | None
    blank_form: str
    sample: str
    obtained_by_sharing_from: str | None = Field(None, description="Who holds it already: it need not be brought.")
    media_types: tuple[str, ...]
    max_bytes: int
    valid_for: Limit | None = Field(description="How long what was brought may be used again; null: as usual.")
    legal_basis: str

    @classmethod
    def of(cls, material: MaterialRequirement, language: Language) -> Self:
        """One requirement in the reader's language."""
        source = material.shared_source
        return cls(
            code=material.code,
            name=material.name.in_language(language),
            material_kind=material.kind,
            material_form=material.form,
            copies=material.copies,
            necessity=material.necessity,
            follow_within=material.follow_within,
            specification=material.specification.in_language(language),
            material_source=material.source,
            issuing_authority=_said(material.issuing_authority, language),
            how_to_fill=_said(material.how_to_fill, language),
            acceptance_standard=_said(material.acceptance_standard, language),
            blank_form=material.blank_form,
            sample=material.sample,
            obtained_by_sharing_from=_said(source.holder if source else None, language),
            media_types=material.media_types,
            max_bytes=material.max_bytes,
            valid_for=material.valid_for,
            legal_basis=material.legal_basis,
        )


class PromiseView(Shape):
    """The exact text to be accepted, with its version and hash."""

    version: str
    text: str
    sha256: str
    consequence: str


class WaiverView(Shape):
    """Who pays less."""

    condition: str
    percent: int
    basis: str


class StageView(Shape):
    """A stage of the review and how many desks answer in it."""

    name: str
    desks: int

    @classmethod
    def of(cls, stage: ReviewStage, language: Language) -> Self:
        """In the reader's language; which officials sit there is their own affair."""
        return cls(name=stage.name.in_language(language), desks=len(stage.desks))


class QuestionView(Shape):
    """A frequent question and its answer."""

    question: str
    answer: str


class ItemView(Shape):
    """An item as an applicant reads it."""

    model_config = ConfigDict(json_schema_extra={"title": "Item"})

    code: str
    version: int
    name: str
    item_kind: str
    item_level: AdministrativeLevel
    subjects: tuple[SubjectKind, ...]
    department: str
    department_code: str
    joint_departments: tuple[str, ...]
    regions: tuple[str, ...]
    province_wide: bool
    legal_basis: tuple[str, ...]
    conditions: str | None
    quota: str | None
    minimum_level: int
    case_kind: CaseKind
    statutory_limit: Limit
    promised_limit: Limit
    limit_note: str | None
    process: list[StageView]
    visits: int
    visit_reason: str | None
    visit_basis: str
    channels: tuple[Channel, ...]
    appointment: bool
    online_payment: bool
    self_service: bool
    form: dict[str, Any] = Field(description="JSON Schema 2020-12 with display hints (`x-label`, `x-help`).")
    materials: list[MaterialView]
    promise: PromiseView
    fee_fen: int | None
    fee_name: str | None
    fee_basis: str | None
    fee_waivers: list[WaiverView]
    result: str
    result_type: str
    validity_years: int | None
    delivery: tuple[DeliveryWay, ...]
    pledge_allowed: bool
    good_standing_required: bool
    tacit_approval_basis: str | None = Field(description="By which silence beyond the statutory limit is consent.")
    place: str | None
    hours: str | None
    enquiry_phone: str
    supervision_phone: str
    questions: list[QuestionView]
    life_events: tuple[LifeEvent, ...]
    illustrative: bool = Field(description="The figures are made up for a demonstration.")

    @classmethod
    def of(cls, item: ItemVersion, language: Language) -> Self:
        """`item` in the reader's language."""
        return cls(
            **item.model_dump(include=_AS_THEY_ARE),
            **_in_words(item, language),
            **_fee(item.fee, language),
            item_kind=item.kind,
            item_level=item.level,
            department_code=item.department.code,
            statutory_limit=item.limits.statutory,
            promised_limit=item.limits.promised,
            process=[StageView.of(stage, language) for stage in item.review],
            materials=[MaterialView.of(material, language) for material in item.materials],
            promise=PromiseView(
                version=item.promise.version,
                text=item.promise.text,
                sha256=item.promise.sha256,
                consequence=item.promise.consequence.in_language(language),
            ),
            result_type=item.result.certificate_type,
            validity_years=item.result.validity_years,
            pledge_allowed=item.credit.pledge_allowed,
            good_standing_required=item.credit.good_standing_required,
            tacit_approval_basis=item.tacit_approval.basis if item.tacit_approval else None,
            questions=[
                QuestionView(question=it.question.in_language(language), answer=it.answer.in_language(language))
                for it in item.questions
            ],
        )


_AS_THEY_ARE = {
    "code", "version", "subjects", "joint_departments", "regions", "province_wide", "legal_basis", "minimum_level",
    "case_kind", "visits", "visit_basis", "channels", "appointment", "online_payment", "self_service", "form",
    "delivery", "enquiry_phone", "supervision_phone", "life_events", "illustrative",
}  # fmt: skip


def _in_words(item: ItemVersion, language: Language) -> dict[str, str | None]:
    return {
        "name": item.name.in_language(language),
        "department": item.department.name.in_language(language),
        "result": item.result.title.in_language(language),
        "conditions": _said(item.conditions, language),
        "quota": _said(item.quota, language),
        "limit_note": _said(item.limits.note, language),
        "visit_reason": _said(item.visit_reason, language),
        "place": _said(item.place, language),
        "hours": _said(item.hours, language),
    }


def _fee(fee: Fee | None, language: Language) -> dict[str, Any]:
    if fee is None:
        return {"fee_fen": None, "fee_name": None, "fee_basis": None, "fee_waivers": []}
    waivers = [
        WaiverView(condition=it.condition.in_language(language), percent=it.percent, basis=it.basis)
        for it in fee.waivers
    ]
    name = fee.name.in_language(language)
    return {"fee_fen": fee.amount_fen, "fee_name": name, "fee_basis": fee.basis, "fee_waivers": waivers}


def _said(text: Bilingual | None, language: Language) -> str | None:
    return text.in_language(language) if text else None
