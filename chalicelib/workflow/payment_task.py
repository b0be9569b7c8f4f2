"""Tasks of the machine `payment`. Each can be repeated at any time without harm."""

from collections.abc import Callable
from typing import Any

from chalice import Blueprint

from chalicelib.aws.platform import Platform, platform
from chalicelib.payments.channels import channel_of
from chalicelib.payments.collecting import Channel, Collecting
from chalicelib.payments.model import Order
from chalicelib.payments.service import apply, load_order, stage_of
from chalicelib.workflow.acts import system_act
from chalicelib.workflow.task_tokens import answer_or_wait

CALLBACK = "/v1/callbacks/wechat-pay"

functions = Blueprint(__name__)


@functions.lambda_function(name="payment_task")
def payment_task(event: dict[str, Any], context: Any) -> dict[str, str]:
    """`{task, order_id, …}` → `{stage}`: what the order waits for next. With a `token` the task ends as `task_tokens`
    says.
    """
    return carry_out(platform(), channel_of, event)


def carry_out(cloud: Platform, channel: Callable[[Platform], Channel], event: dict[str, Any]) -> dict[str, str]:
    """One task; only those that need the channel make it."""
    order_id, act = event["order_id"], system_act(cloud, f"payment-{event['order_id']}")

    def collecting() -> Collecting:
        return Collecting(cloud.table, channel(cloud), cloud.settings.public_base_url + CALLBACK, act)

    tasks: dict[str, Callable[[], Order]] = {
        "wait": lambda: load_order(cloud.table, order_id),
        "place": lambda: collecting().place(order_id),
        "query": lambda: collecting().query(order_id),
        "close": lambda: collecting().close(order_id),
        "refund": lambda: collecting().refund(order_id),
        "note_trouble": lambda: apply(cloud.table, order_id, act, lambda it: it.note_trouble(event["error"], act)),
    }
    stage = stage_of(tasks[event["task"]]())
    if "token" in event:
        answer_or_wait(cloud, "order", order_id, event, stage)
    return {"stage": stage}
