"""What happens to the clocks of a case. `due` and `statutory` are the dates as they are from then on."""

from pydantic import AwareDatetime

from chalicelib.cases.vocabulary import ClockKind
from chalicelib.kernel.events import Event


class ClockStarted(Event):
    type = "case.ClockStarted"
    clock: int
    kind: ClockKind
    due: str
    statutory: str
    legal_basis: str


class ClockPaused(Event):
    type = "case.ClockPaused"
    clock: int
    procedure: str
    reason: str
    legal_basis: str


class ClockResumed(Event):
    type = "case.ClockResumed"
    clock: int
    due: str
    statutory: str


class ClockExtended(Event):
    type = "case.ClockExtended"
    clock: int
    amount: int
    reason: str
    legal_basis: str
    due: str
    statutory: str


class ClockRecomputed(Event):
    """The work calendar says something else than when the dates were told, such as the holidays of a new year. The
    dates may be the same as `before`, and settled now where they were provisional.
    """

    type = "case.ClockRecomputed"
    clock: int
    kind: ClockKind
    due: str
    statutory: str
    provisional: bool
    due_before: str
    statutory_before: str


class DueDateProvisional(Event):
    """A date was given that rests on a year whose holidays nobody has announced yet: its notice has to be imported."""

    type = "case.DueDateProvisional"
    clock: int
    kind: ClockKind
    due: str
    statutory: str


class ClockStopped(Event):
    type = "case.ClockStopped"
    clock: int
    kind: ClockKind


class ClockAlarmRaised(Event):
    """A lamp changed or a card is due. The instant is the alarm's own, however late it was noticed."""

    type = "case.ClockAlarmRaised"
    clock: int
    kind: ClockKind
    alarm: str
    fell_due_at: AwareDatetime
