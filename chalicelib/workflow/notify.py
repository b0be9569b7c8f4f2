"""Consumer: tells people by SMS what concerns them. Which event says what is one table, `BUILDERS`.

The gateway takes a message once: its id is the event's. Nothing personal is logged, and the events hold none: a
builder reads mobile and text from what the event is about.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Protocol

from chalice import Blueprint

from chalicelib.aws.counterparty_http import ClientCredentials
from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.platform import Platform, platform
from chalicelib.kernel.ids import new_secret
from chalicelib.parties import sign_in
from chalicelib.parties.challenges import VALID_FOR, CodeIssued
from chalicelib.parties.sms import SmsGateway
from chalicelib.workflow.account_notices import ACCOUNT_BUILDERS
from chalicelib.workflow.case_notices import CASE_BUILDERS
from chalicelib.workflow.consuming import CloudEvent, consume_once, received
from chalicelib.workflow.dispute_notices import DISPUTE_BUILDERS
from chalicelib.workflow.late_notices import LATE_BUILDERS
from chalicelib.workflow.licence_notices import LICENCE_BUILDERS
from chalicelib.workflow.messages import Builder, Message
from chalicelib.workflow.promise_notices import PROMISE_BUILDERS

CONSUMER = "notify"

functions = Blueprint(__name__)


class Gateway(Protocol):
    """The SMS gateway; raises `Unavailable` or `Refused`, and the event is then delivered again."""

    def send(self, message_id: str, mobile: str, template: str, parameters: Mapping[str, str]) -> None: ...


@functions.lambda_function(name="notify")
def notify(event: dict[str, Any], context: Any) -> None:
    """Invoked by the bus with every event of ours."""
    cloud = platform()
    tell(cloud, gateway_of(cloud), received(event))


@lru_cache(maxsize=1)
def gateway_of(cloud: Platform) -> Gateway:
    """The SMS gateway of a deployment, kept with its connections for the life of the process."""
    credentials = ClientCredentials(**cloud.secrets.counterparty("sms"))
    return SmsGateway(credentials, cloud.settings.sms_url, now=machine_now, nonce=new_secret)


def tell(cloud: Platform, gateway: Gateway, event: CloudEvent) -> None:
    """Send what `event` has to say, once."""
    builder = BUILDERS.get(event.type)
    if builder is not None:
        consume_once(cloud, event, CONSUMER, lambda _: _send(gateway, event, builder(cloud, event)))


def one_time_code(cloud: Platform, event: CloudEvent) -> Message | None:
    """The code of a challenge, derived here and stored nowhere."""
    code = sign_in.code_to_send(cloud, event.subject, machine_now())
    if code is None:
        return None
    minutes = str(int(VALID_FOR.total_seconds()) // 60)
    template = f"{code.purpose.lower()}-code.{code.language}"
    return Message(code.mobile, template, {"code": code.code, "minutes": minutes})


BUILDERS: dict[str, Builder] = {
    CodeIssued.type: one_time_code,
    **CASE_BUILDERS,
    **LATE_BUILDERS,
    **ACCOUNT_BUILDERS,
    **LICENCE_BUILDERS,
    **DISPUTE_BUILDERS,
    **PROMISE_BUILDERS,
}


def _send(gateway: Gateway, event: CloudEvent, message: Message | None) -> None:
    """People without a mobile read the same at a window or after signing in."""
    if message is not None and message.mobile:
        gateway.send(event.id, message.mobile, message.template, message.parameters)
