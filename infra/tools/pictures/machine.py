"""Picture: a state machine, drawn from its definition.

A machine goes straight to the choice that everything comes back to, drawn as a bar; each of the bar's branches is a
row. Ways that errors take after all retries are told below, once.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from infra.tools.pictures.svg import AMBER, BLUE, GREEN, GREY, PAPER, RED, Box, Sheet

State = dict[str, Any]
WIDTH, HEIGHT, GAP, ROW = 190, 50, 44, 78
LEFT, TOP, BAR, LABELS, TAIL = 30, 98, 30, 226, 150
NAMES = {
    "case-lifecycle": "办件全过程",
    "review": "审查",
    "payment": "缴费",
    "delivery": "送达",
    "deadline-clock": "时限",
}
INNER = 2 * (WIDTH + GAP)
UNITS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))


@dataclass(frozen=True)
class Branch:
    """A way out of the bar: under which condition, through which states, and whether it comes back."""

    condition: str
    states: tuple[str, ...]
    returns: bool


class Machine:
    """A definition, read for drawing."""

    def __init__(self, path: Path) -> None:
        definition = yaml.safe_load(path.read_text(encoding="utf-8"))
        self.states: dict[str, State] = definition["States"]
        self.start: str = definition["StartAt"]
        self.hub = next((name for name, state in self.states.items() if state["Type"] == "Choice"), "")
        self.errors = {name for name, state in self.states.items() if state["Type"] == "Fail"} | self._catchers()

    def _catchers(self) -> set[str]:
        """States that only errors lead to."""
        return {
            caught["Next"]
            for state in self.states.values()
            for caught in state.get("Catch", [])
            if caught["ErrorEquals"] == ["States.ALL"]
        }

    def entry(self) -> tuple[str, ...]:
        """From the start to the bar, or to the end when there is none."""
        return self._chain(self.start)

    def branches(self) -> list[Branch]:
        """The bar's ways out, in order, the default last."""
        if not self.hub:
            return []
        hub = self.states[self.hub]
        choices = [(_readable(choice["Condition"]), choice["Next"]) for choice in hub["Choices"]]
        return [self._branch(condition, first) for condition, first in [*choices, ("otherwise", hub["Default"])]]

    def _branch(self, condition: str, first: str) -> Branch:
        states = (first,) if first in self.entry() else self._chain(first)
        return Branch(condition, states, returns=self.states[states[-1]].get("Next") == self.hub)

    def _chain(self, name: str) -> tuple[str, ...]:
        found: list[str] = []
        while name and name != self.hub and name not in found and not (found and name in self.errors):
            found.append(name)
            name = self.states[name].get("Next", "")
        return tuple(found)

    def timeout_of(self, name: str) -> tuple[str, str]:
        """How long a state waits at most, and where it goes then."""
        state = self.states[name]
        after = next((c["Next"] for c in state.get("Catch", []) if c["ErrorEquals"] == ["States.Timeout"]), "")
        return (_duration(state["TimeoutSeconds"]) if "TimeoutSeconds" in state else ""), after

    def aside(self, name: str) -> str:
        """The state beside the way that a wait goes to when its time is over; empty when that is
        the beginning, or the same state again."""
        after = self.timeout_of(name)[1]
        return "" if after in {*self.entry(), name} else after


def draw(name: str, path: Path) -> str:
    """The SVG of one machine."""
    machine = Machine(path)
    branches = machine.branches()
    rows = max(len(branches), len(machine.entry()))
    longest = max((len(branch.states) + bool(machine.aside(branch.states[-1])) for branch in branches), default=1)
    reach = BAR + LABELS + longest * (WIDTH + GAP) if branches else INNER
    bottom = 3 * (WIDTH + GAP)
    sheet = Sheet(2 * LEFT + max(WIDTH + GAP + reach, bottom) + TAIL, TOP + rows * ROW + 92, f"{name} {NAMES[name]}")
    sheet.words((LEFT, 38), f"{NAMES[name]} · {name}", size=18, anchor="start", bold=True)
    sheet.label((LEFT, 60), f"infra/state_machines/{path.name}", anchor="start")
    _draw_entry(sheet, machine)
    if branches:
        _draw_branches(sheet, machine, branches)
    _draw_errors(sheet, machine, TOP + rows * ROW + 22)
    return sheet.render()


