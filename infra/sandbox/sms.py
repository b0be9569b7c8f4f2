"""The SMS gateway: takes a message once and puts it where a person reads it, on the panel."""

from collections.abc import Iterable

from werkzeug import Request

from infra.sandbox.errors import Refusal
from infra.sandbox.signed_requests import verify_signed_request
from infra.sandbox.state import Document
from infra.sandbox.wire import Counterparty, Reply, Route, Surroundings, json_body, text


class Sms(Counterparty):
    name = "sms"

    def __init__(self, around: Surroundings) -> None:
        self._around, self._state = around, around.state

    def routes(self) -> Iterable[Route]:
        return (("POST", "/sms/messages", self.send),)

    def send(self, request: Request) -> Reply:
        """The same message id is one message: a repeat is accepted and goes nowhere; other content is refused."""
        verify_signed_request(request, self.name, self._around)
        body = json_body(request)
        message = {"message_id": text(body, "message_id", 64), "mobile": text(body, "mobile", 20),
                   "template": text(body, "template", 64), "parameters": body.get("parameters", {})}  # fmt: skip
        _check(message)
        arrived = message | {"at": self._around.now().isoformat()}
        new = self._state.add("sms", message["message_id"], arrived)
        if not new and self._known(message["message_id"]) != message:
            raise Refusal(409, "MESSAGE_ID_REUSED", "this message_id was used for another message")
        answer = {"message_id": message["message_id"], "accepted": True, "repeated": not new}
        return Reply(answer, 202, subject=message["message_id"], effect="created" if new else "repeated")

    def _known(self, message_id: str) -> Document:
        known = self._state.get("sms", message_id) or {}
        return {name: value for name, value in known.items() if name != "at"}


def _check(message: Document) -> None:
    parameters, mobile = message["parameters"], message["mobile"]
    if not mobile.lstrip("+").isdigit():
        raise Refusal(400, "PARAM_ERROR", "mobile: digits, with + before a country code")
    if not isinstance(parameters, dict) or not all(isinstance(value, str) for value in parameters.values()):
        raise Refusal(400, "PARAM_ERROR", "parameters: an object of texts")
