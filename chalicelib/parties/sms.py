"""The SMS gateway (短信)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from chalicelib.aws.counterparty_http import ClientCredentials, SignedClient


class SmsGateway:
    def __init__(
        self, credentials: ClientCredentials, base_url: str, *, now: Callable[[], datetime], nonce: Callable[[], str]
    ) -> None:
        self._client = SignedClient(credentials, base_url, now, nonce)

    def send(self, message_id: str, mobile: str, template: str, parameters: Mapping[str, str]) -> None:
        """Hand the message over once: the same `message_id` again sends nothing. Raises Unavailable or Refused."""
        message = {"message_id": message_id, "mobile": mobile, "template": template}
        self._client.call("POST", "/sms/messages", {**message, "parameters": dict(parameters)})
