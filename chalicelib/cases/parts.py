"""What a case is made of: immutable value objects, each with one idea."""

from pydantic import AwareDatetime, Field

from chalicelib.cases.vocabulary import Advice, ClockKind, Outcome, Target
from chalicelib.catalogue.elements import Bilingual
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.parts import Fee, ResultDocument, ReviewStage
from chalicelib.catalogue.vocabulary import DeliveryWay
from chalicelib.kernel.clock_ledger import ClockLedger
from chalicelib.kernel.time_limits import TimeLimits
from chalicelib.kernel.value import Value
from chalicelib.kernel.working_time import Limit


class Part(Value):
    """A value object of the case: immutable."""


class StageTerms(Part):
    """One stage of the review, its desks named as they are called in this case (`Desk.id_in`)."""

    name: Bilingual
    desks: tuple[str, ...]

    @classmethod
    def of(cls, stage: ReviewStage, region: str, department: str) -> "StageTerms":
        """The stage in a case of `department` in `region`. Desks that come to the same there are one."""
        desks = dict.fromkeys(desk.id_in(region, department) for desk in stage.desks)
        return cls(name=stage.name, desks=tuple(desks))


class ItemTerms(Part):
    """What the item promised when the case was opened; later versions of the item do not touch it."""

    code: str
    version: int
    name_zh: str
    name_en: str
    department: str
    department_name: str
    limits: TimeLimits
    acceptance_check: Limit
    correction_time: Limit
    evaluation_window: Limit
    review: tuple[StageTerms, ...]
    fee: Fee | None
    result: ResultDocument
    delivery: tuple[DeliveryWay, ...]
    minimum_level: int
    legal_basis: tuple[str, ...]
    one_open_case: bool = True
    tacit_basis: str = ""
    """By which silence beyond the statutory limit counts as consent; empty where it does not."""

    @classmethod
    def of(cls, item: ItemVersion, region: str) -> "ItemTerms":
        """The terms of a published version for an application in `region`."""
        department = item.department.code
        return cls(
            code=item.code,
            version=item.version,
            name_zh=item.name.zh,
            name_en=item.name.en,
            department=department,
            department_name=item.department.name.zh,
            limits=item.limits.checked,
            acceptance_check=item.acceptance_check,
            correction_time=item.correction_time,
            evaluation_window=item.evaluation_window,
            review=tuple(StageTerms.of(stage, region, department) for stage in item.review),
            fee=item.fee,
            result=item.result,
            delivery=item.delivery,
            minimum_level=item.minimum_level,
            legal_basis=item.legal_basis,
            one_open_case=item.one_open_case,
            tacit_basis=item.tacit_approval.basis if item.tacit_approval else "",
        )


class SignedPromise(Part):
    """The truthfulness promise as it was accepted: exact text, version, hash, identity level, instant."""

    version: str
    text: str
    sha256: str
    level: int
    at: AwareDatetime


class CorrectionPoint(Part):
    """One thing to be put right (补正事项): a form field (RFC 6901 pointer) or a material (its code)."""

    target: Target
    at: str = Field(min_length=1, max_length=200)
    reason: str = Field(min_length=2, max_length=500)
    how: str = Field(min_length=2, max_length=500)
    rejected: str = ""
    """What stood there when it was rejected: the value of a field, the SHA-256 of a material."""
    desk: str = ""


class Correction(Part):
    """The one correction request of a case (一次性告知): the full list."""

    points: tuple[CorrectionPoint, ...] = Field(min_length=1)
    at: AwareDatetime

    def opens_field(self, pointer: str) -> bool:
        """Whether the applicant may change the field at `pointer`."""
        return any(
            point.target is Target.FIELD and (pointer == point.at or pointer.startswith(f"{point.at}/"))
            for point in self.points
        )

    def opens_material(self, code: str) -> bool:
        """Whether the applicant may replace the material `code`."""
        return any(point.target is Target.MATERIAL and point.at == code for point in self.points)


class Finding(Part):
    """What one desk found when it checked the papers before acceptance; no points: complete and lawful."""

    desk: str
    official: str
    points: tuple[CorrectionPoint, ...]


class Opinion(Part):
    """A desk's recommendation in a review stage (审查意见)."""

    stage: int
    desk: str
    official: str
    advice: Advice
    reason: str
    at: AwareDatetime


class Decision(Part):
    """The head's decision (决定), or what silence amounts to."""

    outcome: Outcome
    reason: str
    official: str
    at: AwareDatetime
    is_tacit: bool = False


class Clock(Part):
    """A numbered clock of the case with its ledger and the dates it yields now."""

    number: int
    kind: ClockKind
    ledger: ClockLedger
    promised: str
    statutory: str
    due_at: AwareDatetime
    """24:00 in Hainan of the promised date, in UTC."""
    provisional: bool
    next_alarm: AwareDatetime | None
    raised: tuple[str, ...] = ()
    """Kinds of alarm that were already told of the present dates."""
    calendar: int = 0
    """Edition of the work calendar by which the dates were computed."""


class FeeStanding(Part):
    """The fee of a case: which order collects it, and whether it has come."""

    order_id: str
    amount_fen: int
    settled_at: AwareDatetime | None = None


class Document(Part):
    """A document of the case: its kind, licence and object."""

    licence_id: str
    verification_code: str
    object_key: str
    sha256: str
    former: tuple["Document", ...] = ()
    """Those that it replaced, the first one first."""


class Fulfilment(Part):
    """The way the result goes to the applicant."""

    way: DeliveryWay
    shipment_id: str = ""
    delivered_at: AwareDatetime | None = None
