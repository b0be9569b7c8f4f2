"""A partner system that is told what becomes of licences: it verifies each message with the standard's own library."""

from collections.abc import Iterable

from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from werkzeug import Request

from infra.sandbox.errors import Refusal
from infra.sandbox.state import Document
from infra.sandbox.wire import Counterparty, Reply, Route, Surroundings, json_body, text

LONGEST = 400
GONE = 410


class Partner(Counterparty):
    """Knows its secrets by the panel. What comes twice under one id counts once."""

    name = "partner"

    def __init__(self, around: Surroundings) -> None:
        self._around, self._state = around, around.state

    def routes(self) -> Iterable[Route]:
        return (("POST", "/partner/licences", self.hear), ("POST", "/partner/gone", self.be_gone))

    def trust(self, document: Document) -> Document:
        """From now on messages have to be signed with that secret."""
        secret = text(document, "secret", LONGEST)
        self._state.put("partner_secret", "licences", {"secret": secret})
        return {"trusted": True}

    def heard(self) -> list[Document]:
        """Every message, the oldest first, each once."""
        return self._state.all("licence_message")

    def hear(self, request: Request) -> Reply:
        known = self._state.get("partner_secret", "licences")
        message_id = request.headers.get("webhook-id", "")
        if known is None:
            raise Refusal(401, "NO_SECRET", "the panel has not been told a secret")
        try:
            Webhook(known["secret"]).verify(request.get_data(), dict(request.headers))
        except WebhookVerificationError as error:
            raise Refusal(401, "SIGN_ERROR", str(error)) from error
        new = self._state.add("licence_message", message_id, {"id": message_id, **json_body(request)})
        return Reply({}, 202, subject=message_id, effect="created" if new else "repeated")

    def be_gone(self, request: Request) -> Reply:
        """An address that is no more."""
        raise Refusal(GONE, "GONE", "nobody listens here any more")
