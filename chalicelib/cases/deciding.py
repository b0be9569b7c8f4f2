"""Review and decision: desks advise, the head decides."""

from chalicelib.cases import errors
from chalicelib.cases.acceptance import Acceptance
from chalicelib.cases.events import Decided, OpinionGiven
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
        self._require_not_own(act)
        stage = self.current_review_stage
        if stage is None:
            raise errors.OpinionAlreadyGiven
        self._require_asked(desk, asked=self.desks_owing(stage), answered=[given.desk for given in self.opinions])
        opinion = Opinion(stage=stage, desk=desk, official=act.actor.id, advice=advice, reason=reason, at=act.at)
        self.opinions = (*self.opinions, opinion)
        self.status = Status.IN_REVIEW
        self._record(OpinionGiven(stage=stage, desk=desk, advice=advice, reason=reason), act)

    def decide(self, outcome: Outcome, reason: str, act: Act, calendar: WorkCalendar) -> None:
        """The head grants or denies. A denial carries its reasons and the remedies (art. 38).

        Raises `AlreadyDecided`, `NotNow`, `OwnCase`.
        """
        if self.decision is not None:
            raise errors.AlreadyDecided
        self._require_not_own(act)
        if self.stage is not Stage.DECISION:
            raise errors.NotNow(case_status=self.status)
        self.decision = Decision(outcome=outcome, reason=reason, official=act.actor.id, at=act.at)
        self.status = Status.DECIDED
        self._record(Decided(outcome=outcome, reason=reason), act)
        self._start_clock(ClockKind.SERVICE, one_limit(SERVICE_LIMIT), act=act, calendar=calendar)
