"""The case and its clocks: starting, pausing, resuming, extending, and what an alarm does.

Every date comes from the ledger (`kernel.clock_ledger`); here is only who may touch it and what follows.
"""

from collections.abc import Callable
from datetime import datetime

from chalicelib.cases import errors, handling_errors
from chalicelib.cases.clock_events import (
    ClockAlarmRaised,
    ClockExtended,
    ClockPaused,
    ClockRecomputed,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    DueDateProvisional,
)
from chalicelib.cases.parts import Clock
from chalicelib.cases.rows_beside import RowsBeside
from chalicelib.cases.vocabulary import ACCEPTED_STATES, ClockKind
from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.clock_alarms import Alarm
from chalicelib.kernel.clock_entries import LedgerError, PauseReason
from chalicelib.kernel.clock_ledger import ClockLedger
from chalicelib.kernel.events import Act
from chalicelib.kernel.time_limits import TimeLimits
from chalicelib.kernel.working_time import Limit

LEGAL_BASIS = {
    ClockKind.CHECK: "行政许可法第三十二条",
    ClockKind.CORRECTION: "事项规定的补正期限",
    ClockKind.HANDLING: "行政许可法第四十二条",
    ClockKind.SERVICE: "行政许可法第四十四条",
    ClockKind.EVALUATION: "GB/T 39734-2020",
}
"""Article 32 binds the authority; the applicant's time to correct is a rule of the item."""
SERVICE_LIMIT = Limit(amount=10)
SELF_ENDING = frozenset({ClockKind.CHECK, ClockKind.CORRECTION, ClockKind.EVALUATION})
"""Clocks whose end has its own consequence: silence means acceptance, lapse, no rating. No card comes after that."""


