"""What is refused of copies of one's own data."""

from chalicelib.kernel.errors import Conflict, NotFound, TooMany
from chalicelib.kernel.text import Text


class ExportedToday(TooMany):
    """One copy a day is made: the same data again is the same file."""

    code = "export.exported-today"
    title = Text("今天已申请过个人信息副本（{export_id}）", "A copy was asked for today already ({export_id})")
    next_step = Text(
        "请下载该副本（GET /v1/me/exports/{export_id}/file），或明天再申请。",
        "Download that one (GET /v1/me/exports/{export_id}/file), or ask again tomorrow.",
    )


class ExportUnknown(NotFound):
    """There is no such copy."""

    code = "export.unknown"
    title = Text("没有这份副本", "There is no such copy")
    next_step = Text("请查看 GET /v1/me/exports 中的副本。", "See GET /v1/me/exports for the copies you asked for.")


class ExportNotReady(Conflict):
    """It is still being made."""

    code = "export.not-ready"
    title = Text("副本正在生成", "The copy is still being made")
    next_step = Text(
        "请稍后查询 GET /v1/me/exports/{export_id}。", "Read GET /v1/me/exports/{export_id} again in a moment."
    )


class ExportOver(Conflict):
    """A copy is kept for seven days, and those have passed."""

    code = "export.over"
    title = Text("副本已过期并删除", "The copy has expired and was deleted")
    next_step = Text("请重新申请（POST /v1/me/exports）。", "Ask for another one (POST /v1/me/exports).")
