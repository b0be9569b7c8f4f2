"""What an item is made of: immutable value objects, each with one idea.

They hold what a department wrote, lawful or not: whether it may be published is asked of the publication checks,
which answer for all of it at once.
"""

from pydantic import Field, model_validator

from chalicelib.catalogue.elements import Bilingual, Element
from chalicelib.catalogue.vocabulary import (
    DepartmentNature,
    DeskPlace,
    FeeMoment,
    MaterialForm,
    MaterialKind,
    MaterialSource,
    Necessity,
)
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.regions import PROVINCE, parent_of
from chalicelib.kernel.time_limits import TEN_WORKING_DAYS, TimeLimits
from chalicelib.kernel.working_time import Limit


class Department(Element):
    """Who handles it: a department's code of the register, acting in the region of the application."""

    code: str = Field(pattern=r"^[A-Z0-9-]{2,20}$")
    name: Bilingual
    nature: DepartmentNature = DepartmentNature.ADMINISTRATIVE_ORGAN


class ItemLimits(Element):
    """What the law allows, what the department promises, and the longest extension, as they were written down."""

    statutory: Limit
    promised: Limit
    extension: Limit = TEN_WORKING_DAYS
    note: Bilingual | None = None

    @property
    def checked(self) -> TimeLimits:
        """The limits as a clock takes them. ValueError when the promise is longer than the statute."""
        return TimeLimits(statutory=self.statutory, promised=self.promised, extension=self.extension)


class SharedSource(Element):
    """Where the state already keeps a material: a certificate type of a licence base, and the reason for asking."""

    certificate_type: str
    holder: Bilingual
    use_reason: str


class MaterialRequirement(Element):
    """One material of an item, its elements kept apart as the national schema does."""

    code: str = Field(pattern=r"^[a-z][a-z0-9-]{1,40}$")
    name: Bilingual
    kind: MaterialKind = MaterialKind.EITHER
    form: MaterialForm = MaterialForm.ELECTRONIC
    copies: int = Field(1, ge=1, le=20)
    necessity: Necessity
    follow_within: Limit | None = None
    """For what may follow later: by when."""
    specification: Bilingual
    source: MaterialSource = MaterialSource.APPLICANT
    issuing_authority: Bilingual | None = None
    certificate_type: str = ""
    """The certificate type that the material is, where it is one."""
    blank_form: str = Field("", max_length=500)
    sample: str = Field("", max_length=500)
    how_to_fill: Bilingual | None = None
    acceptance_standard: Bilingual | None = None
    legal_basis: str = ""
    shared_source: SharedSource | None = None
    media_types: tuple[str, ...] = ()
    max_bytes: int = Field(0, ge=0)
    valid_for: Limit | None = None
    """How long one that was brought may stand for it again, in calendar days or months; None: as usual."""

    @property
    def certificate(self) -> str:
        """The certificate type under which it may be held somewhere; empty where it is none."""
        return self.shared_source.certificate_type if self.shared_source else self.certificate_type


class Waiver(Element):
    """Who pays less (减免), by which basis; `percent` of the amount is waived."""

    condition: Bilingual
    percent: int = Field(100, ge=1, le=100)
    basis: str = ""


class Fee(Element):
    """A charge (收费项目): integer fen, with its basis; a fee without a basis cannot be published."""

    name: Bilingual
    amount_fen: int = Field(gt=0)
    basis: str = ""
    moment: FeeMoment
    waivers: tuple[Waiver, ...] = ()


class Promise(Element):
    """The truthfulness promise (承诺书) of this version; `text` is what is signed, byte for byte."""

    version: str
    text: str
    consequence: Bilingual

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the text's UTF-8 bytes."""
        return sha256_hex(self.text.encode())


class Desk(Element):
    """Who answers in a stage: a role of the handling department, of another level of it, or of another department.

    Written short (`reviewer`) it is the handling department's own, in the region of the application.
    """

    role: str = Field(pattern=r"^[a-z][a-z-]{1,30}$")
    department: str = Field("", pattern=r"^([A-Z0-9-]{2,20})?$")
    place: DeskPlace = DeskPlace.OWN

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, value: object) -> object:
        return {"role": value} if isinstance(value, str) else value

    def id_in(self, region: str, department: str) -> str:
        """What the desk is called in a case of `department` in `region`: `role`, or `role@department:region` where
        it sits elsewhere.
        """
        seat = {DeskPlace.OWN: region, DeskPlace.PARENT: parent_of(region), DeskPlace.PROVINCE: PROVINCE}[self.place]
        elsewhere = (self.department or department, seat)
        return self.role if elsewhere == (department, region) else f"{self.role}@{elsewhere[0]}:{elsewhere[1]}"


class ReviewStage(Element):
    """One stage of the review; its desks work side by side, and all must answer before the next stage opens."""

    name: Bilingual
    desks: tuple[Desk, ...] = Field(min_length=1)


class ResultDocument(Element):
    """What a grant yields: a certificate type of the catalogue and its titles."""

    certificate_type: str
    title: Bilingual
    validity_years: int | None = Field(None, ge=1, le=100)
    sample: str = Field("", max_length=500)


class CreditPolicy(Element):
    """What an applicant's credit file changes (信用承诺): whether a pledge is enough, and who may give none."""

    good_standing_required: bool = False
    pledge_allowed: bool = False
    """告知承诺: a written pledge is enough where a certificate would be demanded."""
    note: Bilingual | None = None


class TacitApproval(Element):
    """超时默认: silence beyond the statutory limit counts as consent, by this basis."""

    basis: str = ""


class Question(Element):
    """A frequent question and its answer."""

    question: Bilingual
    answer: Bilingual
