"""Where the relay puts a record that it cannot carry on: whole, so that it can be replayed later."""

import json
import os
from typing import Any

import boto3

from chalicelib.aws.observability import logger
from chalicelib.aws.platform import CLIENT_CONFIG


class DeadLetters:
    """The relay's dead-letter queue."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url

    def park(self, record: dict[str, Any], error: Exception) -> None:
        """Keep the stream record and why it failed; an alarm tells the operators, `make replay` sends it again."""
        letter = {"record": record, "error": f"{type(error).__name__}: {error}"[:500]}
        self._client.send_message(QueueUrl=self._url, MessageBody=json.dumps(letter))
        logger.error("parked", extra={"keys": record.get("dynamodb", {}).get("Keys"), "error": type(error).__name__})


def dead_letters() -> DeadLetters:
    """The queue of this deployment."""
    client = boto3.session.Session().client("sqs", config=CLIENT_CONFIG)
    return DeadLetters(client, os.environ["RELAY_DEAD_LETTERS_URL"])
