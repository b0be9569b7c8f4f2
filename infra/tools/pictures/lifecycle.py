"""Picture: the life of a case. The steps are those the model was found to take; only their places are chosen here."""

from chalicelib.cases.vocabulary import ENDED, Status
from infra.tools.pictures.life_of_a_case import Life, explore
from infra.tools.pictures.svg import AMBER, BLUE, GREEN, GREY, PAPER, RED, Box, Point, Sheet

COLUMN, ROW, WIDTH, HEIGHT = 240, 132, 148, 62
LEFT, TOP = 36, 84

PLACES: dict[Status, tuple[str, int, int]] = {
    Status.CORRECTION_LAPSED: ("逾期未补正", 0, 0),
    Status.CORRECTION_REQUESTED: ("待补正", 1, 0),
    Status.DEEMED_ACCEPTED: ("视为受理", 2, 0),
    Status.DRAFT: ("草稿", 0, 1),
    Status.SUBMITTED: ("已提交", 1, 1),
    Status.ACCEPTED: ("已受理", 2, 1),
    Status.IN_REVIEW: ("审查中", 3, 1),
    Status.DECIDED: ("已决定", 4, 1),
    Status.WITHDRAWN: ("已撤回", 2, 2),
    Status.TERMINATED: ("逾期未补终止", 3, 2),
    Status.NOT_REQUIRED: ("无需许可", 0, 2),
    Status.NOT_ACCEPTED: ("不予受理", 1, 2),
    Status.DELIVERING: ("送达中", 4, 2),
    Status.DELIVERED: ("已送达", 4, 3),
    Status.EVALUATED: ("已评价", 3, 3),
    Status.ARCHIVED: ("已归档", 2, 3),
}
"""Every status with its Chinese name, column and row."""

WORDS = {
    "submit": "提交 submit",
    "withdraw": "撤回 withdraw",
    "correct": "一次性告知补正",
    "accept": "受理 accept",
    "refuse": "不予受理",
    "not required": "无需许可",
    "opinion": "审查意见",
    "decide": "决定 decide",
    "send": "出证、缴费后送达",
    "deliver": "签收 signed",
    "evaluate": "评价",
    "archive": "归档",
    "time": "时限届满",
}
CLOCKS = {
    "CHECK": "受理审查 5 工作日",
    "CORRECTION": "补正时限",
    "HANDLING": "办理时限",
    "SERVICE": "送达 10 工作日",
    "EVALUATION": "评价期",
}
BADGE = "撤"


def draw(life: Life | None = None) -> str:
    """The SVG. Raises `KeyError` for a status or command that has no place or word yet."""
    life = life or explore()
    sheet = Sheet(LEFT * 2 + COLUMN * 4 + WIDTH + 24, TOP + ROW * 3 + HEIGHT + 78, "Case lifecycle 办件生命周期")
    sheet.words((LEFT, 38), "办件生命周期 · Life of a case", size=18, anchor="start", bold=True)
    sheet.label(
        (LEFT, 60),
        "状态与令其改变的操作;由模型逐一试出 · statuses and the commands that move between them",
        anchor="start",
    )
    boxes = {status: _box(*PLACES[status][1:]) for status in life.clocks}
    withdrawable = {step.before for step in life.steps if step.command == "withdraw"}
    _draw_steps(sheet, life, boxes)
    for status, box in boxes.items():
        _draw_status(sheet, status, box, life.clocks[status], may_be_withdrawn=status in withdrawable)
    _draw_legend(sheet, TOP + ROW * 3 + HEIGHT + 44)
    return sheet.render()


def _box(column: int, row: int) -> Box:
    return Box(LEFT + column * COLUMN, TOP + row * ROW, WIDTH, HEIGHT)


