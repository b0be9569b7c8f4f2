"""Queues in SQS."""

from typing import Any


class Queue:
    """One queue."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url

    def send(self, body: str) -> None:
        """Put one message; raises when it is not kept."""
        self._client.send_message(QueueUrl=self._url, MessageBody=body)