class Timekeeping(RowsBeside):
    """One clock runs at a time; it is always explainable."""

    def pause_clock(
        self, procedure: PauseReason, *, reason: str, legal_basis: str, act: Act, calendar: WorkCalendar
    ) -> None:
        """Stop the handling clock for a special procedure (art. 45), or record an ordinary hold, which moves nothing.

        The applicant is told in writing (the event starts that). Raises `NotNow`, `ClockRefused`.
        """
        clock = self._handling_clock()
        ledger = self._moved(
            lambda: clock.ledger.pause(procedure, reason=reason, legal_basis=legal_basis, actor=act.actor.id, at=act.at)
        )
        self._set_clock(clock, ledger, act, calendar)
        self._record(ClockPaused(clock=clock.number, procedure=procedure, reason=reason, legal_basis=legal_basis), act)

    def resume_clock(self, *, reason: str, legal_basis: str, act: Act, calendar: WorkCalendar) -> None:
        """Let the handling clock go on. Raises `NotNow`, `ClockRefused`."""
        clock = self._handling_clock()
        ledger = self._moved(
            lambda: clock.ledger.resume(reason=reason, legal_basis=legal_basis, actor=act.actor.id, at=act.at)
        )
        moved = self._set_clock(clock, ledger, act, calendar)
        self._record(ClockResumed(clock=clock.number, due=moved.promised, statutory=moved.statutory), act)

    def extend_clock(self, amount: int, *, reason: str, legal_basis: str, act: Act, calendar: WorkCalendar) -> None:
        """The head grants more time, once, and the applicant is told why (art. 42). Raises `ClockRefused`."""
        clock = self._handling_clock()
        ledger = self._moved(
            lambda: clock.ledger.extend(
                amount, reason=reason, legal_basis=legal_basis, actor=act.actor.id, at=act.at, calendar=calendar
            )
        )
        moved = self._set_clock(clock, ledger, act, calendar)
        self._record(
            ClockExtended(
                clock=clock.number,
                amount=amount,
                reason=reason,
                legal_basis=legal_basis,
                due=moved.promised,
                statutory=moved.statutory,
            ),
            act,
        )

    def clock_under(self, calendar: WorkCalendar) -> Clock | None:
        """The clock with the dates that `calendar` makes of its ledger; as it stands where that changes nothing."""
        clock = self.clock
        if clock is None or self._knows_better_than(calendar):
            return clock
        moved = _clock(clock.number, clock.kind, clock.ledger, clock.raised, calendar)
        return clock if moved.model_copy(update={"calendar": clock.calendar}) == clock else moved

    def recompute_clock(self, act: Act, calendar: WorkCalendar) -> None:
        """Compute the dates again when `calendar` says something else than it did, as when the year that a
        provisional date reaches into was announced. What was told of dates that lie ahead again is told again.
        """
        before, moved = self.clock, self.clock_under(calendar)
        if before is None or moved is None or moved is before:
            return
        passed = {kind for kind, at in _instants(before.kind, before.ledger, calendar).items() if at <= act.at}
        raised = tuple(kind for kind in before.raised if kind in passed)
        self.clock = _clock(before.number, before.kind, before.ledger, raised, calendar)
        self._record(
            ClockRecomputed(
                clock=moved.number,
                kind=moved.kind,
                due=moved.promised,
                statutory=moved.statutory,
                provisional=moved.provisional,
                due_before=before.promised,
                statutory_before=before.statutory,
            ),
            act,
        )
        self._tell_if_provisional(before, act)

    def raise_alarms(self, act: Act, calendar: WorkCalendar) -> None:
        """Record every alarm of the running clock that has fallen due and was not told yet; arm the next one. By a
        calendar older than the clock's nobody can tell.
        """
        clock = self.clock
        if clock is None or self._knows_better_than(calendar):
            return
        alarms = _alarms(clock.kind, clock.ledger, calendar)
        due = [alarm for alarm in alarms if alarm.at <= act.at and alarm.kind not in clock.raised]
        for alarm in due:
            self._record(
                ClockAlarmRaised(clock=clock.number, kind=clock.kind, alarm=alarm.kind, fell_due_at=alarm.at), act
            )
        raised = (*clock.raised, *(alarm.kind for alarm in due))
        self.clock = clock.model_copy(
            update={
                "raised": raised,
                "next_alarm": _next_alarm(clock.kind, clock.ledger, raised, calendar),
            }
        )

    @property
    def calendar_edition(self) -> int:
        """Of the work calendar on which its dates rest; 0 where none do."""
        return self.clock.calendar if self.clock else 0

    def _knows_better_than(self, calendar: WorkCalendar) -> bool:
        """Whether the dates rest on a newer calendar: a process that keeps `calendar` warm has not heard of it yet."""
        return calendar.edition < self.calendar_edition

    def _has_run_out(self, kind: ClockKind, now: datetime) -> bool:
        return self.clock is not None and self.clock.kind is kind and now >= self.clock.due_at

    def _start_clock(
        self, kind: ClockKind, limits: TimeLimits, *, act: Act, calendar: WorkCalendar, at: datetime | None = None
    ) -> None:
        self._stop_clock(act)
        ledger = ClockLedger.start(
            limits, reason=kind, legal_basis=LEGAL_BASIS[kind], actor=act.actor.id, at=at or act.at
        )
        self.clocks += 1
        clock = _clock(self.clocks, kind, ledger, (), calendar)
        self.clock = clock
        self._record(
            ClockStarted(
                clock=clock.number,
                kind=kind,
                due=clock.promised,
                statutory=clock.statutory,
                legal_basis=LEGAL_BASIS[kind],
            ),
            act,
        )
        self._tell_if_provisional(None, act)

    def _stop_clock(self, act: Act) -> None:
        if self.clock is not None:
            self._record(ClockStopped(clock=self.clock.number, kind=self.clock.kind), act)
            self.clock = None

    def _handling_clock(self) -> Clock:
        self._require(*ACCEPTED_STATES)
        if self.clock is None or self.clock.kind is not ClockKind.HANDLING:
            raise errors.NotNow(case_status=self.status)
        return self.clock

    def _set_clock(self, clock: Clock, ledger: ClockLedger, act: Act, calendar: WorkCalendar) -> Clock:
        """The moved clock. What was told of dates that are no more is told again of the new ones."""
        before, now = _instants(clock.kind, clock.ledger, calendar), _instants(clock.kind, ledger, calendar)
        stands = {kind for kind, at in now.items() if at < act.at or at == before.get(kind)}
        raised = tuple(kind for kind in clock.raised if kind in stands)
        moved = _clock(clock.number, clock.kind, ledger, raised, calendar)
        self.clock = moved
        self._tell_if_provisional(clock, act)
        return moved

    def _tell_if_provisional(self, before: Clock | None, act: Act) -> None:
        """Whoever runs the platform learns that a notice is missing, once a clock."""
        clock = self.clock
        if clock is not None and clock.provisional and not (before is not None and before.provisional):
            self._record(
                DueDateProvisional(clock=clock.number, kind=clock.kind, due=clock.promised, statutory=clock.statutory),
                act.by_system(),
            )

    @staticmethod
    def _moved(move: Callable[[], ClockLedger]) -> ClockLedger:
        try:
            return move()
        except LedgerError as error:
            raise handling_errors.ClockRefused(reason=error.reason) from error


def one_limit(limit: Limit) -> TimeLimits:
    """A limit that is its own promise, for clocks that the item does not describe."""
    return TimeLimits(statutory=limit, promised=limit)


def _clock(number: int, kind: ClockKind, ledger: ClockLedger, raised: tuple[str, ...], calendar: WorkCalendar) -> Clock:
    dues = ledger.dues(calendar)
    return Clock(
        number=number,
        kind=kind,
        ledger=ledger,
        promised=dues.promised.date.isoformat(),
        statutory=dues.statutory.date.isoformat(),
        due_at=dues.promised.at,
        provisional=dues.provisional,
        next_alarm=_next_alarm(kind, ledger, raised, calendar),
        raised=raised,
        calendar=calendar.edition,
    )


def _alarms(kind: ClockKind, ledger: ClockLedger, calendar: WorkCalendar) -> tuple[Alarm, ...]:
    alarms = ledger.alarms(calendar)
    if kind not in SELF_ENDING:
        return alarms
    end = ledger.dues(calendar).promised.at
    return tuple(alarm for alarm in alarms if alarm.at <= end)


def _instants(kind: ClockKind, ledger: ClockLedger, calendar: WorkCalendar) -> dict[str, datetime]:
    return {alarm.kind: alarm.at for alarm in _alarms(kind, ledger, calendar)}


def _next_alarm(
    kind: ClockKind, ledger: ClockLedger, raised: tuple[str, ...], calendar: WorkCalendar
) -> datetime | None:
    return next((alarm.at for alarm in _alarms(kind, ledger, calendar) if alarm.kind not in raised), None)
