"""What an archive package holds of a case: application, materials, process, documents, payment, delivery, evaluation.

Everything is whole, for the archive is what a dispute or an audit goes back to; the package is as well guarded as the
case. How a service was rated stays out of it: whoever rates is protected from those who read the file.
"""

import json
import mimetypes
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.aws.objects import Objects
from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import event_row
from chalicelib.cases.model import Case
from chalicelib.cases.timeline import timeline
from chalicelib.delivery import service as delivery
from chalicelib.delivery.errors import ShipmentUnknown
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.events import RecordedEvent
from chalicelib.kernel.instants import SHANGHAI, shanghai_date
from chalicelib.payments import service as payments
from chalicelib.payments.errors import OrderUnknown

OURS = {"version", "head", "trouble"}
"""How an aggregate is kept is no part of the file."""


@dataclass(frozen=True)
class StoredFile:
    """A file that lies in a bucket: where in the package, where in storage, and the hash that it has to have."""

    path: str
    objects: Objects
    key: str
    sha256: str


def written_files(
    cloud: Platform, case: Case, history: Sequence[RecordedEvent], at: datetime
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of what is written for the package; no two have the same path."""
    yield "metadata.json", _json(metadata(case, history, at))
    yield "application/form.json", canonical_json(case.form)
    yield "application/applicant.json", _json(case.applicant.model_dump(mode="json"))
    if case.promise is not None:
        yield "application/promise.txt", case.promise.text.encode()
        yield "application/promise.json", _json(case.promise.model_dump(mode="json", exclude={"text"}))
    if case.late_promise is not None:
        yield "application/promise-to-follow.txt", case.late_promise.text.encode()
        yield "application/promise-to-follow.json", _json(case.late_promise.model_dump(mode="json", exclude={"text"}))
    yield "materials/index.json", _json(_materials(case))
    yield "process/events.jsonl", _events(case, history)
    yield "process/timeline.txt", _timeline(case, history, at)
    yield "process/handling.json", _json(_handling(case))
    yield "payment/order.json", _json(_order(cloud, case))
    yield "delivery/delivery.json", _json(_delivery(cloud, case))
    yield "evaluation/evaluation.json", _json(_evaluation(history))


def stored_files(cloud: Platform, case: Case) -> Iterator[StoredFile]:
    """What was uploaded and what was issued."""
    for number, slot in enumerate(case.materials.values(), start=1):
        if slot.is_there and slot.object_key:
            yield StoredFile(_path(number, slot.media_type), cloud.materials, slot.object_key, slot.sha256)
    for kind, document in sorted(case.documents.items()):
        yield StoredFile(f"documents/{kind}.pdf", cloud.documents, document.object_key, document.sha256)


def metadata(case: Case, history: Sequence[RecordedEvent], at: datetime) -> dict[str, Any]:
    """The elements by which an archive describes a file, in the manner of DA/T 46-2009 (文书类电子文件元数据方案) and
    DA/T 85-2019 (政务服务事项电子文件归档规范), each under an English name.

    How long it is kept is the archive's appraisal, as items do not say it: the element says so, and is not made up.
    """
    terms = case.terms
    return {
        "case_id": case.id,
        "number": case.number,
        "title": f"{terms.name_zh}（{case.number}）",
        "creator": terms.department_name,
        "department": terms.department,
        "region": case.region,
        "item_code": terms.code,
        "item_version": terms.version,
        "legal_basis": list(terms.legal_basis),
        "applied_on": _date(case.submitted_at),
        "decided_on": _date(case.decision.at if case.decision else None),
        "packed_on": _date(at),
        "outcome": case.decision.outcome if case.decision else None,
        "retention_period": "待鉴定",
        "events": len(history),
        "head": history[-1].hash,
    }


def bag_info(case: Case, at: datetime) -> list[tuple[str, str]]:
    """What `bag-info.txt` says, for whoever knows bags but not us. No personal data."""
    return [
        ("Source-Organization", case.terms.department_name),
        ("External-Identifier", case.number),
        ("External-Description", f"{case.terms.name_zh}：办件归档包"),
        ("Bagging-Date", _date(at) or ""),
    ]


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _date(instant: datetime | None) -> str | None:
    return shanghai_date(instant).isoformat() if instant else None


def _path(number: int, media_type: str) -> str:
    """Codes of materials are free text to a file system; their number is not."""
    return f"materials/{number:03d}{mimetypes.guess_extension(media_type) or '.bin'}"


def _materials(case: Case) -> list[dict[str, Any]]:
    """Each material: where it came from and why, and where in the package it lies if it is a file."""
    kept = {"code", "name_zh", "necessity", "state", "why", "source", "certificate_id", "valid_to", "sha256", "size"}
    return [
        {
            **slot.model_dump(mode="json", include=kept),
            **({"path": _path(number, slot.media_type)} if slot.is_there and slot.object_key else {}),
        }
        for number, slot in enumerate(case.materials.values(), start=1)
    ]


def _events(case: Case, history: Sequence[RecordedEvent]) -> bytes:
    """The rows of the history as the table holds them, and what a snapshot says of them: `verify_chain` reads both."""
    pk, head = f"CASE#{case.id}", history[-1].hash
    told = {"id": case.id, "number": case.number, "version": len(history), "head": head}
    snapshot = {
        "pk": pk,
        "sk": "SNAPSHOT",
        "version": len(history),
        "head": head,
        "body": canonical_json(told).decode(),
    }
    lines = [*(event_row(pk, event) for event in history), snapshot]
    return b"".join(canonical_json(line) + b"\n" for line in lines)


def _timeline(case: Case, history: Sequence[RecordedEvent], at: datetime) -> bytes:
    told = timeline(case.number, history, at, "zh-CN", internal=True)
    lines = [f"{case.terms.name_zh}  {case.number}  办理过程（北京时间）", ""]
    for entry in told.entries:
        when = entry.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
        lines.append(f"{entry.sequence:>4}  {when}  {entry.what}  {entry.role}")
    return ("\n".join(lines) + "\n").encode()


def _handling(case: Case) -> dict[str, Any]:
    """Findings, the correction request, opinions and decision, with their reasons."""
    return case.model_dump(mode="json", include={"findings", "correction", "opinions", "decision"})


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
