"""What an archive package holds of a case: application, materials, process, documents, payment, delivery, evaluation.

Everything is whole, for the archive is what a dispute or an audit goes back to; the package is as well guarded as the
case. How a service was rated stays out of it: whoever rates is protected from those who read the file.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.aws.platform import Platform
from chalicelib.cases.model import Case
from chalicelib.cases.timeline import timeline
from chalicelib.delivery import service as delivery
from chalicelib.delivery.errors import ShipmentUnknown
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.events import RecordedEvent
from chalicelib.kernel.instants import SHANGHAI
from chalicelib.payments import service as payments
from chalicelib.payments.errors import OrderUnknown
from chalicelib.workflow.archive_editions import Edition
from chalicelib.workflow.archive_files import path_of, returned_path_of
from chalicelib.workflow.archive_words import as_json, chain_of

OURS = {"version", "head", "trouble"}
"""How an aggregate is kept is no part of the file."""


@dataclass(frozen=True)
class Contents:
    """What goes into one package of a case, from what was read of it at one time."""

    cloud: Platform
    case: Case
    history: Sequence[RecordedEvent]
    editions: Sequence[Edition]
    at: datetime

    def written(self) -> Iterator[tuple[str, bytes]]:
        """Path and bytes of what is written for the case as it was closed; no two have the same path."""
        case = self.case
        yield "application/form.json", canonical_json(case.form)
        yield "application/applicant.json", as_json(case.applicant.model_dump(mode="json"))
        if case.promise is not None:
            yield "application/promise.txt", case.promise.text.encode()
            yield "application/promise.json", as_json(case.promise.model_dump(mode="json", exclude={"text"}))
        if case.late_promise is not None:
            yield "application/promise-to-follow.txt", case.late_promise.text.encode()
            promise = case.late_promise.model_dump(mode="json", exclude={"text"})
            yield "application/promise-to-follow.json", as_json(promise)
        if given := case.standing_pledges:
            pledges = {code: pledge.model_dump(mode="json") for code, pledge in given.items()}
            yield "application/pledges.json", as_json(pledges)
        yield "materials/index.json", as_json(_materials(case))
        yield "process/handling.json", as_json(_handling(case))
        yield "delivery/delivery.json", as_json(_delivery(self.cloud, case))
        yield "evaluation/evaluation.json", as_json(_evaluation(self.history))
        yield from self.written_again()

    def written_again(self) -> Iterator[tuple[str, bytes]]:
        """What a supplement holds too: all that may have gone on since."""
        yield (
            "process/events.jsonl",
            chain_of(f"CASE#{self.case.id}", self.case.id, self.history, {"number": self.case.number}),
        )
        yield "process/timeline.txt", _timeline(self.case, self.history, self.at)
        yield "payment/order.json", as_json(_order(self.cloud, self.case))
        for edition in self.editions:
            yield f"licences/{edition.name}.jsonl", edition.chain()


def _materials(case: Case) -> list[dict[str, Any]]:
    """Each material: where it came from and why, and where in the package its file lies, and the one that a desk
    returned.
    """
    returned = case.returned_files
    kept = {"code", "name_zh", "necessity", "state", "why", "source", "certificate_id", "valid_to", "sha256", "size"}
    return [
        {
            **slot.model_dump(mode="json", include=kept),
            **({"path": path_of(number, slot)} if slot.object_key else {}),
            **({"returned_path": returned_path_of(number, returned[slot.code])} if slot.code in returned else {}),
        }
        for number, slot in enumerate(case.materials.values(), start=1)
    ]


def _timeline(case: Case, history: Sequence[RecordedEvent], at: datetime) -> bytes:
    told = timeline(case.number, history, at, "zh-CN", internal=True)
    lines = [f"{case.terms.name_zh}  {case.number}  办理过程（北京时间）", ""]
    for entry in told.entries:
        when = entry.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
        lines.append(f"{entry.sequence:>4}  {when}  {entry.what}  {entry.role}")
    return ("\n".join(lines) + "\n").encode()


def _handling(case: Case) -> dict[str, Any]:
    """Findings, the correction request, what was to follow, opinions, and how it ended, with the reasons."""
    told = {"status", "findings", "correction", "late_materials", "refusal", "right_authority", "opinions", "decision"}
    return case.model_dump(mode="json", include=told)


def _order(cloud: Platform, case: Case) -> dict[str, Any]:
    if case.fee is not None:
        with suppress(OrderUnknown):
            order = payments.load_order(cloud.table, case.fee.order_id)
            return order.model_dump(mode="json", exclude={*OURS, "code_url"})
    return {}


def _delivery(cloud: Platform, case: Case) -> dict[str, Any]:
    if case.fulfilment is None:
        return {}
    told: dict[str, Any] = {"fulfilment": case.fulfilment.model_dump(mode="json")}
    if case.fulfilment.shipment_id:
        with suppress(ShipmentUnknown):
            shipment = delivery.load_shipment(cloud.table, case.fulfilment.shipment_id)
            told["shipment"] = shipment.model_dump(mode="json", exclude=OURS)
    return told


def _evaluation(history: Sequence[RecordedEvent]) -> dict[str, Any]:
    """That the service was rated, or was not until the time for it was over."""
    ends = {"case.Evaluated": "RATED", "case.EvaluationWindowClosed": "NOT_RATED"}
    return next(({"evaluation": ends[it.type], "at": it.at.isoformat()} for it in history if it.type in ends), {})
