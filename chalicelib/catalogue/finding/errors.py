"""What finding refuses."""

from chalicelib.kernel.errors import Unavailable
from chalicelib.kernel.text import Text


class SearchUnavailable(Unavailable):
    """The live edition was built by another version of this program and is being built again."""

    code = "catalogue.search-unavailable"
    title = Text("事项搜索暂不可用", "Search is not available at the moment")
    next_step = Text(
        "请稍后重试；已知事项编码的，可直接查看事项。",
        "Try again later; an item whose code is known can be read directly.",
    )

    def __init__(self) -> None:
        super().__init__(retry_after=60)
