"""The instants at which a clock has something to say: lamps that change, a warning, cards (黄牌, 红牌)."""

import datetime as dt
from collections.abc import Iterator, Sequence
from enum import StrEnum

from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.lamps import Dues, Thresholds
from chalicelib.kernel.value import Value
from chalicelib.kernel.working_time import (
    Due,
    Interval,
    add_working_days,
    end_of_day,
    working_day_before,
)


class AlarmKind(StrEnum):
    """What happens at an alarm; the order is the order of events that fall on one instant."""

    LAMP_YELLOW = "LAMP_YELLOW"
    WARNING = "WARNING"
    PROMISED_PASSED = "PROMISED_PASSED"
    STATUTORY_PASSED = "STATUTORY_PASSED"
    YELLOW_CARD = "YELLOW_CARD"
    RED_CARD = "RED_CARD"


ORDER = tuple(AlarmKind)


class Alarm(Value):
    """One alarm at a UTC instant."""

    at: dt.datetime
    kind: AlarmKind


def alarms_of(
    started_at: dt.datetime,
    dues: Dues,
    pauses: Sequence[Interval],
    calendar: WorkCalendar,
    thresholds: Thresholds,
) -> tuple[Alarm, ...]:
    """All alarms of a clock in order, past ones too; none before its start, none that waits for a resumption.

    Cards are measured from the promised date, inside which the department has to conclude. An alarm ahead of
    it that would fall into a pause comes with the resumption.
    """
    alarms = [*_ahead(dues, pauses, calendar, thresholds), *_behind(dues, calendar, thresholds)]
    after_start = (alarm for alarm in alarms if alarm.at > started_at)
    return tuple(sorted(after_start, key=lambda alarm: (alarm.at, ORDER.index(alarm.kind))))


def _ahead(dues: Dues, pauses: Sequence[Interval], calendar: WorkCalendar, thresholds: Thresholds) -> Iterator[Alarm]:
    yellow = thresholds.yellow_from(dues.promised_days)
    for kind, days in ((AlarmKind.LAMP_YELLOW, yellow), (AlarmKind.WARNING, thresholds.warning_days)):
        at = end_of_day(working_day_before(dues.promised.date, days, calendar))
        at = _after_pause(at, pauses)
        if not (dues.paused_since and at > dues.paused_since):
            yield Alarm(at=at, kind=kind)


def _behind(dues: Dues, calendar: WorkCalendar, thresholds: Thresholds) -> Iterator[Alarm]:
    if not _is_waiting(dues.statutory, dues):
        yield Alarm(at=dues.statutory.at, kind=AlarmKind.STATUTORY_PASSED)
    if _is_waiting(dues.promised, dues):
        return
    yield Alarm(at=dues.promised.at, kind=AlarmKind.PROMISED_PASSED)
    yellow, red = thresholds.yellow_card_days, thresholds.red_card_days
    for kind, days in ((AlarmKind.YELLOW_CARD, yellow), (AlarmKind.RED_CARD, red)):
        yield Alarm(at=end_of_day(add_working_days(dues.promised.date, days, calendar)), kind=kind)


def _is_waiting(due: Due, dues: Dues) -> bool:
    """Whether the clock is paused with this due date still ahead, so that nobody knows when it passes."""
    return dues.paused_since is not None and dues.paused_since < due.at


def _after_pause(at: dt.datetime, pauses: Sequence[Interval]) -> dt.datetime:
    for pause in pauses:
        if pause.start < at < pause.end:
            return pause.end
    return at
