"""Where the relay puts a record that it cannot carry on: whole, so that it can be replayed later."""

import json
from typing import Any

from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform


def park(platform: Platform, record: dict[str, Any], error: Exception) -> None:
    """Keep the stream record and why it failed; an alarm tells the operators, `make replay` sends it again."""
    letter = {"record": record, "error": f"{type(error).__name__}: {error}"[:500]}
    platform.relay_dead_letters.send(json.dumps(letter))
    logger.error("parked", extra={"keys": record.get("dynamodb", {}).get("Keys"), "error": type(error).__name__})
