"""Task tokens: how a state machine waits for people and counterparties, and hears what comes next.

A machine tells each state which stage it expects after it. Where that stage comes the state succeeds and the machine
goes on; any other stage ends the state with the error `AnotherStage`, whose cause names it, and the machine chooses.

A wait is a row `WAIT#<what>` beside the aggregate. Registering writes the row, then reads the aggregate; the relay
reads the rows after the event. Whichever comes second sees the other, so no wait is missed; a token that was
answered already, or belongs to an execution that is gone, is a normal outcome.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Put, Row
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.cases import service as cases
from chalicelib.cases.model import Case
from chalicelib.cases.vocabulary import ACCEPTED_STATES
from chalicelib.cases.vocabulary import Stage as CaseStage
from chalicelib.delivery import service as delivery
from chalicelib.payments import service as payments

ANOTHER_STAGE = "AnotherStage"


@dataclass(frozen=True)
class Subject:
    """What a machine works for: how it is loaded with its waits, and to which stage a wait has led, if it is over."""

    load: Callable[[Table, str], tuple[Any, list[Row]]]
    stage_after: Callable[[Any, str], str | None]


def next_stage(case: Case) -> str:
    """The stage that the machine `case-lifecycle` goes on with: the case's own; but an accepted case that has no
    receipt yet is at REVIEW, where it gets one, however fast the desks were (Permit Law art. 32: a dated receipt).
    """
    is_owed = case.accepted_since is not None and "receipt" not in case.documents
    return CaseStage.REVIEW if is_owed and case.status in ACCEPTED_STATES else case.stage


def stage_after_wait(case: Case, wait: str) -> str | None:
    """`stage:<STAGE>` is over when the case is at another stage, `opinion:<stage>:<desk>` when the desk has spoken."""
    kind, _, what = wait.partition(":")
    if kind == "stage":
        return None if case.stage == what else next_stage(case)
    number, _, desk = what.partition(":")
    is_owing = case.status in ACCEPTED_STATES and desk in case.desks_owing(int(number))
    return None if is_owing else case.stage


def _by_stage(stage_of: Callable[[Any], str]) -> Callable[[Any, str], str | None]:
    def stage_after(aggregate: Any, wait: str) -> str | None:
        stage = str(stage_of(aggregate))
        return None if wait == f"stage:{stage}" else stage

    return stage_after


SUBJECTS = {
    "case": Subject(cases.load_with_waits, stage_after_wait),
    "order": Subject(payments.load_with_waits, _by_stage(payments.stage_of)),
    "shipment": Subject(delivery.load_with_waits, _by_stage(delivery.stage_of)),
}


def answer_or_wait(platform: Platform, subject: str, identifier: str, task: Mapping[str, Any], stage: str) -> None:
    """End a task of a machine: with `token`, `expected` and, where it is to wait now, `wait`. The subject is at `stage`
    after the task; where that ends the wait, or there is none, the token is answered at once.
    """
    token, expected, wait = str(task["token"]), str(task.get("expected", "")), task.get("wait")
    if wait == f"stage:{stage}":
        register(platform, subject, identifier, wait, token, expected=expected)
    else:
        _answer(platform, token, expected, stage)


def register(platform: Platform, subject: str, identifier: str, wait: str, token: str, *, expected: str = "") -> None:
    """Remember that `token` waits; answer it at once if what it waits for has happened. Without an `expected` stage
    every outcome is a success.
    """
    row: Row = {"pk": f"{subject.upper()}#{identifier}", "sk": f"WAIT#{wait}", "token": token, "expected": expected}
    platform.table.commit([Put({**row, "answered": False})])
    signal(platform, subject, identifier)


def signal(platform: Platform, subject: str, identifier: str) -> None:
    """Answer every wait of the subject that is over."""
    waited = SUBJECTS[subject]
    aggregate, waits = waited.load(platform.table, identifier)
    for row in waits:
        stage = None if row["answered"] else waited.stage_after(aggregate, str(row["sk"]).removeprefix("WAIT#"))
        if stage is not None:
            _answer(platform, str(row["token"]), str(row["expected"]), stage)
            _mark_answered(platform, row)


def _answer(platform: Platform, token: str, expected: str, stage: str) -> None:
    if stage == expected or not expected:
        platform.orchestrator.complete(token, {"stage": stage})
    else:
        platform.orchestrator.fail(token, ANOTHER_STAGE, stage)


def _mark_answered(platform: Platform, row: Row) -> None:
    try:
        platform.table.commit([Put({**row, "answered": True}, equals={"token": row["token"]})])
    except ConditionFailed:
        return  # a newer generation waits with another token: that row is its own