def _draw_entry(sheet: Sheet, machine: Machine) -> None:
    """The first states, one under the other; the last leads to the bar."""
    boxes = [_draw_state(sheet, machine, name, LEFT, TOP + number * ROW) for number, name in enumerate(machine.entry())]
    for above, below in zip(boxes, boxes[1:], strict=False):
        sheet.arrow(above.bottom, below.top)
    for name, box in zip(machine.entry(), boxes, strict=True):
        if machine.states[name]["Type"] == "Map":
            _draw_inside(sheet, machine.states[name], box)
    if machine.hub:
        astray = machine.states[machine.entry()[-1]].get("End", False)
        end = LEFT + WIDTH + GAP
        sheet.arrow(boxes[-1].right, (end, boxes[-1].right[1]), dashed=astray)
        if astray:
            sheet.label((LEFT + WIDTH / 2, boxes[-1].y + HEIGHT + 14), "any other stage, from each", size=10.5)


def _draw_inside(sheet: Sheet, state: State, box: Box) -> None:
    """What a map does for each of its items: a line of boxes to its right, from the outermost to the innermost."""
    while "ItemProcessor" in state:
        ((name, state),) = state["ItemProcessor"]["States"].items()
        inner = Box(box.x + WIDTH + GAP + 46, box.y, WIDTH, HEIGHT)
        sheet.arrow(box.right, inner.left, both=True)
        sheet.label(((box.right[0] + inner.left[0]) / 2, box.right[1] - 7), "for each", size=10.5)
        _draw_named(sheet, name, state, inner)
        box = inner


def _draw_branches(sheet: Sheet, machine: Machine, branches: list[Branch]) -> None:
    bar = Box(LEFT + WIDTH + GAP, TOP, BAR, len(branches) * ROW - ROW + HEIGHT)
    sheet.box(bar, fill=GREY)
    sheet.label((bar.x + bar.w / 2, bar.y - 8), machine.hub)
    for number, branch in enumerate(branches):
        _draw_branch(sheet, machine, branch, bar, TOP + number * ROW)


def _draw_branch(sheet: Sheet, machine: Machine, branch: Branch, bar: Box, y: float) -> None:
    x = bar.x + BAR + LABELS
    middle = y + HEIGHT / 2
    boxes = []
    for name in branch.states:
        boxes.append(_draw_state(sheet, machine, name, x, y))
        x += WIDTH + GAP
    alone = branch.returns and len(boxes) == 1
    sheet.arrow((bar.x + BAR, middle), boxes[0].left, both=alone)
    sheet.label((bar.x + BAR + 14, middle - 7), branch.condition, anchor="start")
    for one, other in zip(boxes, boxes[1:], strict=False):
        sheet.arrow(one.right, other.left)
    if branch.returns and not alone:
        low = y + HEIGHT + 12
        sheet.arrow(boxes[-1].bottom, (boxes[-1].bottom[0], low), (bar.x + BAR, low))
    if (after := machine.states[branch.states[-1]].get("Next", "")) in machine.errors:
        sheet.label((boxes[-1].x + WIDTH + 8, middle + 4), f"→ {after}", anchor="start")
    _draw_timeout(sheet, machine, branch.states[-1], boxes[-1], bar)


