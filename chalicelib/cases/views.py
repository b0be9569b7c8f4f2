"""The shapes in which a case is shown."""

from datetime import datetime
from typing import Any

from pydantic import Field

from chalicelib.cases.bringing.model import Way
from chalicelib.cases.late.views import LateDeadlineView, LateMaterialView
from chalicelib.cases.parts import CorrectionPoint
from chalicelib.http.authority import AuthorityKind
from chalicelib.http.shapes import Shape
from chalicelib.kernel.lamps import LampReading
from chalicelib.kernel.masking import MaskedIdNumber, MaskedMobile, MaskedName
from chalicelib.parties.applicants.model import ApplicantKind


class MaterialView(Shape):
    """One required material: its state, and why."""

    code: str
    name: str
    necessity: str
    state: str
    way: Way = Field(description="How it comes, or came, into the case.")
    why: str
    explanation: str
    note: str | None = Field(None, description="What a source said that led to no better way.")
    basis: str = Field(description="The statutory duty or the act of the applicant's by which it comes this way.")
    source: str = ""
    kept_id: str | None = Field(None, description="What the applicant brought earlier and may use, or has used.")
    valid_to: str = ""
    valid_because: str | None = Field(None, description="Why until then.")
    sha256: str = ""
    size: int = 0
    media_type: str = ""


class ClockView(Shape):
    """The running limit: which one, when it ends, and how it stands now."""

    kind: str
    due: str = Field(description="Promised date in Hainan; the limit ends at 24:00 of it.")
    statutory: str
    due_at: datetime
    provisional: bool = Field(description="Reaches a year whose holidays are not announced yet.")
    lamp: LampReading


class CorrectionView(Shape):
    """The one correction request: what has to be put right, with what stood there."""

    at: datetime
    points: tuple[CorrectionPoint, ...]


class FeeView(Shape):
    """What is owed and whether it has come (fen)."""

    order_id: str
    amount_fen: int
    settled_at: datetime | None = None


class DocumentView(Shape):
    """A document of the case and the code by which anyone can check it."""

    kind: str
    licence_id: str
    verification_code: str
    sha256: str
    is_replaced: bool = Field(False, description="Another of that kind stands for it: it was issued again.")


class CaseAgentView(Shape):
    """Who acted for the applicant when the case was opened, and by what."""

    agent_name: MaskedName
    agent_id_number: MaskedIdNumber
    agent_mobile: MaskedMobile
    authority_kind: AuthorityKind


class VerifiedFieldView(Shape):
    """A field that was filled in with what is known."""

    at: str = Field(description="RFC 6901 pointer into the form.")
    source: str
    explanation: str
    editable: bool = Field(description="False where a base verified it: then it can only be disputed.")


class CaseView(Shape):
    """A case as its applicant and its officials see it."""

    id: str
    number: str = ""
    status: str
    stage: str = Field(description="What the case waits for next.")
    item_code: str
    item_version: int
    item_name: str
    department: str
    region: str
    applicant_kind: ApplicantKind
    applicant_name: MaskedName = Field(description="A person's is masked; an organisation's is public.")
    applicant_id_number: MaskedIdNumber = Field(
        description="Masked; an organisation's is its unified social credit code, which is public."
    )
    applicant_mobile: MaskedMobile = Field(description="Masked; an organisation has none of its own.")
    agent: CaseAgentView | None = Field(None, description="Where somebody acted for the applicant.")
    form: dict[str, Any]
    verified_fields: list[VerifiedFieldView] = Field([], description="What was filled in, by whom, for its applicant.")
    materials: list[MaterialView]
    late_materials: list[LateMaterialView] = Field([], description="What follows after acceptance, or has followed.")
    late_promise_sha256: str | None = Field(None, description="Of the promise to bring materials later.")
    promise_version: str | None = None
    promise_sha256: str | None = None
    submitted_at: datetime | None = None
    held_by: tuple[str, ...] = Field(
        description="Desks that hold the case now; `role@department:region` is another department's or level's."
    )
    correction: CorrectionView | None = None
    clock: ClockView | None = None
    decision: str | None = None
    decision_reason: str | None = None
    documents: list[DocumentView] = []
    fee: FeeView | None = None
    delivery_way: str | None = None
    shipment_id: str | None = None
    refusal: str | None = None
    right_authority: str | None = None
    trouble: str | None = None


class CaseSummary(Shape):
    """A case in a list."""

    id: str
    number: str
    item_name: str
    status: str
    stage: str
    due: str | None = None
    bring_by: str | None = Field(None, description="The next last day of a material that is to follow.")


class ReceiptView(Shape):
    """The receipt of a submission."""

    case_id: str
    number: str
    query_password: str = Field(description="Looks the case up without signing in. Keep it.")
    submitted_at: datetime
    accepted_or_answered_by: str = Field(
        description="Until this date the papers are checked; then they count as accepted."
    )


class DeadlineView(Shape):
    """Why this due date: the ledger, and both limits day by day."""

    kind: str
    promised: str
    statutory: str
    provisional: bool
    promised_days: list[dict[str, Any]]
    statutory_days: list[dict[str, Any]]
    entries: list[dict[str, Any]]
    late_materials: list[LateDeadlineView] = []
