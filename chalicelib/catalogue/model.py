"""An item (事项): what is asked for, by whom, within which time, at which price.

`ItemContent` is what a department writes; `ItemVersion` is one that was published: it never changes, and a running
case stays on the one it began with.
"""

from collections.abc import Iterable
from typing import Any

from pydantic import Field, field_validator

from chalicelib.catalogue.elements import Bilingual, Element
from chalicelib.catalogue.parts import (
    CreditPolicy,
    Department,
    Fee,
    ItemLimits,
    MaterialRequirement,
    Promise,
    Question,
    ResultDocument,
    ReviewStage,
    TacitApproval,
)
from chalicelib.catalogue.vocabulary import (
    AdministrativeLevel,
    ArchivePeriod,
    CaseKind,
    Channel,
    DeliveryWay,
    ItemKind,
    LifeEvent,
    MaterialSource,
    OnlineDepth,
    SubjectKind,
)
from chalicelib.kernel.canonical import NotCanonical, canonical_json, sha256_hex
from chalicelib.kernel.working_time import Limit, Unit

ITEM_CODE = r"^[A-Z0-9-]{3,40}$"
"""Opaque: 12- and 31-digit codes both circulate, and nothing is ever read out of one."""

MOST_LEVELS = 100
"""Of a form's schema. JSON that is nested some 200 levels deep is not read back from its row."""


class ItemContent(Element):
    """All elements of an item (GB/T 39046-2020 and the Hainan plan of 2017), well formed, lawful or not yet."""

    code: str = Field(pattern=ITEM_CODE)
    name: Bilingual
    kind: ItemKind
    level: AdministrativeLevel = AdministrativeLevel.CITY
    subjects: tuple[SubjectKind, ...] = (SubjectKind.NATURAL_PERSON,)
    department: Department
    delegation: Bilingual | None = None
    joint_departments: tuple[str, ...] = ()
    regions: tuple[str, ...]
    province_wide: bool = False
    """全省通办: taken in by any region served, wherever the applicant lives."""
    legal_basis: tuple[str, ...]
    conditions: Bilingual | None = None
    intermediary_services: tuple[Bilingual, ...] = ()
    quota: Bilingual | None = None
    minimum_level: int = Field(ge=1, le=4)
    case_kind: CaseKind = CaseKind.PROMISED
    limits: ItemLimits
    acceptance_check: Limit = Limit(amount=5)
    correction_time: Limit
    evaluation_window: Limit = Limit(amount=10, unit=Unit.CALENDAR_DAY)
    online_depth: OnlineDepth = OnlineDepth.RESULT
    channels: tuple[Channel, ...] = (Channel.COMPUTER, Channel.MOBILE)
    accepts_post: bool = False
    visits: int = Field(0, ge=0)
    visit_reason: Bilingual | None = None
    visit_basis: str = ""
    appointment: bool = False
    online_payment: bool = False
    self_service: bool = False
    one_open_case: bool = True
    form: dict[str, Any]
    materials: tuple[MaterialRequirement, ...]
    promise: Promise
    review: tuple[ReviewStage, ...]
    fee: Fee | None
    result: ResultDocument
    delivery: tuple[DeliveryWay, ...]
    credit: CreditPolicy = CreditPolicy()
    safety_related: bool = False
    """Security, life, ecology or high-risk foreign matters: neither pledge nor silence replaces a check."""
    tacit_approval: TacitApproval | None = None
    archive_period: ArchivePeriod | None = None
    """Versions published before it was asked for do not say: what came of them is appraised by people."""
    place: Bilingual | None = None
    hours: Bilingual | None = None
    enquiry_phone: str
    supervision_phone: str
    questions: tuple[Question, ...] = ()
    life_events: tuple[LifeEvent, ...] = ()
    keywords: tuple[str, ...] = ()
    illustrative: bool = False
    """The figures are made up for a demonstration; shown wherever the item is."""

    @field_validator("form")
    @classmethod
    def _has_one_form(cls, schema: dict[str, Any]) -> dict[str, Any]:
        if _levels(schema) > MOST_LEVELS:
            raise ValueError(f"the form's schema is nested more than {MOST_LEVELS} levels deep")
        try:
            canonical_json(schema)
        except NotCanonical as error:
            raise ValueError("the form's schema holds whole numbers, texts, lists and objects only") from error
        return schema

    @property
    def sha256(self) -> str:
        """Identifies the exact content, whatever file or version it stands in."""
        return sha256_hex(canonical_json(self.model_dump(mode="json", include=set(ItemContent.model_fields))))

    @property
    def is_no_visit(self) -> bool:
        """Zero visits ⇔ on-site count 0, or online depth 5, 6 or 7 (practice)."""
        return self.visits == 0 or self.online_depth >= OnlineDepth.HANDLED

    def takes_pledge_for(self, material: MaterialRequirement) -> bool:
        """Whether a written pledge is enough where `material` cannot be shared (证明事项告知承诺制,
        国办发〔2020〕42号): for what others certify, never for what the applicant makes, nor where safety is at stake.
        """
        certified = material.source is not MaterialSource.APPLICANT
        return self.credit.pledge_allowed and not self.safety_related and certified

    def material(self, code: str) -> MaterialRequirement | None:
        """The requirement called `code`."""
        return next((material for material in self.materials if material.code == code), None)


class ItemVersion(ItemContent):
    """One published version of one item."""

    version: int = Field(ge=1)

    @classmethod
    def of(cls, content: ItemContent, version: int) -> "ItemVersion":
        """`content` as that version."""
        return cls.model_validate({**content.model_dump(), "version": version})


def _levels(value: Any) -> int:
    """How deep objects and lists are nested in `value`, counted no further than one beyond `MOST_LEVELS`."""
    level, levels = [value], 0
    while level and levels <= MOST_LEVELS:
        levels += 1
        level = [part for it in level if isinstance(it, dict | list) for part in _parts(it)]
    return levels


def _parts(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value
