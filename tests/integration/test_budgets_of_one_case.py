"""What one case may take: states of its machines counted from the definitions, write units of its commands from rows.

`python -m tests.bench case` counts the whole of it on the embedded cloud and fails above its limits.
"""

import pytest

from tests.bench.capacity import Consumed
from tests.bench.case_cost import LIMITS
from tests.bench.scale import COMMANDS, consumption
from tests.infra.test_machines_are_bounded import State, definition
from tests.support.cases import an_archived_case

GOAL_TRANSITIONS = 40
MOST_WRITE_UNITS = {
    "POST /v1/cases": 19,
    "PUT /v1/cases/{case_id}/form": 8,
    "POST /v1/cases/{case_id}/materials/{code}/uploads": 14,
    "POST /v1/cases/{case_id}/promise": 14,
    "POST /v1/cases/{case_id}/submission": 22,
    "POST /v1/cases/{case_id}/correction-request": 26,
    "POST /v1/cases/{case_id}/acceptance": 27,
    "POST /v1/cases/{case_id}/opinions": 25,
    "POST /v1/cases/{case_id}/decision": 27,
    "POST /v1/cases/{case_id}/evaluation": 10,
    "POST /v1/cases/{case_id}/enquiries": 13,
}
"""What each took of the case of the bench; the cases here are smaller."""


def straight_way(machine: State) -> list[str]:
    """The states that are entered where every stage is the one that was expected."""
    entered = [machine["StartAt"]]
    while not machine["States"][entered[-1]].get("End"):
        entered.append(machine["States"][entered[-1]]["Next"])
    return entered


def test_a_case_that_goes_the_usual_way_enters_few_states() -> None:
    case = an_archived_case()
    inside_review = len(case.terms.review) + sum(len(stage.desks) for stage in case.terms.review)
    on_the_way = [
        state for name in ("CaseLifecycle", "Review", "Payment", "Delivery") for state in straight_way(definition(name))
    ]
    one_sleep_a_clock = case.clocks
    assert len(on_the_way) + inside_review + one_sleep_a_clock <= LIMITS["transitions"] <= GOAL_TRANSITIONS


def test_a_clock_that_ends_early_enters_one_state() -> None:
    clock = definition("DeadlineClock")
    assert clock["States"][clock["StartAt"]]["Type"] == "Wait"


@pytest.fixture(scope="module")
def consumed() -> dict[str, Consumed]:
    return consumption(100)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_writes_no_more_than_it_did(consumed: dict[str, Consumed], command: str) -> None:
    assert consumed[command].all_write_units <= MOST_WRITE_UNITS[command]
