"""Refusals that belong to no capability."""

from chalicelib.kernel.errors import Failure, Malformed, Unavailable
from chalicelib.kernel.text import Text

MOST_BODY_BYTES = 131_072
"""Of a request body. A row of the table takes 400 KB, and holds a form twice at most: as it is, and as it was refused.
"""


class WrongMediaType(Malformed):
    """The body is not declared to be JSON."""

    code = "request.media-type"
    title = Text("不支持的内容类型", "This content type is not understood here")
    next_step = Text("请使用 Content-Type: application/json。", "Use Content-Type: application/json.")


class BodyTooLarge(Malformed):
    """The request body is larger than any form, item or list that is entered by hand. It would not fit into a row."""

    code = "request.too-large"
    title = Text("提交的内容过大", "The request is too large")
    next_step = Text(
        "请精简文字内容（不超过 {most_bytes} 字节）；文件请通过上传接口提交。",
        "Shorten it to {most_bytes} bytes at most. Files are uploaded by a presigned request instead.",
    )

    def __init__(self) -> None:
        super().__init__(most_bytes=MOST_BODY_BYTES)


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
