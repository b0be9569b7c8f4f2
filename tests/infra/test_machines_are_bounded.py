"""Every step of an orchestration has a time limit, tries again and leaves an explanation."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.package.build import ROOT
from infra.package.merge import members
from tests.infra.conftest import Resources
from tests.support.node_tools import node_tools

MACHINES = members(ROOT / "infra" / "resources" / "machines.yaml")
State = dict[str, Any]


def states(node: Any, caught: bool = False) -> Iterator[tuple[str, State]]:
    """Every state of a definition, nested ones as well; what an enclosing state catches is caught inside, too."""
    for name, state in node.get("States", {}).items():
        covered = caught or "Catch" in state
        yield name, {**state, "Catch": state.get("Catch")} if covered else state
        yield from states(state.get("ItemProcessor", {}), covered)
        for branch in state.get("Branches", []):
            yield from states(branch, covered)


def definition(name: str) -> State:
    path = ROOT / "infra" / "state_machines" / f"{MACHINES[name]['File']}.asl.yaml"
    content: State = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


@pytest.mark.parametrize("name", MACHINES)
class TestMachine:
    def test_speaks_jsonata(self, name: str) -> None:
        assert definition(name)["QueryLanguage"] == "JSONata"

    def test_every_task_is_bounded_retried_and_caught(self, name: str) -> None:
        tasks = {state: content for state, content in states(definition(name)) if content["Type"] == "Task"}
        careless = {
            state: missing
            for state, content in tasks.items()
            if (missing := {"TimeoutSeconds", "Retry", "Catch"} - set(content))
        }
        assert careless == {}

    def test_retries_after_errors_are_spread(self, name: str) -> None:
        rules = [rule for _, state in states(definition(name)) for rule in state.get("Retry", [])]
        again = [rule for rule in rules if rule.get("MaxAttempts") != 0 and rule["ErrorEquals"] != ["States.Timeout"]]
        assert [rule for rule in again if rule.get("JitterStrategy") != "FULL"] == []

    def test_may_call_exactly_what_it_calls(self, name: str, resources: Resources) -> None:
        text = yaml.safe_dump(definition(name))
        offered = resources[f"{name}Machine"]["Properties"]["DefinitionSubstitutions"]
        used = {part.partition("}")[0] for part in text.split("${")[1:]}
        assert used <= set(offered)
        assert {key for key in offered if key.endswith("Arn")} <= used

    def test_another_reader_of_the_language_finds_no_fault(self, name: str, package: Path) -> None:
        path = package / f"{MACHINES[name]['File']}.asl.json"
        command = [node_tools() / "node_modules" / ".bin" / "asl-validator", "--json-path", path]
        said = subprocess.run(command, check=False, capture_output=True, text=True)
        assert said.returncode == 0, said.stdout + said.stderr


def goes_to(machine: State, stage: str) -> str:
    """The state to which the machine's only choice leads at that stage."""
    (choice,) = (state for state in machine["States"].values() if state["Type"] == "Choice")
    matching = (it["Next"] for it in choice["Choices"] if f"'{stage}'" in it["Condition"])
    return next(matching, str(choice["Default"]))


@pytest.mark.parametrize("name", ["CaseLifecycle", "Payment", "Delivery"])
def test_the_state_after_the_expected_stage_is_where_the_choice_would_go(name: str) -> None:
    machine = definition(name)
    for state, content in machine["States"].items():
        payload = content.get("Arguments", {}).get("Payload", {})
        if "expected" in payload:
            target = goes_to(machine, payload["expected"])
            is_end = machine["States"][target]["Type"] == "Succeed"
            assert content.get("End", False) == is_end, state
            assert is_end or content["Next"] == target, state


@pytest.mark.parametrize("name", ["CaseLifecycle", "Payment", "Delivery"])
def test_a_state_that_is_left_by_another_stage_is_not_tried_again(name: str) -> None:
    for state, content in definition(name)["States"].items():
        if "expected" in content.get("Arguments", {}).get("Payload", {}):
            assert "AnotherStage" in content["Retry"][0]["ErrorEquals"], state
            assert content["Retry"][0]["MaxAttempts"] == 0, state
            assert content["Catch"][0]["ErrorEquals"] == ["AnotherStage"], state
