"""The Step Functions task behind every wait for a person or a counterparty."""

from typing import Any

from chalice import Blueprint

from chalicelib.aws.platform import platform
from chalicelib.workflow.waiting import register

functions = Blueprint(__name__)


@functions.lambda_function(name="wait_task")
def wait_task(event: dict[str, Any], context: Any) -> None:
    """`{subject, id, wait, token}`: the state goes on when the token is answered, not when this returns."""
    register(platform(), event["subject"], event["id"], event["wait"], event["token"])
