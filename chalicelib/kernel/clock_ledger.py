"""The clock of a case (时限台账): an append-only ledger that yields due dates, alarms and explanations."""

import datetime as dt
from dataclasses import dataclass
from typing import Self

from pydantic import model_validator

from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.clock_alarms import Alarm, alarms_of
from chalicelib.kernel.clock_entries import (
    Entry,
    Extend,
    LimitExpiredError,
    Pause,
    PauseReason,
    Resume,
    Start,
    refuse_bad_sequence,
)
from chalicelib.kernel.lamps import DEFAULT_THRESHOLDS, Dues, Thresholds
from chalicelib.kernel.time_limits import TimeLimits
from chalicelib.kernel.value import Value
from chalicelib.kernel.working_time import (
    DayLine,
    Due,
    Interval,
    Limit,
    NaiveInstantError,
    Unit,
    counted_dates,
    due_at,
    explain_at,
)


@dataclass(frozen=True, slots=True)
class ClockExplanation:
    """Both limits day by day; a line's `excluded_by` is an index into `entries`.

    `capped` is true when the promise, counted in another unit, would have ended after the statute and so ends
    with it.
    """

    promised: tuple[DayLine, ...]
    statutory: tuple[DayLine, ...]
    entries: tuple[Start | Pause | Resume | Extend, ...]
    capped: bool


