"""What a copy of one's own data holds of each case: what was applied for and given, what happened, what was paid,
received, said and asked. Officials are named by what they are, as everywhere in it.
"""

from contextlib import suppress
from typing import Any

from chalicelib.aws.platform import Platform
from chalicelib.cases import service as cases
from chalicelib.cases.model import Case
from chalicelib.cases.showing import case_view
from chalicelib.cases.timeline import TimelineEntry, timeline
from chalicelib.catalogue.service import catalogue_of
from chalicelib.delivery import service as delivery
from chalicelib.delivery.errors import ShipmentUnknown
from chalicelib.feedback import service as feedback
from chalicelib.feedback.errors import NotEvaluated
from chalicelib.kernel.events import Party
from chalicelib.kernel.text import Text
from chalicelib.payments import service as payments
from chalicelib.payments.errors import OrderUnknown
from chalicelib.workflow.subject_sections import OURS, Collected, shown

PARTIES = {
    Party.OFFICIAL: Text("工作人员", "an official"),
    Party.SYSTEM: Text("系统", "the system"),
    Party.COUNTERPARTY: Text("外部系统", "another system"),
    Party.APPLICANT: Text("代办人", "somebody who acted for you"),
}
MYSELF = Text("本人", "yourself")


def of_case(cloud: Platform, person: str, case_id: str) -> Collected:
    """One of their cases: what they applied for and gave, what happened, what they paid, received, said and asked."""
    case, history = cases.load_history(cloud.table, case_id)
    now, calendar = cloud.clock.now(), catalogue_of(cloud).calendar()
    told = timeline(case.number, history, now, "zh-CN", internal=False)
    return {
        "applicant": case.applicant.model_dump(mode="json", exclude={"agent"}),
        "case": shown(case_view(case, "zh-CN", now=now, calendar=calendar)),
        "timeline": [_happened(entry, case, person) for entry in told.entries],
        "payment": _payment(cloud, case),
        "shipment": _shipment(cloud, case),
        "evaluation": _evaluation(cloud, case),
        "enquiries": _enquiries(cloud, case),
    }


def _happened(entry: TimelineEntry, case: Case, person: str) -> dict[str, Any]:
    by = MYSELF if entry.actor == person else PARTIES[Party(entry.party)]
    desk = f"{case.terms.department_name} {entry.role}" if entry.party == Party.OFFICIAL else ""
    return {"at": entry.at.isoformat(), "what": entry.what, "by": " ".join(filter(None, (by.zh, desk)))}


def _payment(cloud: Platform, case: Case) -> dict[str, Any]:
    if case.fee is not None:
        with suppress(OrderUnknown):
            order = payments.load_order(cloud.table, case.fee.order_id)
            return order.model_dump(mode="json", exclude={*OURS, "code_url", "trouble"})
    return {}


def _shipment(cloud: Platform, case: Case) -> dict[str, Any]:
    if case.fulfilment is not None and case.fulfilment.shipment_id:
        with suppress(ShipmentUnknown):
            shipment = delivery.load_shipment(cloud.table, case.fulfilment.shipment_id)
            return shipment.model_dump(mode="json", exclude={*OURS, "trace", "trouble"})  # a trace may name a courier
    return {}


def _evaluation(cloud: Platform, case: Case) -> dict[str, Any]:
    with suppress(NotEvaluated):
        return feedback.read_evaluation(cloud.table, case.id).model_dump(mode="json", exclude=OURS)
    return {}


def _enquiries(cloud: Platform, case: Case) -> list[dict[str, Any]]:
    left_out: dict[str, Any] = {"version": True, "head": True, "answer": {"official"}}
    return [it.model_dump(mode="json", exclude=left_out) for it in feedback.enquiries_on(cloud.table, case.id)]
