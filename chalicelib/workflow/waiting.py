"""Waiting for people and counterparties: task tokens, registered before or after what they wait for.

A wait is a row `WAIT#<what>` beside the aggregate. Registering writes the row, then reads the aggregate; the relay
reads the rows after the event. Whichever comes second sees the other, so no wait is missed; a token that was
answered already, or belongs to an execution that is gone, is a normal outcome.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Put, Row
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.cases import service as cases
from chalicelib.cases.model import Case
from chalicelib.cases.vocabulary import ACCEPTED_STATES
from chalicelib.delivery import service as delivery
from chalicelib.payments import service as payments

Output = dict[str, str]


@dataclass(frozen=True)
class Waited:
    """What can be waited for: how it is loaded with its waits, and what a wait's outcome is, if there is one yet."""

    load: Callable[[Table, str], tuple[Any, list[Row]]]
    outcome: Callable[[Any, str], Output | None]


def outcome_of_case(case: Case, wait: str) -> Output | None:
    """`stage:<STAGE>` is over when the case is at another stage, `opinion:<stage>:<desk>` when the desk has spoken."""
    kind, _, what = wait.partition(":")
    if kind == "stage":
        return None if case.stage == what else {"stage": case.stage}
    number, _, desk = what.partition(":")
    owing = case.status in ACCEPTED_STATES and desk in case.desks_owing(int(number))
    return None if owing else {"stage": case.stage}


def _by_stage(stage_of: Callable[[Any], str]) -> Callable[[Any, str], Output | None]:
    def outcome(aggregate: Any, wait: str) -> Output | None:
        stage = str(stage_of(aggregate))
        return None if wait == f"stage:{stage}" else {"stage": stage}

    return outcome


WAITED = {
    "case": Waited(cases.load_with_waits, outcome_of_case),
    "order": Waited(payments.load_with_waits, _by_stage(payments.stage_of)),
    "shipment": Waited(delivery.load_with_waits, _by_stage(delivery.stage_of)),
}


def register(platform: Platform, subject: str, identifier: str, wait: str, token: str) -> None:
    """Remember that `token` waits; answer it at once if what it waits for has happened."""
    row: Row = {"pk": f"{subject.upper()}#{identifier}", "sk": f"WAIT#{wait}", "token": token, "answered": False}
    platform.table.commit([Put(row)])
    signal(platform, subject, identifier)


def signal(platform: Platform, subject: str, identifier: str) -> None:
    """Answer every wait of the subject whose outcome is there."""
    waited = WAITED[subject]
    aggregate, waits = waited.load(platform.table, identifier)
    for row in waits:
        output = None if row["answered"] else waited.outcome(aggregate, str(row["sk"]).removeprefix("WAIT#"))
        if output is not None:
            platform.orchestrator.complete(str(row["token"]), output)
            _mark_answered(platform, row)


def _mark_answered(platform: Platform, row: Row) -> None:
    try:
        platform.table.commit([Put({**row, "answered": True}, equals={"token": row["token"]})])
    except ConditionFailed:
        return  # a newer generation waits with another token: that row is its own
