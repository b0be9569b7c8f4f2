"""Refusals that belong to no capability."""

from chalicelib.kernel.errors import Failure, Malformed, Unavailable
from chalicelib.kernel.text import Text


class WrongMediaType(Malformed):
    """The body is not declared to be JSON."""

    code = "request.media-type"
    title = Text("不支持的内容类型", "This content type is not understood here")
    next_step = Text("请使用 Content-Type: application/json。", "Use Content-Type: application/json.")


class BusyNow(Unavailable):
    """Too many others were changing the same thing."""

    code = "request.busy"
    title = Text("当前操作人数较多", "Many others are changing the same thing right now")
    next_step = Text(
        "未做任何更改，请稍后用同一 Idempotency-Key 重试。",
        "Nothing was changed. Try again shortly with the same Idempotency-Key.",
    )

    def __init__(self) -> None:
        super().__init__(retry_after=1)


class NotAvailable(Unavailable):
    """A service of the cloud that is needed here throttles, or does not answer."""

    code = "service.unavailable"
    title = Text("系统暂时繁忙", "A service that is needed here is not available right now")
    next_step = Text(
        "请稍后重试；提交操作请使用同一 Idempotency-Key，不会重复办理。",
        "Try again shortly. Repeat a command with the same Idempotency-Key: nothing is done twice.",
    )

    def __init__(self) -> None:
        super().__init__(retry_after=2)


class Unforeseen(Failure):
    """Something went wrong that this system had not foreseen."""

    code = "service.unforeseen"
    title = Text("系统出现意外错误", "Something went wrong on our side")
    next_step = Text(
        "请稍后用同一 Idempotency-Key 重试；如仍失败，请将关联编号告知客服。",
        "Try again with the same Idempotency-Key; if it fails again, tell us the correlation id.",
    )
