"""An item (事项) as it was published: what is asked for, by whom, within which time, at which price.

Codes are those of GB/T 39046-2020. A published version never changes; a running case
stays on the version it began with.
"""

from collections import Counter
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.text import Language
from chalicelib.kernel.time_limits import TimeLimits
from chalicelib.kernel.working_time import Limit, Unit


class Element(BaseModel):
    """A part of an item: immutable, and without unknown members."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True)


class Bilingual(Element):
    """A text of the catalogue in Chinese and, where given, in English."""

    zh: str = Field(min_length=1)
    en: str = ""

    def in_language(self, language: Language) -> str:
        """English where wanted and given, otherwise Chinese."""
        return self.en if language == "en" and self.en else self.zh


class Necessity(StrEnum):
    """Whether a material has to be there."""

    REQUIRED = "REQUIRED"
    OPTIONAL = "OPTIONAL"
    MAY_FOLLOW = "MAY_FOLLOW"
    """容缺后补: may be handed in later, within a time that the item names."""


class SharedSource(Element):
    """Where the state already keeps a material: a certificate type of a licence base, and the reason for asking."""

    certificate_type: str
    holder: Bilingual
    use_reason: str


class MaterialRequirement(Element):
    """One material of an item, its elements kept apart as the national schema does."""

    code: str = Field(pattern=r"^[a-z][a-z0-9-]{1,40}$")
    name: Bilingual
    necessity: Necessity
    specification: Bilingual
    legal_basis: str
    shared_source: SharedSource | None = None
    media_types: tuple[str, ...] = ()
    max_bytes: int = Field(0, ge=0)


class FeeMoment(StrEnum):
    """When the fee of an item falls due."""

    BEFORE_DECISION = "BEFORE_DECISION"
    AFTER_DECISION = "AFTER_DECISION"


class Fee(Element):
    """A charge (收费项目): integer fen, with its basis; a fee without a basis cannot be published."""

    name: Bilingual
    amount_fen: int = Field(gt=0)
    basis: str = Field(min_length=4)
    moment: FeeMoment


class Promise(Element):
    """The truthfulness promise (承诺书) of this version; `text` is what is signed, byte for byte."""

    version: str
    text: str = Field(min_length=20)
    consequence: Bilingual

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the text's UTF-8 bytes."""
        return sha256_hex(self.text.encode())


class ReviewStage(Element):
    """One stage of the review; its desks work side by side, and all must answer before the next stage opens."""

    name: Bilingual
    desks: tuple[str, ...] = Field(min_length=1)


class Department(Element):
    """Who handles it: a department's code within the region of the application."""

    code: str
    name: Bilingual


class DeliveryWay(StrEnum):
    """How a result reaches the applicant."""

    COURIER = "COURIER"
    ELECTRONIC = "ELECTRONIC"


class ResultDocument(Element):
    """What a grant yields: a certificate type of the catalogue and its titles."""

    certificate_type: str
    title: Bilingual
    validity_years: int | None = None


class ItemVersion(Element):
    """One published version of one item."""

    code: str = Field(pattern=r"^[A-Z0-9-]{3,40}$")
    version: int = Field(ge=1)
    name: Bilingual
    kind: str = Field(pattern=r"^\d{2}$", description="Item type of GB/T 39046-2020; 01 is a permit.")
    department: Department
    regions: tuple[str, ...]
    legal_basis: tuple[str, ...] = Field(min_length=1)
    minimum_level: int = Field(ge=1, le=4)
    limits: TimeLimits
    acceptance_check: Limit = Limit(amount=5)
    correction_time: Limit
    evaluation_window: Limit = Limit(amount=10, unit=Unit.CALENDAR_DAY)
    visits: int = Field(0, ge=0)
    visit_basis: str = ""
    one_open_case: bool = True
    form: dict[str, Any]
    materials: tuple[MaterialRequirement, ...]
    promise: Promise
    review: tuple[ReviewStage, ...] = Field(min_length=1)
    fee: Fee | None
    result: ResultDocument
    delivery: tuple[DeliveryWay, ...] = Field(min_length=1)
    enquiry_phone: str
    supervision_phone: str
    illustrative: bool = False

    @model_validator(mode="after")
    def _lawful(self) -> Self:
        refuse_unpublishable(self)
        return self

    def material(self, code: str) -> MaterialRequirement | None:
        """The requirement called `code`."""
        return next((material for material in self.materials if material.code == code), None)


LONGEST_CHECK = {Unit.WORKING_DAY: 5, Unit.CALENDAR_DAY: 5, Unit.HOUR: 120}
LONGEST_EXTENSION = 15
"""Days; ten for most items, fifteen where one authority handles for several (art. 42)."""


class Unpublishable(ValueError):
    """The version breaks a rule for publication; the message names it."""


def refuse_unpublishable(item: ItemVersion) -> None:
    """Publication checks that a single version can answer for (Hainan plan 2017; State Council order 716).

    A visit needs a cited law; check and extension stay inside the law; the numbers for enquiry and for complaint
    differ; no material is asked for twice, and each says which files are accepted, also the shared ones: their
    source may not answer. Raises `Unpublishable`.
    """
    if item.visits and not item.visit_basis.strip():
        raise Unpublishable("a visit without a cited legal basis cannot be published")
    if _digits(item.enquiry_phone) == _digits(item.supervision_phone):
        raise Unpublishable("enquiries and complaints go to different numbers")
    _refuse_unlawful_limits(item.acceptance_check, item.limits.extension)
    _refuse_unclear_materials(item.materials)


def _refuse_unlawful_limits(check: Limit, extension: Limit) -> None:
    if check.amount > LONGEST_CHECK.get(check.unit, 0):
        raise Unpublishable("papers are checked within five working days (Licensing Law art. 32)")
    if extension.unit is Unit.MONTH or extension.amount > LONGEST_EXTENSION:
        raise Unpublishable("no limit is extended by more than fifteen working days (Licensing Law art. 42)")


def _refuse_unclear_materials(materials: tuple[MaterialRequirement, ...]) -> None:
    for code, times in Counter(material.code for material in materials).items():
        if times > 1:
            raise Unpublishable(f"{code}: asked for twice")
    for material in materials:
        if not material.media_types or not material.max_bytes:
            raise Unpublishable(f"{material.code}: says neither which types nor how many bytes are accepted")


def _digits(phone: str) -> str:
    return "".join(character for character in phone if character.isdigit())
