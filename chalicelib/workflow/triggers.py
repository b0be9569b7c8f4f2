"""Which event starts which state machine, and whose waits it may end."""

from collections.abc import Callable

from chalicelib.aws.platform import Platform
from chalicelib.kernel.events import RecordedEvent
from chalicelib.workflow import deadline_timers
from chalicelib.workflow.orchestrations import Orchestration, start, supersede
from chalicelib.workflow.task_tokens import signal

SUBJECTS = {"case": "case", "payment": "order", "delivery": "shipment"}
Starter = Callable[[Platform, RecordedEvent], object]
Runner = Callable[[Platform, Orchestration], object]


def _lifecycle(platform: Platform, event: RecordedEvent) -> None:
    if event.data["round"] == 1:
        start(platform, Orchestration("case-lifecycle", "case", event.aggregate_id))


def _machine(machine: str, subject: str, run: Runner = start) -> Starter:
    return lambda platform, event: run(platform, Orchestration(machine, subject, event.aggregate_id))


def _moved_to_version(platform: Platform, event: RecordedEvent) -> None:
    """Another route is gone by a machine that knows it, and the clock may have another end."""
    if event.data["route_changed"]:
        supersede(platform, Orchestration("review", "case", event.aggregate_id))
    deadline_timers.arrange(platform, event)


def _archive(platform: Platform, event: RecordedEvent) -> None:
    """A case that is over goes on, to its archive; whatever was under way may have looked before this happened."""
    supersede(platform, Orchestration("case-lifecycle", "case", event.aggregate_id))


STARTS: dict[str, Starter] = {
    "case.Submitted": _lifecycle,
    "case.ReviewOpened": _machine("review", "case"),
    "case.ClockStarted": deadline_timers.arrange,
    "case.ClockStopped": deadline_timers.arrange,
    "case.ClockPaused": deadline_timers.arrange,
    "case.ClockResumed": deadline_timers.arrange,
    "case.ClockExtended": deadline_timers.arrange,
    "case.ClockRecomputed": deadline_timers.arrange,
    "case.LateMaterialReturned": deadline_timers.arrange,
    "case.MovedToVersion": _moved_to_version,
    "case.ArchiveRequested": _archive,
    "case.SupplementDue": _archive,
    "payment.OrderOpened": _machine("payment", "order"),
    "payment.Released": _machine("payment", "order", supersede),
    "payment.RefundRequested": _machine("payment", "order", supersede),
    "delivery.ShipmentOpened": _machine("delivery", "shipment"),
}


def begin(platform: Platform, event: RecordedEvent) -> None:
    """Start what `event` starts. Safe to repeat."""
    starter = STARTS.get(event.type)
    if starter is not None:
        starter(platform, event)


def wake(platform: Platform, event: RecordedEvent) -> None:
    """Answer the waits that `event`, or anything before it, has ended. Safe to repeat."""
    subject = SUBJECTS.get(event.type.partition(".")[0])
    if subject is not None:
        signal(platform, subject, event.aggregate_id)
