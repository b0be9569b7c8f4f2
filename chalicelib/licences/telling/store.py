"""How telling is kept: `RECEIVER#<client>` a partner's address, `STATUS-MESSAGE#<id>` one message, listed by client.

A message that waits stands among what is due of parties (`parties/due.py`).
"""

from collections.abc import Sequence
from datetime import timedelta

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import BY_APPLICANT, SNAPSHOT, Key, Page, Row, Value
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.instants import to_text
from chalicelib.licences.telling.message import StatusMessage
from chalicelib.licences.telling.receiver import Receiver
from chalicelib.parties.due import due_indexes

KEPT_FOR = timedelta(days=180)
"""As long as logs: who asks whether a partner was told finds it."""
MESSAGE = "STATUS-MESSAGE"


def receiver_of(table: Table, client_id: str) -> Receiver:
    """Where that client is told. One round trip."""
    row = table.row(_receiver_key(client_id))
    return to_aggregate(Receiver, row) if row else Receiver.none_of(client_id)


def receivers_of(table: Table, client_ids: Sequence[str]) -> list[Receiver]:
    """Of at most a hundred clients those receivers that ever were registered. One round trip."""
    return [to_aggregate(Receiver, row) for row in table.rows_at([_receiver_key(it) for it in client_ids])]


def save_receiver(uow: UnitOfWork, receiver: Receiver) -> None:
    """`Overtaken` on commit when somebody else changed it meanwhile."""
    uow.save(_receiver_key(receiver.id).pk, receiver)


def messages_pk(client_id: str) -> str:
    """The index partition of what a client was told."""
    return f"STATUS-MESSAGES#{client_id}"


def message_in(row: Row) -> StatusMessage:
    """The message that a row holds."""
    return to_aggregate(StatusMessage, row)


def load_message(table: Table, message_id: str) -> StatusMessage | None:
    """One round trip."""
    row = table.row(_message_key(message_id))
    return message_in(row) if row else None


def written_of(table: Table, message_ids: Sequence[str]) -> set[str]:
    """Which of at most a hundred messages there are. One round trip."""
    return {str(row["pk"]).partition("#")[2] for row in table.rows_at([_message_key(it) for it in message_ids])}


def messages_to(table: Table, client_id: str, *, limit: int, after: Row | None) -> Page:
    """The latest first. One round trip; eventually consistent."""
    return table.page(BY_APPLICANT, messages_pk(client_id), limit=limit, after=after, newest_first=True)


def save_message(uow: UnitOfWork, message: StatusMessage) -> None:
    """With its place in the client's list, and among what is due while it waits."""
    index: dict[str, Value] = {
        "applicant_pk": messages_pk(message.client_id),
        "applicant_sk": f"{to_text(message.written_at)}#{message.id}",
        "expires_at": int((message.written_at + KEPT_FOR).timestamp()),
        **due_indexes(message.id, message.next_attempt_at),
    }
    uow.save(_message_key(message.id).pk, message, indexes=index)


def _receiver_key(client_id: str) -> Key:
    return Key(f"RECEIVER#{client_id}", SNAPSHOT)


def _message_key(message_id: str) -> Key:
    return Key(f"{MESSAGE}#{message_id}", SNAPSHOT)
