"""What is refused about disputes, and what to do then."""

from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.kernel.text import Text


class DataDisputeUnknown(NotFound):
    code = "dispute.unknown"
    title = Text("没有这项数据异议", "There is no such dispute")
    next_step = Text("请从数据异议清单中选择。", "Choose one from the list of disputes.")


class DataDisputeAnswered(Conflict):
    code = "dispute.answered-already"
    title = Text("该数据异议已经答复", "It has been answered already")
    next_step = Text("请重新读取清单。", "Read the list again.")


class NothingToDispute(Invalid):
    code = "dispute.nothing-to-dispute"
    title = Text("该字段没有系统预填的核验数据", "That field holds nothing that was verified elsewhere")
    next_step = Text(
        "请选择办件 verified_fields 中列出的字段；其他字段可直接修改。",
        "Choose one of the case's `verified_fields`; any other you can change yourself.",
    )
