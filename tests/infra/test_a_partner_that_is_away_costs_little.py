"""What a counterparty that does not answer for a whole day costs, per order or parcel: counted from the definitions.

A generation enters its first state, tries the failing task as often as its `Retry` says, notes the trouble and breaks;
the next one follows after its pause. Step Functions charges an entered state and a retry alike as one transition. The
pauses between retries are taken as none at all, which full jitter allows: so this is the most that a day can cost.
"""

from datetime import timedelta
from itertools import count

import pytest

from chalicelib.workflow.revive import pause_after
from infra.package.build import ROOT
from infra.package.merge import members
from tests.infra.test_machines_are_bounded import State, definition

DAY = timedelta(days=1)
MOST_GENERATIONS = 105
MOST_TRANSITIONS = {"Settlement": 1_100, "Query": 1_300, "Close": 1_300, "Refund": 1_300, "Arrival": 1_100}
CONSUMER_ATTEMPTS = 5


def generations() -> int:
    """How many generations a day sees when each breaks at once."""
    passed = timedelta()
    for generation in count(1):
        passed += pause_after(generation)
        if passed > DAY:
            return generation
    raise AssertionError


def attempts(state: State) -> int:
    (rule,) = (rule for rule in state["Retry"] if rule["ErrorEquals"] == ["States.ALL"])
    return 1 + int(rule["MaxAttempts"])


def way_to(machine: State, name: str) -> int:
    """States that a generation enters before that one: its first, and where that is another, the choice behind it."""
    return 0 if machine["StartAt"] == name else 2


@pytest.mark.parametrize(
    ("machine", "state"),
    [
        ("Payment", "Settlement"),
        ("Payment", "Query"),
        ("Payment", "Close"),
        ("Payment", "Refund"),
        ("Delivery", "Arrival"),
    ],
)
def test_a_day_without_the_channel_or_the_courier(machine: str, state: str) -> None:
    drawn = definition(machine)
    explained = 2
    a_generation = way_to(drawn, state) + attempts(drawn["States"][state]) + explained
    assert generations() <= MOST_GENERATIONS
    assert generations() * a_generation <= MOST_TRANSITIONS[state]


def test_a_code_that_nobody_pays_costs_a_dozen_transitions() -> None:
    """Half an hour until it expires: the first minute, then every ten."""
    states = definition("Payment")["States"]
    first, later = (states[name]["TimeoutSeconds"] for name in ("Settlement", "AwaitSettlement"))
    looks = 1 + -(-(30 * 60 - first) // later)
    assert looks * len(("wait", "Query", "NextStage")) <= 12


@pytest.mark.parametrize("consumer", members(ROOT / "infra" / "resources" / "consumers.yaml"))
def test_a_message_is_tried_five_times_and_then_waits_for_an_operator(
    consumer: str, resources: dict[str, State]
) -> None:
    """SMS gateway, bases, readers: nothing is lost, and nothing is tried for ever (docs/runbook.md, dead letters)."""
    queue = resources[f"{consumer}Inbox"]["Properties"]
    assert queue["RedrivePolicy"]["maxReceiveCount"] == CONSUMER_ATTEMPTS
    letters = resources[f"{consumer}DeadLetters"]["Properties"]
    assert letters["MessageRetentionPeriod"] == timedelta(days=14).total_seconds()
