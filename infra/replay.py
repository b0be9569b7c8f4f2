"""Hand dead letters to their function once more: `python -m infra.replay --stack-name NAME QUEUE`.

QUEUE is a function's logical id, for example `Relay` or `Notify`. A letter leaves the dead-letter queue only after it
was handled: the relay is called with it and has to succeed, anybody else finds it in the inbox again. `Revive` and
`SweepDeadlines` are not among them: their next call looks for everything again.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3

from infra.package.merge import members

Letter = dict[str, Any]
RELAY = "Relay"
CONSUMERS = Path(__file__).parent / "resources" / "consumers.yaml"
QUEUES = (RELAY, *members(CONSUMERS))
"""Functions whose dead letters can be handed over again."""


class NotReplayable(Exception):
    """The letter does not hold what failed; only a person can deal with it."""


class ReplayError(Exception):
    """A function failed again on a dead letter; what was not replayed is still in the queue."""


def replay(stack: str, function: str, session: Any = None) -> int:
    """Replay all dead letters of a function, one of `QUEUES`, and return how many were handed over.

    One that holds nothing to hand over stays in the queue and is told on the error output.
    """
    session = session or boto3.Session()
    cloudformation, sqs = session.client("cloudformation"), session.client("sqs")
    queue = _physical_id(cloudformation, stack, f"{function}DeadLetters")
    if function == RELAY:
        handle = _call(session.client("lambda"), _physical_id(cloudformation, stack, RELAY))
    else:
        handle = _post(sqs, _physical_id(cloudformation, stack, f"{function}Inbox"))
    count = 0
    for letter in _letters(sqs, queue):
        try:
            handle(letter["Body"])
        except NotReplayable as hint:
            sys.stderr.write(f"left in the queue: {hint}\n")
            continue
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=letter["ReceiptHandle"])
        count += 1
    return count


def _physical_id(cloudformation: Any, stack: str, logical_id: str) -> str:
    detail = cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId=logical_id)
    found: str = detail["StackResourceDetail"]["PhysicalResourceId"]
    return found


def _letters(sqs: Any, queue: str) -> Iterator[Letter]:
    """What lay in the queue when we began; what fails again comes back as a new letter, and waits for the next run."""
    began = time.time() * 1000
    while letters := _taken(sqs, queue):
        newer = [letter for letter in letters if float(letter["Attributes"]["SentTimestamp"]) >= began]
        yield from (letter for letter in letters if letter not in newer)
        for letter in newer:
            sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=letter["ReceiptHandle"], VisibilityTimeout=0)
        if newer:
            return


def _taken(sqs: Any, queue: str) -> list[Letter]:
    """Up to ten letters; nobody else sees them for two minutes."""
    answer = sqs.receive_message(
        QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=120, AttributeNames=["SentTimestamp"]
    )
    letters: list[Letter] = answer.get("Messages", [])
    return letters


def _post(sqs: Any, inbox: str) -> Callable[[str], None]:
    return lambda body: sqs.send_message(QueueUrl=inbox, MessageBody=body)


def _call(functions: Any, relay: str) -> Callable[[str], None]:
    """The relay sets aside a stream record together with why it failed; it gets back the record as it was."""

    def call(body: str) -> None:
        payload = json.dumps({"Records": [_record_in(body)]})
        answer = functions.invoke(FunctionName=relay, Payload=payload)
        result = answer["Payload"].read().decode()
        if answer.get("FunctionError") or json.loads(result or "null") not in (None, {"batchItemFailures": []}):
            raise ReplayError(result)

    return call


def _record_in(body: str) -> Any:
    """The stream record of a letter. The mapping's own letters say only where in the stream a batch lay."""
    try:
        return json.loads(body)["record"]
    except (ValueError, KeyError, TypeError) as error:
        raise NotReplayable(f"no record, see docs/runbook.md, Replay dead letters: {body[:300]}") from error


def main(arguments: list[str]) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stack-name", required=True)
    parser.add_argument("queue", choices=QUEUES, help=f"one of {', '.join(QUEUES)}")
    given = parser.parse_args(arguments)
    sys.stdout.write(f"{replay(given.stack_name, given.queue)} replayed\n")


if __name__ == "__main__":
    main(sys.argv[1:])