class ClockLedger(Value):
    """Start, pause, resume, extend, each with reason, legal basis, actor and UTC instant; nothing is changed.

    What moves the dates: a special procedure and an extension move the statutory *and* the promised date by
    the same time, because the applicant is told of both in writing. An ordinary hold moves neither: the
    promise was given to the applicant, and the office's own waiting does not alter it. Every method returns a
    new ledger.
    """

    limits: TimeLimits
    entries: tuple[Entry, ...]

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse_bad_sequence(self.entries, self.limits.extension.amount)
        return self

    @classmethod
    def start(cls, limits: TimeLimits, *, reason: str, legal_basis: str, actor: str, at: dt.datetime) -> Self:
        """A running clock; the day of the start is not counted. NaiveInstantError."""
        first = Start(reason=reason, legal_basis=legal_basis, actor=actor, at=_utc(at))
        return cls(limits=limits, entries=(first,))

    def pause(self, procedure: PauseReason, *, reason: str, legal_basis: str, actor: str, at: dt.datetime) -> Self:
        """Stop for a special procedure, or record an ordinary hold. AlreadyPausedError, OutOfOrderError."""
        return self._with(Pause(procedure=procedure, reason=reason, legal_basis=legal_basis, actor=actor, at=_utc(at)))

    def resume(self, *, reason: str, legal_basis: str, actor: str, at: dt.datetime) -> Self:
        """Go on: the day of resumption is not counted. NotPausedError, OutOfOrderError."""
        return self._with(Resume(reason=reason, legal_basis=legal_basis, actor=actor, at=_utc(at)))

    def extend(
        self,
        amount: int,
        *,
        reason: str,
        legal_basis: str,
        actor: str,
        at: dt.datetime,
        calendar: WorkCalendar,
    ) -> Self:
        """More time, once, approved by the head (`actor`) before the statutory date has passed.

        SecondExtensionError, ExtensionTooLongError, LimitExpiredError, OutOfOrderError.
        """
        entry = Extend(amount=amount, reason=reason, legal_basis=legal_basis, actor=actor, at=_utc(at))
        extended = self._with(entry)
        dues = self.dues(calendar)
        if min(entry.at, dues.paused_since or entry.at) >= dues.statutory.at:
            raise LimitExpiredError("the statutory limit has passed")
        return extended

    @property
    def started_at(self) -> dt.datetime:
        """The UTC instant of the start."""
        return self.entries[0].at

    @property
    def is_paused(self) -> bool:
        """Whether a pause of either kind is open."""
        return self._open_pause() is not None

    @property
    def is_extended(self) -> bool:
        """Whether the one extension has been used."""
        return any(isinstance(entry, Extend) for entry in self.entries)

    def dues(self, calendar: WorkCalendar) -> Dues:
        """Both ends of the clock. An open special procedure has excluded nothing yet: `Dues.paused_since`."""
        promised, statutory = self._ends(calendar)
        open_pause = self._open_pause()
        return Dues(
            promised=min(promised, statutory, key=lambda due: due.at),
            statutory=statutory,
            provisional=promised.provisional or statutory.provisional,
            promised_days=self._promised_days(calendar),
            paused_since=open_pause.at if open_pause and open_pause.procedure.is_special_procedure else None,
        )

    def explain(self, calendar: WorkCalendar) -> ClockExplanation:
        """Why these due dates: each limit day by day, and which entry took which day out."""
        promised, statutory = self._ends(calendar)
        return ClockExplanation(
            promised=tuple(line for line in self._lines(self.limits.promised, calendar) if line.date <= statutory.date),
            statutory=self._lines(self.limits.statutory, calendar),
            entries=self.entries,
            capped=promised.at > statutory.at,
        )

    def alarms(self, calendar: WorkCalendar, thresholds: Thresholds = DEFAULT_THRESHOLDS) -> tuple[Alarm, ...]:
        """Every alarm of this clock in order, past and to come, as far as the ledger now knows."""
        return alarms_of(self.started_at, self.dues(calendar), self._exclusions(), calendar, thresholds)

    def next_alarm(
        self, after: dt.datetime, calendar: WorkCalendar, thresholds: Thresholds = DEFAULT_THRESHOLDS
    ) -> Alarm | None:
        """The first alarm later than that aware instant; several may share its instant."""
        instant = _utc(after)
        return next((alarm for alarm in self.alarms(calendar, thresholds) if alarm.at > instant), None)

    def _with(self, entry: Pause | Resume | Extend) -> Self:
        entries = (*self.entries, entry)
        refuse_bad_sequence(entries, self.limits.extension.amount)
        return self.model_copy(update={"entries": entries})

    def _open_pause(self) -> Pause | None:
        marks = [entry for entry in self.entries if isinstance(entry, Pause | Resume)]
        return marks[-1] if marks and isinstance(marks[-1], Pause) else None

    def _exclusions(self) -> tuple[Interval, ...]:
        """The finished special procedures; each names the entry of its pause."""
        marks = [(i, e) for i, e in enumerate(self.entries) if isinstance(e, Pause | Resume)]
        return tuple(
            Interval(pause.at, resume.at, index)
            for (index, pause), (_, resume) in zip(marks[::2], marks[1::2], strict=False)
            if isinstance(pause, Pause) and pause.procedure.is_special_procedure
        )

    def _chain(self, limit: Limit) -> tuple[Limit, ...]:
        """The limit and, after it, the extension."""
        unit = self.limits.extension.unit
        return (limit, *(Limit(amount=e.amount, unit=unit) for e in self.entries if isinstance(e, Extend)))

    def _ends(self, calendar: WorkCalendar) -> tuple[Due, Due]:
        pauses = self._exclusions()
        return (
            due_at(self.started_at, self._chain(self.limits.promised), calendar, pauses),
            due_at(self.started_at, self._chain(self.limits.statutory), calendar, pauses),
        )

    def _lines(self, limit: Limit, calendar: WorkCalendar) -> tuple[DayLine, ...]:
        return explain_at(self.started_at, self._chain(limit), calendar, self._exclusions())

    def _promised_days(self, calendar: WorkCalendar) -> int:
        """The working days that the promise counts, whatever its unit."""
        chain = self._chain(self.limits.promised)
        if all(limit.unit is Unit.WORKING_DAY for limit in chain):
            return sum(limit.amount for limit in chain)
        return sum(map(calendar.is_workday, counted_dates(self.started_at, chain, calendar, self._exclusions())))


def _utc(instant: dt.datetime) -> dt.datetime:
    if instant.tzinfo is None:
        raise NaiveInstantError("an instant needs a time zone")
    return instant.astimezone(dt.UTC)
