"""Business metrics: which events are counted, under which name. Written as log lines in CloudWatch's embedded metric
format (EMF), from which CloudWatch makes the metrics by itself. No dimension but the service: nothing personal goes in.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

from chalicelib.aws.observability import logger
from chalicelib.cases.vocabulary import ClockKind
from chalicelib.kernel.clock_alarms import AlarmKind
from chalicelib.kernel.events import RecordedEvent

SERVICE = "bujianmian"
OFFICE_CLOCKS = frozenset({ClockKind.HANDLING, ClockKind.SERVICE})
"""The limits that a department can break. The others end by themselves, in acceptance for the check of the papers."""

Data = Mapping[str, Any]


def _one(data: Data) -> int:
    return 1


class BusinessMetric(NamedTuple):
    """What an event of `event_type` adds to the metric `name`: `measure` of its data, nothing where that is 0."""

    event_type: str
    name: str
    measure: Callable[[Data], int] = _one
    unit: MetricUnit = MetricUnit.Count


def _alarm(kind: AlarmKind) -> Callable[[Data], int]:
    return lambda data: int(data["alarm"] == kind and data["kind"] in OFFICE_CLOCKS)


METRICS = (
    BusinessMetric("case.Submitted", "CasesSubmitted", lambda data: int(data["round"] == 1)),
    BusinessMetric("case.Submitted", "CasesCorrected", lambda data: int(data["round"] > 1)),
    BusinessMetric("case.CorrectionRequested", "CorrectionsRequested"),
    BusinessMetric("case.CorrectionRequested", "MaterialsAskedTwice", lambda data: len(data.get("shared", []))),
    BusinessMetric("case.RequestRefused", "RepeatRequestsRefused"),
    BusinessMetric("case.DeemedAccepted", "CasesDeemedAccepted"),
    BusinessMetric("case.Decided", "CasesDecided"),
    BusinessMetric("case.TacitlyApproved", "CasesTacitlyApproved"),
    BusinessMetric("case.ClockAlarmRaised", "PromisedDatesPassed", _alarm(AlarmKind.PROMISED_PASSED)),
    BusinessMetric("case.ClockAlarmRaised", "StatutoryDatesPassed", _alarm(AlarmKind.STATUTORY_PASSED)),
    BusinessMetric("case.ClockAlarmRaised", "YellowCards", _alarm(AlarmKind.YELLOW_CARD)),
    BusinessMetric("case.ClockAlarmRaised", "RedCards", _alarm(AlarmKind.RED_CARD)),
    BusinessMetric("payment.Settled", "PaymentsSettled"),
    BusinessMetric("payment.Settled", "FenSettled", lambda data: int(data["amount_fen"]), MetricUnit.NoUnit),
    BusinessMetric("delivery.Signed", "ParcelsSigned"),
    BusinessMetric("delivery.HandedOver", "DocumentsHandedOver"),
    BusinessMetric("case.Delivered", "CasesDelivered"),
)


def count(namespace: str, events: Iterable[RecordedEvent]) -> None:
    """Write what these events add to the metrics; no line where they add nothing. An event that does not say what is to
    be counted is logged and passed over: figures keep nothing else from being told.
    """
    metrics = EphemeralMetrics(namespace=namespace, service=SERVICE)
    for event in events:
        for metric in METRICS:
            if metric.event_type == event.type and (value := _measured(metric, event)):
                metrics.add_metric(metric.name, metric.unit, value)
    if metrics.metric_set:
        metrics.flush_metrics()


def _measured(metric: BusinessMetric, event: RecordedEvent) -> int:
    try:
        return metric.measure(event.data)
    except (KeyError, TypeError, ValueError):
        logger.warning("not counted", extra={"event": event.id, "metric": metric.name})
        return 0
