"""What is refused of a year's notice."""

from chalicelib.kernel.errors import Invalid, NotFound
from chalicelib.kernel.text import Text


class YearOutOfRange(NotFound):
    """No calendar is kept of such a year."""

    code = "calendar.year-out-of-range"
    title = Text("没有该年度的工作日历", "No calendar is kept of this year")
    next_step = Text("请使用 2000 至 2099 之间的年份。", "Name a year from 2000 to 2099.")


class NoticeImplausible(Invalid):
    """The notice cannot be what the State Council announced."""

    code = "calendar.notice-implausible"
    title = Text("节假日安排有误", "The notice cannot be right")
    next_step = Text(
        "请对照国务院办公厅通知逐项更正 errors 列出的内容。",
        "Compare it with the State Council's notice and correct every place listed in `errors`.",
    )
