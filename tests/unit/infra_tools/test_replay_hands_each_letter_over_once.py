"""Replaying dead letters: each once, and a letter that fails again does not keep the command running for ever."""

import json
import time
from typing import Any

import pytest

from infra import replay as replay_module
from infra.local import __main__ as command_line
from infra.local import verify
from infra.replay import replay


class Stack:
    """Queue, relay and template of a deployment, as far as the command looks at them."""

    class Payload:
        def read(self) -> bytes:
            return b'{"batchItemFailures": []}'

    def __init__(self, poison: bool) -> None:
        self.poison, self.calls, self.released = poison, 0, False
        self.deleted: list[str] = []
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

    def delete_message(self, **request: Any) -> None:
        self.deleted.append(request["ReceiptHandle"])

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


@pytest.mark.parametrize("body", ['{"DDBStreamBatchInfo": {"shardId": "1"}}', "not json", "[]"])
def test_a_letter_without_a_record_is_left_and_told_and_those_behind_it_are_handed_over(
    body: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The mapping of the stream itself says only where a batch lay."""
    stack = Stack(poison=False)
    stack.letters[0]["Body"] = body
    assert replay("stack", "Relay", stack) == 1
    assert (stack.calls, stack.deleted) == (1, ["2"])
    assert "left in the queue" in capsys.readouterr().err


@pytest.mark.parametrize("queue", [[], [""], ["Nobody"], ["Revive"], ["SweepDeadlines"]], ids=str)
def test_a_queue_that_cannot_be_replayed_is_answered_with_those_that_can(
    queue: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for ask in (
        lambda: command_line.main(["replay", *queue]),
        lambda: replay_module.main(["--stack-name", "x", *queue]),
    ):
        with pytest.raises(SystemExit) as ended:
            ask()
        said = capsys.readouterr().err
        assert ended.value.code == 2
        assert "usage:" in said
        assert all(name in said for name in ("Relay", "Notify", "ReceiveUpload", "JoinEffects"))


@pytest.mark.parametrize("arguments", [[], [""]], ids=str)
def test_verify_without_a_case_says_how_it_is_used(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["verify", *arguments])
    with pytest.raises(SystemExit) as ended:
        verify.main()
    assert ended.value.code == 2
    assert "usage: make verify CASE=" in capsys.readouterr().err
