"""Tasks of the machines `case-lifecycle` and `review`. Each can be repeated at any time without harm."""

from collections.abc import Callable
from typing import Any

from chalice import Blueprint

from chalicelib.aws.platform import Platform, platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.cases import service
from chalicelib.cases.model import Case
from chalicelib.cases.vocabulary import Stage, Status
from chalicelib.catalogue.service import catalogue_of
from chalicelib.catalogue.vocabulary import DeliveryWay
from chalicelib.delivery.model import Recipient, shipment_id_of
from chalicelib.delivery.service import open_shipment
from chalicelib.kernel.events import Act
from chalicelib.payments import service as payments
from chalicelib.payments.model import Order
from chalicelib.payments.vocabulary import order_id_of
from chalicelib.workflow.acts import system_act
from chalicelib.workflow.archive_package import next_package
from chalicelib.workflow.join_effects import TERMINATED, WITHDRAWN
from chalicelib.workflow.task_tokens import answer_or_wait, register

functions = Blueprint(__name__)
Task = Callable[[Platform, Case, Act, dict[str, Any]], dict[str, Any]]


@functions.lambda_function(name="lifecycle_task")
def lifecycle_task(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """`{task, case_id, …}`. With a `token` the task ends as `task_tokens` says; without one it answers at least
    `{stage}`: what the case waits for next.
    """
    cloud = platform()
    case_id = str(event["case_id"])
    if event["task"] == "wait":
        register(cloud, "case", case_id, event["wait"], event["token"], expected=event.get("expected", ""))
        return {}
    case = service.load_case(cloud.table, case_id)
    answer = TASKS[event["task"]](cloud, case, system_act(cloud, f"lifecycle-{case.id}"), event)
    if "token" in event:
        answer_or_wait(cloud, "case", case_id, event, answer["stage"])
    return answer


def plan_review(cloud: Platform, case: Case, act: Act, event: dict[str, Any]) -> dict[str, Any]:
    """The stages of the review with the desks of each; those that have answered are answered at once."""
    stages = [
        {"stage": number, "desks": [{"stage": number, "desk": desk} for desk in stage.desks]}
        for number, stage in enumerate(case.terms.review)
    ]
    return {"stage": case.stage, "stages": stages}


def request_fee(cloud: Platform, case: Case, act: Act, event: dict[str, Any]) -> dict[str, Any]:
    """Note the order that is to collect the fee, then open it: money can only come to an order that the case knows.

    One order a case, however often this runs, and none for a case that owes nothing (any more). What became of order
    and case meanwhile is made good here, should its event have been lost.
    """
    order_id = order_id_of(case.id)
    case = service.apply(cloud, case.id, act, lambda it: it.request_fee(order_id, act))
    fee = case.terms.fee
    if not case.fee_is_due or fee is None:
        return {"stage": case.stage}
    uow = UnitOfWork(cloud.table, act)
    order = payments.open_order(
        uow,
        reference=case.id,
        owner_id=case.owner_id,
        department=case.department,
        region=case.region,
        item_code=case.item_code,
        amount_fen=fee.amount_fen,
        description=f"{case.terms.name_zh} {fee.name.zh}",
        basis=fee.basis,
    )
    uow.commit()
    return {"stage": _agreed(cloud, case, order, act).stage}


def start_delivery(cloud: Platform, case: Case, act: Act, event: dict[str, Any]) -> dict[str, Any]:
    """Hand the result to the courier, or release it electronically, as the applicant chose.

    The case knows its shipment before the shipment exists, so no news of it can come too early. A parcel that has
    arrived already is noted, should its event have been lost.
    """
    calendar = catalogue_of(cloud).calendar()
    if case.delivery_way is DeliveryWay.ELECTRONIC:

        def release(it: Case) -> None:
            it.start_delivery("", act)
            it.note_delivered(act, calendar)

        return _applied(cloud, case, act, release)
    shipment_id = shipment_id_of(case.id)
    case = service.apply(cloud, case.id, act, lambda it: it.start_delivery(shipment_id, act))
    uow = UnitOfWork(cloud.table, act)
    shipment = open_shipment(
        uow,
        reference=case.id,
        owner_id=case.owner_id,
        department=case.department,
        region=case.region,
        item_code=case.item_code,
        numbers=case.applicant.numbers,
        recipient=Recipient(**case.form["recipient"]),
        contents=case.terms.result.title.zh,
    )
    uow.commit()
    if shipment.has_arrived:
        return _applied(cloud, case, act, lambda it: it.note_delivered(act, calendar))
    return {"stage": case.stage}


def archive(cloud: Platform, case: Case, act: Act, event: dict[str, Any]) -> dict[str, Any]:
    """Pack what is not in the archive yet, one bag at a time: while one is missing the stage stays the same."""
    if case.stage is not Stage.ARCHIVE:
        return {"stage": case.stage}
    package = next_package(cloud, case.id, act.at)
    return _applied(cloud, case, act, lambda it: it.archive(package, act))


def note_trouble(cloud: Platform, case: Case, act: Act, event: dict[str, Any]) -> dict[str, Any]:
    """Leave the case explainable when an execution could not go on."""
    return _applied(cloud, case, act, lambda it: it.note_trouble(event["machine"], str(event["error"])[:300], act))


TASKS: dict[str, Task] = {
    "plan_review": plan_review,
    "request_fee": request_fee,
    "start_delivery": start_delivery,
    "archive": archive,
    "note_trouble": note_trouble,
}


def _agreed(cloud: Platform, case: Case, order: Order, act: Act) -> Case:
    """The case after it has heard of the order's money, and the order that the case has no use for any more."""
    if order.is_settled:
        case = service.apply(cloud, case.id, act, lambda it: it.note_fee_settled(order.id, act))
    else:
        case = service.load_case(cloud.table, case.id)
    why = {Status.WITHDRAWN: WITHDRAWN, Status.TERMINATED: TERMINATED}.get(case.status)
    if why is not None:
        payments.release(cloud.table, order.id, act, why=why)
    return case


def _applied(cloud: Platform, case: Case, act: Act, how: service.Change) -> dict[str, Any]:
    return {"stage": service.apply(cloud, case.id, act, how).stage}