def _draw_timeout(sheet: Sheet, machine: Machine, name: str, box: Box, bar: Box) -> None:
    """Where a wait goes when its time is over: back to the start is told, another state is drawn beside it."""
    limit, after = machine.timeout_of(name)
    if not after:
        return
    if not machine.aside(name):
        sheet.label((box.x + box.w + 8, box.y + HEIGHT / 2 + 4), f"after {limit}: {after}", anchor="start")
        return
    aside = _draw_state(sheet, machine, after, box.x + WIDTH + GAP + 24, box.y)
    sheet.arrow(box.right, aside.left, dashed=True)
    sheet.label(((box.right[0] + aside.left[0]) / 2, box.right[1] - 7), f"after {limit}", size=10.5)
    low = box.y + HEIGHT + 12
    sheet.arrow(aside.bottom, (aside.bottom[0], low), (bar.x + BAR, low))


def _draw_state(sheet: Sheet, machine: Machine, name: str, x: float, y: float) -> Box:
    return _draw_named(sheet, name, machine.states[name], Box(x, y, WIDTH, HEIGHT))


def _draw_named(sheet: Sheet, name: str, state: State, box: Box) -> Box:
    sheet.box(box, fill=_fill(state), radius=HEIGHT / 2 if _ends(state) else 7)
    middle, detail = box.top[0], _detail(state)
    sheet.words((middle, box.y + (22 if detail else 30)), name, size=13.5, bold=True)
    if detail:
        sheet.label((middle, box.y + 39), detail, size=11)
    return box


def _draw_errors(sheet: Sheet, machine: Machine, y: float) -> None:
    """What becomes of a task that fails after all its retries."""
    ways = [name for name in machine.states if name in machine.errors]
    start = Box(LEFT, y, WIDTH, HEIGHT)
    sheet.box(start, dashed=True)
    sheet.words((LEFT + WIDTH / 2, y + 22), "重试后仍失败的任务", size=12.5)
    sheet.label((LEFT + WIDTH / 2, y + 39), "a task that fails after its retries", size=10.5)
    last = start
    for number, name in enumerate(ways, start=1):
        box = _draw_state(sheet, machine, name, LEFT + number * (WIDTH + GAP), y)
        sheet.arrow(last.right, box.left, dashed=True)
        last = box
    sheet.label((last.right[0] + 12, y + 22), "由下一代执行接续", anchor="start")
    sheet.label((last.right[0] + 12, y + 39), "the next generation goes on", anchor="start", size=10.5)


def _fill(state: State) -> str:
    if state["Type"] == "Task" and "Wait" in state["Resource"]:
        return AMBER
    return {"Wait": BLUE, "Succeed": GREEN, "Fail": RED, "Choice": GREY}.get(state["Type"], PAPER)


def _ends(state: State) -> bool:
    return state["Type"] in {"Succeed", "Fail"}


def _detail(state: State) -> str:
    """The second line: the function and task that it calls, what it waits for, or the shape of a map."""
    if state["Type"] == "Map":
        return "one after another" if state.get("MaxConcurrency") == 1 else "side by side"
    if state["Type"] == "Wait":
        return f"until {_readable(str(state['Timestamp']))}" if "Timestamp" in state else _readable(state["Seconds"])
    if state["Type"] != "Task":
        return ""
    payload = state["Arguments"]["Payload"]
    if "wait" in payload:
        what = _readable(payload["wait"]).removeprefix("stage:")
        waits = "waits for its answer" if what == "wait" else f"waits: {what}"
        return waits if payload["task"] == "wait" else f"{payload['task']}, {waits}"
    return f"{state['Arguments']['FunctionName'][2:-4]}: {payload['task']}"


def _readable(expression: str) -> str:
    """A JSONata expression without its wrapping."""
    plain = re.sub(r"\{%\s*|\s*%\}", "", expression)
    return re.sub(r"\$(states\.input\.)?", "", plain).replace("_", " ")


def _duration(seconds: int) -> str:
    size, unit = next((size, unit) for size, unit in UNITS if seconds % size == 0)
    return f"{seconds // size} {unit}"
