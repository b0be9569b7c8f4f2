"""Picture: the architecture. What there is comes from infra/resources; only the places are chosen here."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from infra.package.merge import members, merged
from infra.tools.pictures.svg import AMBER, BLUE, GREEN, GREY, PAPER, RED, Box, Sheet

ROW = 19
OWN_ADDRESSES = {"PublicBaseUrl"}


class Stack:
    """The definitions, read for drawing."""

    def __init__(self, resources: Path) -> None:
        template = merged(resources)
        self.resources: dict[str, Any] = template["Resources"]
        self.counterparties = [
            name.removesuffix("Url")
            for name in template["Parameters"]
            if name.endswith("Url") and name not in OWN_ADDRESSES
        ]
        self.machines = {one["File"]: one["Calls"] for one in members(resources / "machines.yaml").values()}
        self.consumers = {
            name: sorted({kind.partition(".")[0] for kind in _pattern(one)["detail-type"]})
            for name, one in members(resources / "consumers.yaml").items()
        }
        self.occasions = members(resources / "occasions.yaml")
        self.functions = members(resources / "function_alarms.yaml")
        self.dead_letters = list(members(resources / "dead_letters.yaml"))

    def named(self, name: str) -> str:
        """A resource's or function's logical id; raises `KeyError` when it does not exist (any more)."""
        if name not in self.resources and name not in self.functions:
            raise KeyError(name)
        return name

    def indexes(self) -> list[str]:
        """Names of the table's indexes."""
        indexes = self.resources[self.named("Table")]["Properties"]["GlobalSecondaryIndexes"]
        return [index["IndexName"] for index in indexes]

    def tasks(self) -> list[str]:
        """The functions that the machines call."""
        return sorted({function for calls in self.machines.values() for function in calls})

    def caused(self, function: str) -> list[str]:
        """What calls a function at a time or at an occasion."""
        return [name for name, one in self.occasions.items() if one["Function"] == function]