def _draw_status(sheet: Sheet, status: Status, box: Box, clocks: tuple[str, ...], *, may_be_withdrawn: bool) -> None:
    sheet.box(box, fill=_fill(status))
    x, y = box.top
    sheet.words((x, y + 19), PLACES[status][0], size=14, bold=True)
    sheet.words((x, y + 35), status.value, size=10)
    for clock in clocks:
        sheet.label((x, y + 52), CLOCKS[clock], size=10.5)
    if may_be_withdrawn:
        _draw_badge(sheet, (box.x + box.w - 3, box.y + 3))


def _draw_badge(sheet: Sheet, at: Point) -> None:
    sheet.box(Box(at[0] - 10, at[1] - 10, 20, 20), fill=RED, radius=10)
    sheet.words((at[0], at[1] + 4), BADGE, size=11)


def _fill(status: Status) -> str:
    if status is Status.ARCHIVED:
        return GREEN
    if status in ENDED:
        return GREY
    if status in {Status.DRAFT, Status.CORRECTION_REQUESTED}:
        return AMBER
    return BLUE if PLACES[status][2] <= 1 else PAPER


def _draw_steps(sheet: Sheet, life: Life, boxes: dict[Status, Box]) -> None:
    """Steps that go both ways run beside each other; withdrawals are told by a badge."""
    pairs = {(step.before, step.after) for step in life.steps}
    for step in life.steps:
        if step.command == "withdraw":
            continue
        before, after = boxes[step.before], boxes[step.after]
        shift = 26 * (1 if after.y < before.y else -1) if (step.after, step.before) in pairs else 0
        points, at, anchor = _route(before, after, shift)
        sheet.arrow(*points, dashed=step.command == "time")
        sheet.label(at, WORDS[step.command], anchor=anchor)


def _route(before: Box, after: Box, shift: float) -> tuple[tuple[Point, ...], Point, str]:
    """The arrow's points, and where its words stand."""
    if before.y == after.y:
        return _along_the_row(before, after)
    if before.x == after.x:
        start, end = (before.bottom, after.top) if after.y > before.y else (before.top, after.bottom)
        points = ((start[0] + shift, start[1]), (end[0] + shift, end[1]))
        side = -7 if shift < 0 else 7
        middle = (start[1] + end[1]) / 2 + 4
        return points, (start[0] + shift + side, middle), "end" if shift < 0 else "start"
    down, rightwards = after.y > before.y, after.x > before.x
    start = (before.x + before.w if rightwards else before.x, before.y + (before.h - 12 if down else 12))
    end = (after.x if rightwards else after.x + after.w, after.y + (12 if down else after.h - 12))
    side = 8 if rightwards else -8
    at = ((start[0] + end[0]) / 2 + side, (start[1] + end[1]) / 2 + (0 if down else 12))
    return (start, end), at, "start" if side > 0 else "end"


def _along_the_row(before: Box, after: Box) -> tuple[tuple[Point, ...], Point, str]:
    forward = after.x > before.x
    start, end = (before.right, after.left) if forward else (before.left, after.right)
    if abs(start[0] - end[0]) < COLUMN:
        return (start, end), ((start[0] + end[0]) / 2, start[1] - 7), "middle"
    low = before.y + before.h + 22  # somebody stands between: pass below
    points = (before.bottom, (before.bottom[0], low), (after.bottom[0], low), after.bottom)
    return points, ((before.bottom[0] + after.bottom[0]) / 2, low - 6), "middle"


def _draw_legend(sheet: Sheet, y: float) -> None:
    x: float = LEFT
    for fill, text in (
        (AMBER, "申请人办理 the applicant's turn"),
        (BLUE, "部门办理 the department's turn"),
        (GREY, "已结束 ended"),
    ):
        sheet.box(Box(x, y, 18, 14), fill=fill, radius=3)
        sheet.label((x + 25, y + 11.5), text, anchor="start")
        x += 222
    _draw_badge(sheet, (x + 8, y + 7))
    sheet.label((x + 25, y + 11.5), "可撤回 may be withdrawn", anchor="start")
    sheet.arrow((x + 186, y + 7), (x + 216, y + 7), dashed=True)
    sheet.label((x + 224, y + 11.5), "时限届满 time ran out", anchor="start")
