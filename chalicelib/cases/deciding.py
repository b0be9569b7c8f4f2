"""Review and decision: desks advise, the head decides, and where the item says so, silence decides too."""

from datetime import datetime

from chalicelib.cases import errors, handling_errors
from chalicelib.cases.acceptance import Acceptance
from chalicelib.cases.events import Decided, OpinionGiven, TacitlyApproved
from chalicelib.cases.parts import Decision, Opinion
from chalicelib.cases.timekeeping import SERVICE_LIMIT, one_limit
from chalicelib.cases.vocabulary import ACCEPTED_STATES, Advice, ClockKind, Outcome, Stage, Status
from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.events import Act


class Deciding(Acceptance):
    """From acceptance to decision."""

    def give_opinion(self, desk: str, advice: Advice, reason: str, act: Act) -> None:
        """A desk's recommendation in the stage that is open.

        Raises `NotNow`, `OpinionAlreadyGiven`, `DeskNotAsked`, `OwnCase`.
        """
        self._require(*ACCEPTED_STATES)
        self.require_not_own(act)
        stage = self.current_review_stage
        if stage is None:
            raise handling_errors.OpinionAlreadyGiven
        self._require_asked(desk, asked=self.desks_owing(stage), answered=[given.desk for given in self.opinions])
        opinion = Opinion(stage=stage, desk=desk, official=act.actor.id, advice=advice, reason=reason, at=act.at)
        self.opinions = (*self.opinions, opinion)
        self.status = Status.IN_REVIEW
        self._record(OpinionGiven(stage=stage, desk=desk, advice=advice, reason=reason), act)

    def decide(self, outcome: Outcome, reason: str, act: Act, calendar: WorkCalendar) -> None:
        """The head grants or denies. A denial carries its reasons and the remedies (art. 38).

        Raises `AlreadyDecided`, `SilenceWasConsent`, `NotNow`, `OwnCase`, `AdvisedBefore`; for a grant,
        `LateMaterialsOutstanding`.
        """
        if self.decision is not None:
            raise errors.AlreadyDecided
        self.require_not_own(act)
        self._require_not_advised_before(act)
        if self._silence_is_consent(act.at, calendar):
            raise handling_errors.SilenceWasConsent
        if self.stage is not Stage.DECISION:
            raise errors.NotNow(case_status=self.status)
        if outcome is Outcome.GRANTED:
            self.require_nothing_outstanding()
        self._conclude(Decision(outcome=outcome, reason=reason, official=act.actor.id, at=act.at), act, calendar)

    def check_late_material(self, code: str, desk: str, *, wrong: str, act: Act, calendar: WorkCalendar) -> None:
        """As before; but what was there on the statutory date is not returned once silence has become consent, however
        late the clock tells it. Raises `SilenceWasConsent` besides.
        """
        self.require_not_own(act)
        if wrong and self._silence_is_consent(act.at, calendar):
            raise handling_errors.SilenceWasConsent
        super().check_late_material(code, desk, wrong=wrong, act=act, calendar=calendar)

    def approve_tacitly_if_overdue(self, act: Act, calendar: WorkCalendar) -> bool:
        """超时默认: the statutory date has passed without a decision, and the item says that this means consent. Who
        held the case is recorded, to answer for it. True if the case was granted now.
        """
        if not self._silence_is_consent(act.at, calendar) or self.clock is None:
            return False
        basis, statutory = self.terms.tacit_basis, self.clock.statutory
        self._record(TacitlyApproved(basis=basis, statutory=statutory, desks=list(self.desks)), act)
        reason = f"法定期限 {statutory} 届满未作出决定，依照{basis}，视为准予。"
        granted = Decision(outcome=Outcome.GRANTED, reason=reason, official=act.actor.id, at=act.at, is_tacit=True)
        self._conclude(granted, act, calendar)
        return True

    def _require_not_advised_before(self, act: Act) -> None:
        """Standing in for the head, or in another post, nobody decides on their own advice (审查与决定分离)."""
        if any(given.official == act.actor.id for given in self.opinions):
            raise handling_errors.AdvisedBefore

    def _silence_is_consent(self, now: datetime, calendar: WorkCalendar) -> bool:
        """Only where the item opted in, and the silence was the authority's: not while a special procedure runs, not on
        a date that is provisional or was computed by an old calendar, and not when the applicant still owed a fee, or a
        material that may follow, on that date.
        """
        clock = self.clock
        if not self.terms.tacit_basis or clock is None or clock.kind is not ClockKind.HANDLING:
            return False
        if self._knows_better_than(calendar):
            return False
        dues = clock.ledger.dues(calendar)
        has_passed = min(now, dues.paused_since or now) >= dues.statutory.at
        owed = self._fee_was_owed_at(dues.statutory.at) or self.late_materials_were_missing_at(dues.statutory.at)
        return has_passed and not dues.provisional and not owed

    def _fee_was_owed_at(self, instant: datetime) -> bool:
        if self.fee is None:
            return False
        return self.fee.settled_at is None or self.fee.settled_at >= instant

    def _conclude(self, decision: Decision, act: Act, calendar: WorkCalendar) -> None:
        self.decision, self.status = decision, Status.DECIDED
        self._record(Decided(outcome=decision.outcome, reason=decision.reason), act)
        self._start_clock(ClockKind.SERVICE, one_limit(SERVICE_LIMIT), act=act, calendar=calendar)
