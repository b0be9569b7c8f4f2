"""Replaying dead letters: each once, and a letter that fails again does not keep the command running for ever."""

import json
import time
from typing import Any

from infra.replay import replay


class Stack:
    """Queue, relay and template of a deployment, as far as the command looks at them."""

    class Payload:
        def read(self) -> bytes:
            return b'{"batchItemFailures": []}'

    def __init__(self, poison: bool) -> None:
        self.poison, self.calls, self.released = poison, 0, False
        self.letters = [self._letter("1"), self._letter("2")]

    def client(self, service: str) -> Any:
        return self

    def describe_stack_resource(self, **request: Any) -> dict[str, Any]:
        return {"StackResourceDetail": {"PhysicalResourceId": request["LogicalResourceId"]}}

    def receive_message(self, **request: Any) -> dict[str, Any]:
        taken, self.letters = self.letters[:10], self.letters[10:]
        return {"Messages": taken} if taken else {}

    def invoke(self, **request: Any) -> dict[str, Any]:
        self.calls += 1
        if self.poison:
            self.letters.append(self._letter(f"again-{self.calls}", sent=time.time() * 1000 + 1))
        return {"Payload": self.Payload()}

    def delete_message(self, **request: Any) -> None: ...

    def change_message_visibility(self, **request: Any) -> None:
        self.released = request["VisibilityTimeout"] == 0

    @staticmethod
    def _letter(name: str, sent: float = 0) -> dict[str, Any]:
        body = json.dumps({"record": {"eventID": name}, "error": "KeyError"})
        return {"Body": body, "ReceiptHandle": name, "Attributes": {"SentTimestamp": str(sent)}}


def test_every_letter_is_handed_over_once() -> None:
    stack = Stack(poison=False)
    assert replay("stack", "Relay", stack) == 2
    assert stack.calls == 2
    assert not stack.released


def test_what_fails_again_waits_for_the_next_run() -> None:
    stack = Stack(poison=True)
    assert replay("stack", "Relay", stack) == 2
    assert stack.calls == 2
    assert stack.released, "nobody has to wait until the letter is visible again"