def _pattern(consumer: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a consumer listens to; of two ways of one thing the first is drawn."""
    pattern: Mapping[str, Any] = consumer["EventPattern"]
    return pattern["Fn::If"][1] if "Fn::If" in pattern else pattern


def draw(resources: Path) -> str:
    """The SVG."""
    stack = Stack(resources)
    sheet = Sheet(1280, 776, "Architecture 总体架构")
    sheet.words((30, 40), "总体架构 · Architecture", size=18, anchor="start", bold=True)
    sheet.label(
        (30, 62),
        "命令自左向右,事件经流外发 · a command goes from left to right, events leave by the stream",
        anchor="start",
    )
    _draw_request(sheet, stack)
    consumers = _draw_events(sheet, stack)
    _draw_files(sheet, stack)
    _draw_counterparties(sheet, stack, consumers)
    _draw_nets(sheet, stack)
    return sheet.render()


def _panel(sheet: Sheet, box: Box, title: str, lines: Sequence[str], fill: str = PAPER) -> Box:
    """A box with a heading and a list."""
    sheet.box(box, fill=fill)
    sheet.words((box.x + 13, box.y + 23), title, size=13.5, anchor="start", bold=True)
    sheet.lines((box.x + 13, box.y + 43), lines, step=ROW, size=11.5, anchor="start")
    return box


def _draw_request(sheet: Sheet, stack: Stack) -> None:
    people = _panel(
        sheet,
        Box(30, 92, 160, 131),
        "用户 People",
        ["申请人 applicants", "审查员 reviewers", "负责人 heads", "目录编制、审核 catalogue", "任何人 anyone"],
        AMBER,
    )
    edge = _panel(
        sheet, Box(270, 92, 150, 112), "API Gateway", [stack.named("RestAPI"), stack.named("FirewallRules")], GREY
    )
    sheet.box(Box(283, 162, 124, 30), fill=BLUE)
    sheet.words((345, 182), stack.named("APIHandler"), size=12.5)
    table = _panel(
        sheet,
        Box(520, 92, 190, 132),
        f"DynamoDB {stack.named('Table')}",
        ["快照、事件、等待、待办", *stack.indexes()],
        GREEN,
    )
    sheet.arrow((people.x + people.w, edge.left[1]), edge.left)
    sheet.label((230, 140), "HTTPS")
    sheet.arrow((420, 177), (520, 177))
    sheet.lines((470, 155), ["一个事务", "1 transaction"], step=15, size=11)
    relay = _panel(sheet, Box(780, 92, 130, 66), stack.named("Relay"), ["发件箱中继 outbox"], BLUE)
    sheet.arrow((table.x + table.w, 125), relay.left)
    sheet.label((745, 118), "stream")


def _draw_events(sheet: Sheet, stack: Stack) -> Box:
    calls = [f"{name}: {', '.join(functions)}" for name, functions in stack.machines.items()]
    machines = _panel(
        sheet,
        Box(970, 92, 280, 50 + ROW * len(calls)),
        "Step Functions",
        calls,
        PAPER,
    )
    sheet.arrow((910, 125), (970, 125))
    sheet.label((940, 118), "signals", size=10.5)
    bus = _panel(sheet, Box(770, 250, 150, 62), f"EventBridge {stack.named('Bus')}", ["CloudEvents 1.0"], GREEN)
    sheet.arrow((845, 158), bus.top)
    top = machines.y + machines.h + 34
    lines = [f"{name} ← {', '.join(kinds[:3])}{', …' if kinds[3:] else ''}" for name, kinds in stack.consumers.items()]
    consumers = _panel(
        sheet,
        Box(970, top, 280, 62 + ROW * len(lines)),
        "Consumers 消费者",
        [*lines, "每个一队列 · a queue (SQS) each"],
        BLUE,
    )
    sheet.arrow((920, 281), (945, 281), (945, consumers.y + 60), (970, consumers.y + 60))
    return consumers


def _draw_files(sheet: Sheet, stack: Stack) -> None:
    quarantine = _panel(
        sheet,
        Box(520, 330, 190, 52),
        f"S3 {stack.named('QuarantineBucket')}",
        ["刚上传、待检查 just arrived"],
        GREEN,
    )
    _panel(
        sheet,
        Box(520, 388, 190, 72),
        f"S3 {stack.named('MaterialsBucket')}",
        ["查验合格的材料 examined files", "导入、导出的目录 items in files"],
        GREEN,
    )
    _panel(
        sheet,
        Box(520, 466, 190, 72),
        f"S3 {stack.named('DocumentsBucket')}",
        ["文书、电子证照 documents", "目录各版次 editions"],
        GREEN,
    )
    sheet.arrow((110, 223), (110, 356), quarantine.left)
    sheet.label((225, 349), "预签名上传、下载")
    sheet.label((225, 372), "presigned, no detour")
    sheet.arrow(quarantine.right, (970, 356))
    sheet.label((800, 349), "Object Created")


def _draw_counterparties(sheet: Sheet, stack: Stack, consumers: Box) -> None:
    height = 48 + ROW * len(stack.counterparties)
    box = _panel(sheet, Box(30, 432, 184, height), "对接方 Counterparties", stack.counterparties, AMBER)
    sheet.arrow((214, 462), (345, 462), (345, 204))
    sheet.label((358, 262), "签名回调", anchor="start")
    sheet.label((358, 278), "signed callbacks", anchor="start")
    low = box.y + height - 22
    sheet.arrow((1110, consumers.y + consumers.h), (1110, low), (214, low))
    sheet.label((640, low - 8), "由消费者与任务函数调用,从不由请求调用")
    sheet.label((640, low + 17), "called by consumers and tasks, never by a request")


def _draw_nets(sheet: Sheet, stack: Stack) -> None:
    """What catches what fell through."""
    y = 642
    nets = ((30, "Revive", "接续中断的执行 revival"), (330, "SweepDeadlines", "补查到期时限 overdue clocks"))
    for x, function, purpose in nets:
        _panel(sheet, Box(x, y, 280, 100), stack.named(function), [purpose, *stack.caused(function)], BLUE)
    half = (len(stack.dead_letters) + 1) // 2
    names = [", ".join(stack.dead_letters[:half]), ", ".join(stack.dead_letters[half:])]
    title = "死信队列 Dead letters · 各有告警 each with an alarm"
    _panel(sheet, Box(630, y, 620, 100), title, [*names, "make replay QUEUE=…"], RED)
