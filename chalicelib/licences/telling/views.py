"""Telling over HTTP, for the operator of the platform."""

from datetime import datetime
from typing import Self

from pydantic import Field

from chalicelib.http.shapes import Request, Shape
from chalicelib.licences.telling.message import MessageState, StatusMessage
from chalicelib.licences.telling.receiver import Closing, Receiver

LONGEST_URL = 2000


class RegisterReceiver(Request):
    """Where the partner is told."""

    url: str = Field(max_length=LONGEST_URL, description="A public https address with a domain name.")


class ReceiverView(Shape):
    """Where a partner is told what becomes of the licences that it read; its secrets are known to itself only."""

    client_id: str
    url: str | None = Field(None, description="Absent while nothing is sent.")
    closed_because: Closing | None = None
    former_secret_until: datetime | None = Field(None, description="Until when both secrets sign.")

    @classmethod
    def of(cls, receiver: Receiver) -> Self:
        return cls(
            client_id=receiver.id,
            url=receiver.url or None,
            closed_because=receiver.closed_because,
            former_secret_until=receiver.secrets[0].valid_until if receiver.secrets else None,
        )


class ReceiverWithSecret(Shape):
    """A receiver and its new secret (`whsec_…`), shown here and nowhere else; absent where it keeps its own."""

    receiver: ReceiverView
    webhook_secret: str | None = None

    @classmethod
    def of_both(cls, receiver: Receiver, secret: str | None) -> Self:
        return cls(receiver=ReceiverView.of(receiver), webhook_secret=secret)


class StatusMessageView(Shape):
    """One message to a partner. It names a licence, nobody's name and no number of a person."""

    message_id: str = Field(description="What the receiver knows as webhook-id.")
    licence_id: str
    message_type: str = Field(description="What it says: licence.revoked, …")
    message_state: MessageState
    attempts: int
    last_answer: str = Field(description="A status, or in a word why there was none.")
    written_at: datetime
    next_attempt_at: datetime | None = None

    @classmethod
    def of(cls, message: StatusMessage) -> Self:
        return cls(
            message_id=message.id,
            licence_id=message.licence_id,
            message_type=message.subject,
            message_state=message.state,
            attempts=message.attempts,
            last_answer=message.answer,
            written_at=message.written_at,
            next_attempt_at=message.next_attempt_at,
        )
