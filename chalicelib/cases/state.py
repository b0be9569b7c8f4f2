"""What a case holds, and what follows from it alone."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from pydantic import AwareDatetime

from chalicelib.cases import errors, handling_errors
from chalicelib.cases.applicant import Applicant
from chalicelib.cases.desks import Seat
from chalicelib.cases.late.model import LateMaterial, LateState, PromiseToFollow, Returned
from chalicelib.cases.packages import ArchivePackage, are_complete
from chalicelib.cases.parts import (
    Clock,
    Correction,
    Decision,
    Document,
    FeeStanding,
    Finding,
    Fulfilment,
    ItemTerms,
    Opinion,
    SignedPromise,
)
from chalicelib.cases.prefilling import ObtainedValue
from chalicelib.cases.slots import MaterialSlot
from chalicelib.cases.vocabulary import ACCEPTED_STATES, ENDED, Outcome, SlotState, Stage, Status
from chalicelib.catalogue.vocabulary import FeeMoment
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act, Event
from chalicelib.kernel.instants import shanghai_date

HEAD_DESK = "head"
ASKED_AT_MOST = timedelta(minutes=10)
"""Business time after which a source that was asked counts as one that does not answer."""


class CaseState(Aggregate):
    """The snapshot of a case (办件). Its behaviour is told in the classes that build on it."""

    personal: ClassVar[bool] = True

    status: Status = Status.DRAFT
    terms: ItemTerms
    region: str
    applicant: Applicant
    opened_at: AwareDatetime
    form: dict[str, Any] = {}
    materials: dict[str, MaterialSlot] = {}
    promise: SignedPromise | None = None
    pledges: dict[str, SignedPromise] = {}
    """What the applicant pledged instead of a material, by its code."""
    obtained: dict[str, ObtainedValue] = {}
    """What certificates say, by the source that form fields name (`x-from`)."""
    late_promise: PromiseToFollow | None = None
    late_materials: dict[str, LateMaterial] = {}
    """What is waited for since acceptance, or has followed, by its code."""
    number: str = ""
    rounds: int = 0
    submitted_at: AwareDatetime | None = None
    findings: tuple[Finding, ...] = ()
    correction: Correction | None = None
    accepted_since: AwareDatetime | None = None
    opinions: tuple[Opinion, ...] = ()
    decision: Decision | None = None
    documents: dict[str, Document] = {}
    fee: FeeStanding | None = None
    fulfilment: Fulfilment | None = None
    evaluation_closed: bool = False
    clocks: int = 0
    clock: Clock | None = None
    package: ArchivePackage | None = None
    further_packages: tuple[ArchivePackage, ...] = ()
    """Parts of a large case, and supplements."""
    sequels: int = 0
    """How many things happened after the end that belong into the archive."""
    refusal: str = ""
    right_authority: str = ""
    """Who decides instead, where the application was turned away because it belongs elsewhere."""
    trouble: str = ""

    @property
    def standing_pledges(self) -> dict[str, SignedPromise]:
        """The pledges that stand for a material; not those whose material was brought after all."""
        standing = {code for code, slot in self.materials.items() if slot.state is SlotState.PLEDGED}
        return {code: pledge for code, pledge in self.pledges.items() if code in standing}

    @property
    def is_open(self) -> bool:
        """Whether another application for the same item has to wait: neither decided nor ended."""
        return self.decision is None and self.status not in ENDED

    @property
    def owner_id(self) -> str:
        """The applicant's account, for access."""
        return self.applicant.account_id

    @property
    def item_code(self) -> str:
        """The item applied for, for access by somebody whose authority names items."""
        return self.terms.code

    @property
    def department(self) -> str:
        """The handling department's code, for access."""
        return self.terms.department

    def materials_at(self, now: datetime) -> dict[str, MaterialSlot]:
        """The materials as they stand at `now`. Whoever asks the sources may die on the way, and nobody waits for that:
        ten minutes after the draft was opened, what is still being asked for is the applicant's to upload. So is, until
        the papers are handed in, what ran out in the meantime.
        """
        return {code: self._standing_at(now, slot) for code, slot in self.materials.items()}

    def _standing_at(self, now: datetime, slot: MaterialSlot) -> MaterialSlot:
        if slot.state is SlotState.ASKING and now >= self.opened_at + ASKED_AT_MOST:
            return slot.model_copy(update={"state": SlotState.TO_UPLOAD, "why": "source-unavailable"})
        if self.status is Status.DRAFT and slot.has_run_out(shanghai_date(now)):
            return slot.run_out()
        return slot

    @property
    def files(self) -> frozenset[str]:
        """SHA-256 of the files that stand for its materials, or did before a desk returned them."""
        standing = frozenset(slot.sha256 for slot in self.materials.values() if slot.object_key)
        return standing | {returned.sha256 for returned in self.returned_files.values()}

    @property
    def returned_files(self) -> dict[str, Returned]:
        """What followed and was returned, by the code of its material; a review would turn on it."""
        returned = {code: late.returned for code, late in self.late_materials.items()}
        return {code: it for code, it in returned.items() if it is not None and it.object_key}

    @property
    def was_handed_in(self) -> bool:
        """Whether it is more than a draft, whatever became of it. Its files are records from then on, and stay when
        others take their place.
        """
        return bool(self.number)

    @property
    def is_given_up_draft(self) -> bool:
        """Whether the applicant took it back before they ever handed it in, and it is not forgotten yet."""
        return self.status is Status.WITHDRAWN and not self.was_handed_in and bool(self.applicant.name)

    @property
    def is_granted(self) -> bool:
        """Whether there is a decision in the applicant's favour."""
        return self.decision is not None and self.decision.outcome is Outcome.GRANTED

    @property
    def current_review_stage(self) -> int | None:
        """Index of the review stage whose desks still owe an opinion; None when all have answered."""
        return next((number for number in range(len(self.terms.review)) if self.desks_owing(number)), None)

    def desks_owing(self, stage: int) -> tuple[str, ...]:
        """Desks of a review stage that have not given their opinion; none of a stage that is there no more."""
        answered = {opinion.desk for opinion in self.opinions if opinion.stage == stage}
        asked = self.terms.review[stage].desks if stage < len(self.terms.review) else ()
        return tuple(desk for desk in asked if desk not in answered)

    @property
    def desks_checking(self) -> tuple[str, ...]:
        """Desks of the first stage that have not finished their check of the papers."""
        answered = {finding.desk for finding in self.findings}
        return tuple(desk for desk in self.terms.review[0].desks if desk not in answered)

    @property
    def fee_is_due(self) -> bool:
        """Whether the fee has to come before the case can go on: never before acceptance, nor once the case ended.

        One that comes before the decision is still owed after an approval that nobody's decision brought about.
        """
        fee = self.terms.fee
        if fee is None or (self.fee is not None and self.fee.settled_at is not None):
            return False
        return self.is_granted or (fee.moment is FeeMoment.BEFORE_DECISION and self.status in ACCEPTED_STATES)

    @property
    def is_released(self) -> bool:
        """Whether the applicant may have the result: it is issued, and nothing is owed."""
        return "decision" in self.documents and not self.fee_is_due

    @property
    def packages(self) -> tuple[ArchivePackage, ...]:
        """Every bag in the archive, as they were made."""
        return (self.package, *self.further_packages) if self.package else ()

    @property
    def is_in_archive(self) -> bool:
        """Of a case that is over: whether all of it is packed. What was never handed in is no file."""
        return not self.was_handed_in or are_complete(self.packages, self.sequels)

    @property
    def stage(self) -> Stage:
        """What the case waits for next."""
        if self.status is Status.DRAFT:
            return Stage.FILING
        if self.status in ENDED:
            return Stage.CLOSED if self.is_in_archive else Stage.ARCHIVE
        if self.status in {Status.SUBMITTED, Status.CORRECTION_REQUESTED}:
            return Stage.ACCEPTANCE
        return self._stage_before_decision() if self.decision is None else self._stage_after_decision()

    def _stage_before_decision(self) -> Stage:
        if self.current_review_stage is not None:
            return Stage.REVIEW
        return Stage.FEE if self.fee_is_due else Stage.DECISION

    def _stage_after_decision(self) -> Stage:
        if "decision" not in self.documents:
            return Stage.ISSUE
        if self.fee_is_due:
            return Stage.FEE
        if self.status in {Status.DECIDED, Status.DELIVERING}:
            return Stage.DELIVERY
        return Stage.ARCHIVE if self.evaluation_closed else Stage.EVALUATION

    @property
    def desks(self) -> tuple[str, ...]:
        """The desks that hold the case now; empty when it is the applicant's, a counterparty's or the system's."""
        if self.status is Status.SUBMITTED:
            return self.desks_checking or (self.terms.review[0].desks[0],)
        return tuple(dict.fromkeys((*self._desks_deciding, *self._desks_looking)))

    @property
    def _desks_deciding(self) -> tuple[str, ...]:
        if self.status in ACCEPTED_STATES and self.current_review_stage is not None:
            return self.desks_owing(self.current_review_stage)
        return (HEAD_DESK,) if self.stage is Stage.DECISION else ()

    @property
    def _desks_looking(self) -> tuple[str, ...]:
        """Those that checked the papers look at what followed."""
        came = any(late.state is LateState.BROUGHT for late in self.late_materials.values())
        return self.terms.review[0].desks if came and self.status in ACCEPTED_STATES else ()

    @property
    def awaited_materials(self) -> tuple[LateMaterial, ...]:
        """What its applicant still has to bring, now that the case is accepted."""
        if self.status not in ACCEPTED_STATES:
            return ()
        return tuple(late for late in self.late_materials.values() if late.state is LateState.AWAITED)

    @property
    def next_alarm(self) -> datetime | None:
        """When time has something to say next, by the clock or by what is waited for; None when it has not."""
        clock = self.clock.next_alarm if self.clock else None
        late = (late.next_alarm for late in self.awaited_materials)
        return min((at for at in (clock, *late) if at is not None), default=None)

    @property
    def desks_asked(self) -> frozenset[str]:
        """The desks to which the case has come, now or before: those of every stage of the review that was opened."""
        if not self.number:
            return frozenset()
        last = self.current_review_stage
        opened = self.terms.review if last is None else self.terms.review[: last + 1]
        return frozenset(desk for stage in opened for desk in stage.desks)

    def desk_of(self, role: str, department: str, region: str) -> str:
        """What the desk of that role, department and region is called in this case."""
        return Seat(role, department, region).id_in(self.department, self.region)

    def seat_of(self, desk: str) -> Seat:
        """Where `desk` sits."""
        return Seat.of(desk, self.department, self.region)

    def asks(self, role: str, department: str, region: str) -> bool:
        """Whether the case has come to that desk, for access."""
        return self.desk_of(role, department, region) in self.desks_asked

    def _record(self, event: Event, act: Act) -> None:
        super()._record(event, act)
        self.trouble = ""

    def _require(self, *allowed: Status) -> None:
        if self.status not in allowed:
            raise errors.NotNow(case_status=self.status)

    def _require_asked(self, desk: str, *, asked: Iterable[str], answered: Iterable[str]) -> None:
        if desk not in asked:
            raise handling_errors.OpinionAlreadyGiven if desk in answered else handling_errors.DeskNotAsked

    def require_not_own(self, act: Act) -> None:
        """An official cannot decide on themselves (conflict of interest, Licensing Law's duty of impartiality)."""
        if act.actor.id in {self.applicant.account_id, *self.applicant.people}:
            raise errors.OwnCase
