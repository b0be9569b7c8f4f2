"""Which event starts which state machine, and whose waits it may end."""

from collections.abc import Callable

from chalicelib.aws.platform import Platform
from chalicelib.kernel.events import RecordedEvent
from chalicelib.workflow.orchestrations import Orchestration, restart, start, supersede
from chalicelib.workflow.waiting import signal

SUBJECTS = {"case": "case", "payment": "order", "delivery": "shipment"}
Starter = Callable[[Platform, RecordedEvent], object]
Runner = Callable[[Platform, Orchestration], str]


def _lifecycle(platform: Platform, event: RecordedEvent) -> None:
    if event.data["round"] == 1:
        start(platform, Orchestration("case-lifecycle", "case", event.aggregate_id))


def _machine(machine: str, subject: str, run: Runner = start) -> Starter:
    return lambda platform, event: run(platform, Orchestration(machine, subject, event.aggregate_id))


def _clock(run: Runner) -> Starter:
    def starter(platform: Platform, event: RecordedEvent) -> str:
        return run(platform, Orchestration("deadline-clock", "case", event.aggregate_id, str(event.data["clock"])))

    return starter


def _moved(platform: Platform, event: RecordedEvent) -> None:
    """Another route is gone by a machine that knows it; a clock whose timer has ended may have something to say again.
    One that sleeps too long is caught up with by the sweep.
    """
    if event.data["route_changed"]:
        supersede(platform, Orchestration("review", "case", event.aggregate_id))
    if event.data["clock"]:
        _clock(restart)(platform, event)


def _packed(platform: Platform, event: RecordedEvent) -> None:
    """A case that is over goes on, to its archive; whatever was under way may have looked before this happened."""
    supersede(platform, Orchestration("case-lifecycle", "case", event.aggregate_id))


STARTS: dict[str, Starter] = {
    "case.Submitted": _lifecycle,
    "case.ReviewOpened": _machine("review", "case"),
    "case.ClockStarted": _clock(start),
    "case.ClockResumed": _clock(restart),
    "case.ClockExtended": _clock(restart),
    "case.ClockRecomputed": _clock(restart),
    "case.LateMaterialReturned": _clock(supersede),
    "case.MovedToVersion": _moved,
    "case.ArchiveRequested": _packed,
    "case.SupplementDue": _packed,
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
