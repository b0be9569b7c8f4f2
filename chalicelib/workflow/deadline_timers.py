"""Deadline timers: one execution of `deadline-clock` for each clock of a case that has something to say.

A timer is told at its start when to wake. Alarms that fall at the end of a day, as most do, are spread: each case has
its own second of the spread, so that a province does not wake at once. What is told is the alarm's own instant. A timer
is stopped with its clock, and replaced where the clock moves: what sleeps
for nothing would wake for nothing. Every decision is made from the case as it stands now, so events may be repeated,
late, or out of order. What a lost timer misses, the sweep over the index of due instants catches up with.
"""

import zlib
from datetime import datetime, timedelta

from chalicelib.aws.platform import Platform
from chalicelib.cases import service
from chalicelib.cases.model import Case
from chalicelib.kernel.events import RecordedEvent
from chalicelib.kernel.instants import midnight, shanghai_date, to_text
from chalicelib.workflow.orchestrations import Orchestration, exchange, halt, replace, start

MACHINE = "deadline-clock"


def arrange(platform: Platform, event: RecordedEvent) -> None:
    """Give the clock that `event` names the timer that it needs now: the first, another, or none. Safe to repeat."""
    number = int(event.data["clock"] or 0)
    if not number:
        return
    timer = Orchestration(MACHINE, "case", event.aggregate_id, str(number))
    at = next_alarm(platform, service.load_case(platform.table, event.aggregate_id), number)
    if at is None:
        halt(platform, timer, "the clock has stopped")
    elif event.type == "case.ClockStarted":
        start(platform, timer, _waking(at))
    else:
        exchange(platform, timer, _waking(at))


def restart(platform: Platform, timer: Orchestration, broken: int) -> bool:
    """Replace a timer that broke, unless its clock has nothing more to say. False if that was done before."""
    at = next_alarm(platform, service.load_case(platform.table, timer.id), int(timer.key))
    return at is not None and replace(platform, timer, broken, _waking(at))


def next_alarm(platform: Platform, case: Case, number: int) -> datetime | None:
    """When to wake for what clock `number` says next (machine time, rounded up to the second), if it still runs."""
    clock = case.clock
    if clock is None or clock.number != number or case.next_alarm is None:
        return None
    at = case.next_alarm + _spread(platform, case.id, case.next_alarm)
    return (at - platform.clock.offset()).replace(microsecond=0) + timedelta(seconds=1)


def _spread(platform: Platform, case_id: str, alarm: datetime) -> timedelta:
    seconds = platform.settings.alarm_spread_seconds
    if alarm != midnight(shanghai_date(alarm)) or not seconds:
        return timedelta()
    return timedelta(seconds=zlib.crc32(case_id.encode()) % seconds)


def _waking(at: datetime) -> dict[str, str]:
    return {"at": to_text(at)}
