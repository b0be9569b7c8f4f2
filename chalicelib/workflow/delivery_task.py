"""Tasks of the machine `delivery`. Each can be repeated at any time without harm."""

from collections.abc import Callable
from typing import Any

from chalice import Blueprint

from chalicelib.aws.platform import Platform, platform
from chalicelib.delivery.couriers import COMPANY, courier_for
from chalicelib.delivery.model import Shipment
from chalicelib.delivery.service import Courier, apply, book, load_shipment, stage_of
from chalicelib.workflow.acts import system_act
from chalicelib.workflow.task_tokens import answer_or_wait

CALLBACK = "/v1/callbacks/kuaidi100"

functions = Blueprint(__name__)


@functions.lambda_function(name="delivery_task")
def delivery_task(event: dict[str, Any], context: Any) -> dict[str, str]:
    """`{task, shipment_id, …}` → `{stage}`: what the shipment waits for next. With a `token` the task ends as
    `task_tokens` says.
    """
    return carry_out(platform(), courier_for, event)


def carry_out(cloud: Platform, courier: Callable[[Platform, str], Courier], event: dict[str, Any]) -> dict[str, str]:
    """One task; only `book` needs the courier."""
    shipment_id = event["shipment_id"]
    act = system_act(cloud, f"delivery-{shipment_id}")
    callback_url = f"{cloud.settings.public_base_url}{CALLBACK}/{shipment_id}"
    tasks: dict[str, Callable[[], Shipment]] = {
        "wait": lambda: load_shipment(cloud.table, shipment_id),
        "book": lambda: book(
            cloud.table, courier(cloud, shipment_id), shipment_id, act, company=COMPANY, callback_url=callback_url
        ),
        "note_trouble": lambda: apply(cloud.table, shipment_id, act, lambda it: it.note_trouble(event["error"], act)),
    }
    stage = stage_of(tasks[event["task"]]())
    if "token" in event:
        answer_or_wait(cloud, "shipment", shipment_id, event, stage)
    return {"stage": stage}
