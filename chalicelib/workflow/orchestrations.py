"""Starting state machines so that each runs once, and starting them again when they broke.

`ORCHESTRATION#<machine>[#<key>]` in the subject's partition holds the generation that is in force. An execution is
named after it, so starting twice is starting once; a broken one is replaced by the next generation, which asks the
domain where things stand and goes on from there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.aws.orchestrator import Standing
from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Put, Row
from chalicelib.aws.table import ConditionFailed

LONGEST_DELAY_SECONDS = 900


class NeverStarted(LookupError):
    """No generation is in force: whatever ran was not started by `start`."""


@dataclass(frozen=True)
class Orchestration:
    """One state machine at work for one subject (`case`, `order`, `shipment`); `key` tells several apart."""

    machine: str
    subject: str
    id: str
    key: str = ""

    @property
    def row_key(self) -> Row:
        """Where its generation is kept."""
        suffix = f"#{self.key}" if self.key else ""
        return {"pk": f"{self.subject.upper()}#{self.id}", "sk": f"ORCHESTRATION#{self.machine}{suffix}"}

    def name(self, generation: int) -> str:
        """The execution's name: at most 80 characters, and speaking."""
        parts = [self.subject, self.id, *([f"clock-{self.key}"] if self.key else []), str(generation)]
        return "-".join(parts)

    def payload(self, generation: int) -> dict[str, str | int]:
        """The execution's input. A third and later generation waits before it tries again."""
        delay = 0 if generation <= 2 else min(LONGEST_DELAY_SECONDS, 2 ** (generation - 2))  # noqa: PLR2004
        return {
            "subject": self.subject,
            "id": self.id,
            "key": self.key,
            "generation": generation,
            "delay_seconds": delay,
        }


def start(platform: Platform, orchestration: Orchestration) -> str:
    """Let it run; if it does already, nothing happens. Returns the execution's ARN."""
    first: Row = {**orchestration.row_key, "generation": 1}
    generation, _ = _in_force(platform, Put(first, new=True))
    return _start(platform, orchestration, generation)


def restart(platform: Platform, orchestration: Orchestration) -> str:
    """Let it run, by a new generation if the one in force has come to its end."""
    arn = start(platform, orchestration)
    generation = int(arn.rpartition("-")[2])
    standing = platform.orchestrator.standing(arn)
    return arn if standing is Standing.RUNNING else replace(platform, orchestration, generation)[0]


def supersede(platform: Platform, orchestration: Orchestration) -> str:
    """Let a new generation run, even beside the one in force: that one may have looked where things stand before what
    has just happened, and be about to end. For machines whose steps may run twice and side by side.
    """
    generation = int(start(platform, orchestration).rpartition("-")[2])
    return replace(platform, orchestration, generation)[0]


def replace(platform: Platform, orchestration: Orchestration, broken: int) -> tuple[str, bool]:
    """Start the generation after `broken`; if that was done before, nothing happens.

    Returns the ARN of the generation in force, and whether it came into force now. Raises `NeverStarted`.
    """
    following: Row = {**orchestration.row_key, "generation": broken + 1}
    generation, is_new = _in_force(platform, Put(following, equals={"generation": broken}))
    return _start(platform, orchestration, generation), is_new


def of_input(machine: str, payload: Mapping[str, str | int]) -> tuple[Orchestration, int]:
    """The orchestration and generation that an execution's input names."""
    orchestration = Orchestration(
        machine=machine, subject=str(payload["subject"]), id=str(payload["id"]), key=str(payload["key"])
    )
    return orchestration, int(payload["generation"])


def _in_force(platform: Platform, put: Put) -> tuple[int, bool]:
    """The generation in force after trying to write `put`, and whether it is the one in `put`."""
    try:
        platform.table.commit([put])
    except ConditionFailed as failed:
        if failed.standing is None:
            raise NeverStarted(put.row["pk"], put.row["sk"]) from failed
        return int(failed.standing["generation"]), False
    return int(put.row["generation"]), True


def _start(platform: Platform, orchestration: Orchestration, generation: int) -> str:
    name, payload = orchestration.name(generation), orchestration.payload(generation)
    return platform.orchestrator.start(orchestration.machine, name, payload)
