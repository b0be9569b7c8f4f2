"""A material that follows after acceptance, and the promise by which it may.

State Council 国发〔2022〕5号: an application whose main papers are complete is accepted where the applicant promises to
bring the rest; which materials may follow, and within which time, is published with the item (`follow_within`).
"""

import datetime as dt
from enum import StrEnum
from typing import Self

from pydantic import AwareDatetime

from chalicelib.cases.parts import Part, SignedPromise
from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.instants import SHANGHAI
from chalicelib.kernel.working_time import DayLine, Limit, due_at, explain_at, working_day_before

REMINDED_AHEAD = 2
"""Working days ahead of the last day on which its applicant is reminded. Local configuration."""
REMINDED_AT = dt.time(9)
"""In Hainan: nobody is reminded at night."""
TO_PUT_RIGHT = Limit(amount=3)
"""What is returned may be brought again at least so long. Local configuration."""
ON_ITS_WAY = dt.timedelta(hours=1)
"""So long is waited for a file whose upload began in time, and which is still being sent or examined."""


class LateState(StrEnum):
    """How far a material that follows later has come."""

    AWAITED = "AWAITED"
    BROUGHT = "BROUGHT"
    """It is there, and a desk has to look at it."""
    CONFIRMED = "CONFIRMED"


class Reminder(StrEnum):
    """When its applicant is reminded."""

    AHEAD = "AHEAD"
    LAST_DAY = "LAST_DAY"


class PromisedMaterial(Part):
    """A material of the promise: its code, what it was called, and within which time from acceptance it follows."""

    code: str
    name_zh: str
    name_en: str
    within: Limit


class PromiseToFollow(SignedPromise):
    """The promise to bring materials later (容缺受理承诺书), as it was given."""

    materials: tuple[PromisedMaterial, ...]

    def within(self, code: str) -> Limit | None:
        """The time promised for a material; None where it is not promised."""
        return next((it.within for it in self.materials if it.code == code), None)


class Returned(Part):
    """What a desk held to be wrong with what was brought. It is said once."""

    desk: str
    reason: str
    sha256: str
    at: AwareDatetime
    object_key: str = ""
    """Where its file lies; of what was returned before this was noted, nowhere."""
    size: int = 0
    media_type: str = ""


class LateMaterial(Part):
    """One material that is waited for: since when, within which time, and by when."""

    code: str
    since: AwareDatetime
    within: Limit
    due: str
    """The last day, in Hainan."""
    due_at: AwareDatetime
    """24:00 of it (UTC); for a time in hours, its very end."""
    provisional: bool
    calendar: int
    """Edition of the work calendar by which the day was computed."""
    state: LateState = LateState.AWAITED
    begun_at: AwareDatetime | None = None
    """When an upload began that has not come to its end."""
    brought_at: AwareDatetime | None = None
    returned: Returned | None = None
    reminded: tuple[Reminder, ...] = ()
    reminder_at: AwareDatetime | None = None
    """When its applicant is reminded next; None when nothing is left to be said before its end."""

    @classmethod
    def awaited(cls, code: str, within: Limit, *, since: dt.datetime, calendar: WorkCalendar) -> Self:
        """Waited for since that instant; the first day is not counted."""
        due = due_at(since, (within,), calendar)
        late = cls(
            code=code,
            since=since,
            within=within,
            due=due.date.isoformat(),
            due_at=due.at,
            provisional=due.provisional,
            calendar=calendar.edition,
        )
        return late.armed(calendar)

    def under(self, calendar: WorkCalendar) -> Self:
        """With the last day that `calendar` makes of it, but never an earlier one than its applicant was told."""
        if calendar.edition < self.calendar:
            return self
        due = due_at(self.since, (self.within,), calendar)
        if due.at <= self.due_at:
            settled = self.model_copy(update={"provisional": due.provisional})
            return self if settled == self else settled.model_copy(update={"calendar": calendar.edition})
        later = {"due": due.date.isoformat(), "due_at": due.at, "provisional": due.provisional, "reminded": ()}
        return self.model_copy(update={**later, "calendar": calendar.edition}).armed(calendar)

    def begun(self, at: dt.datetime) -> Self:
        """An upload has begun: its file may still come when the last day is over."""
        return self.model_copy(update={"begun_at": at})

    def not_come(self) -> Self:
        """The file that was on its way does not count."""
        return self.model_copy(update={"begun_at": None})

    def brought(self, at: dt.datetime) -> Self:
        """It is there: nothing is waited for until somebody has looked at it."""
        return self.model_copy(update={"state": LateState.BROUGHT, "brought_at": at, "begun_at": None})

    def confirmed(self) -> Self:
        """A desk has looked at it, and it fits."""
        return self.model_copy(update={"state": LateState.CONFIRMED})

    def sent_back(self, returned: Returned, calendar: WorkCalendar) -> Self:
        """Waited for again: to the day that was told, or longer where too little of it is left."""
        again = LateMaterial.awaited(self.code, TO_PUT_RIGHT, since=returned.at, calendar=calendar)
        kept = {"state": LateState.AWAITED, "brought_at": None, "returned": returned}
        if again.due_at > self.due_at:
            return self.model_copy(update={**again.model_dump(exclude={"code"}), **kept, "within": again.within})
        return self.model_copy(update=kept).armed(calendar)

    def armed(self, calendar: WorkCalendar) -> Self:
        """With the next instant at which its applicant is reminded."""
        waiting = [at for kind, at in self.reminders(calendar) if kind not in self.reminded]
        return self.model_copy(update={"reminder_at": min(waiting, default=None)})

    def told(self, kinds: tuple[Reminder, ...], calendar: WorkCalendar) -> Self:
        """After its applicant was reminded."""
        return self.model_copy(update={"reminded": (*self.reminded, *kinds)}).armed(calendar)

    def reminders(self, calendar: WorkCalendar) -> tuple[tuple[Reminder, dt.datetime], ...]:
        """When its applicant is reminded; nothing that would come before it was told at all, or after its end."""
        last = dt.date.fromisoformat(self.due)
        days = ((Reminder.AHEAD, working_day_before(last, REMINDED_AHEAD, calendar)), (Reminder.LAST_DAY, last))
        instants = ((kind, dt.datetime.combine(day, REMINDED_AT, SHANGHAI)) for kind, day in days)
        return tuple((kind, at.astimezone(dt.UTC)) for kind, at in instants if self.since < at < self.due_at)

    @property
    def next_alarm(self) -> dt.datetime:
        """When time has something to say of it, while it is awaited."""
        return self.reminder_at or self.ends_at

    @property
    def ends_at(self) -> dt.datetime:
        """From when on it is too late."""
        return self.due_at + ON_ITS_WAY if self.begun_at else self.due_at

    def was_missing_at(self, instant: dt.datetime) -> bool:
        """Whether the applicant still owed it then."""
        return self.brought_at is None or self.brought_at >= instant

    def explain(self, calendar: WorkCalendar) -> tuple[DayLine, ...]:
        """Why this last day, day by day."""
        return explain_at(self.since, (self.within,), calendar)
