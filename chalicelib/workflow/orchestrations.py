"""Starting state machines so that each runs once, and starting them again when they broke.

An execution is named after its subject and generation, so starting twice is starting once. The first generation needs
no more than that. `ORCHESTRATION#<machine>[#<key>]` in the subject's partition names a later one that is in force: it
replaced one that broke, or one that looked where things stand before something happened, and it asks the domain anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Key, Put, Row
from chalicelib.aws.table import ConditionFailed

FIRST = 1
NOTHING_MORE: Mapping[str, str] = {}


class NeverStarted(LookupError):
    """The generation that is to be replaced was never in force: whatever ran was not started here."""


@dataclass(frozen=True)
class Orchestration:
    """One state machine at work for one subject (`case`, `order`, `shipment`); `key` tells several apart."""

    machine: str
    subject: str
    id: str
    key: str = ""

    @property
    def row_key(self) -> Key:
        """Where a generation after the first is kept."""
        suffix = f"#{self.key}" if self.key else ""
        return Key(f"{self.subject.upper()}#{self.id}", f"ORCHESTRATION#{self.machine}{suffix}")

    def name(self, generation: int) -> str:
        """The execution's name: at most 80 characters, and speaking."""
        parts = [self.subject, self.id, *([f"clock-{self.key}"] if self.key else []), str(generation)]
        return "-".join(parts)

    def payload(self, generation: int, more: Mapping[str, str] = NOTHING_MORE) -> dict[str, str | int]:
        """The execution's input, with what else its machine has to know from the start."""
        return {"subject": self.subject, "id": self.id, "key": self.key, "generation": generation, **more}


def start(platform: Platform, orchestration: Orchestration, more: Mapping[str, str] = NOTHING_MORE) -> str:
    """Let the first generation run; if it does already, or did, nothing happens. Returns the execution's ARN."""
    return _start(platform, orchestration, FIRST, more)


def supersede(platform: Platform, orchestration: Orchestration, more: Mapping[str, str] = NOTHING_MORE) -> None:
    """Let a new generation run, even beside the one in force: that one may have looked where things stand before what
    has just happened, and be about to end. For machines whose steps may run twice and side by side.
    """
    replace(platform, orchestration, _in_force(platform, orchestration), more)


def exchange(platform: Platform, orchestration: Orchestration, more: Mapping[str, str] = NOTHING_MORE) -> None:
    """End the generation in force and let a new one run. Cut off in between it has to be repeated; one runs then."""
    former = _in_force(platform, orchestration)
    _stop(platform, orchestration, former, "another generation takes over")
    replace(platform, orchestration, former, more)


def halt(platform: Platform, orchestration: Orchestration, cause: str) -> None:
    """End the generation in force; one that has ended, or was never started, stays as it is."""
    _stop(platform, orchestration, _in_force(platform, orchestration), cause)


def replace(
    platform: Platform, orchestration: Orchestration, broken: int, more: Mapping[str, str] = NOTHING_MORE
) -> bool:
    """Start the generation after `broken`. False if that was done before; it is made sure then that it runs.

    Raises `NeverStarted`.
    """
    key = orchestration.row_key
    following: Row = {"pk": key.pk, "sk": key.sk, "generation": broken + 1}
    put = Put(following, new=True) if broken == FIRST else Put(following, equals={"generation": broken})
    generation, is_new = broken + 1, True
    try:
        platform.table.commit([put])
    except ConditionFailed as failed:
        if failed.standing is None:
            raise NeverStarted(key.pk, key.sk) from failed
        generation, is_new = int(failed.standing["generation"]), False
    _start(platform, orchestration, generation, more)
    return is_new


def of_input(machine: str, payload: Mapping[str, str | int]) -> tuple[Orchestration, int]:
    """The orchestration and generation that an execution's input names."""
    orchestration = Orchestration(
        machine=machine, subject=str(payload["subject"]), id=str(payload["id"]), key=str(payload["key"])
    )
    return orchestration, int(payload["generation"])


def _in_force(platform: Platform, orchestration: Orchestration) -> int:
    row = platform.table.row(orchestration.row_key)
    return int(row["generation"]) if row else FIRST


def _start(platform: Platform, orchestration: Orchestration, generation: int, more: Mapping[str, str]) -> str:
    payload = orchestration.payload(generation, more)
    return platform.orchestrator.start(orchestration.machine, orchestration.name(generation), payload)


def _stop(platform: Platform, orchestration: Orchestration, generation: int, cause: str) -> None:
    arn = platform.orchestrator.execution_arn(orchestration.machine, orchestration.name(generation))
    platform.orchestrator.stop(arn, cause)
