"""What the registers refuse."""

from chalicelib.kernel.errors import Invalid, NotFound
from chalicelib.kernel.text import Text


class EntryUnknown(NotFound):
    """The register has no such entry."""

    code = "registers.entry-unknown"
    title = Text("名录中没有这个编码", "There is no such code in the register")
    next_step = Text("请核对编码。", "Check the code.")


class EntriesRefused(Invalid):
    """An amendment would leave the register in contradiction with itself; nothing was changed."""

    code = "registers.entries-refused"
    title = Text("名录条目不符合要求", "The register cannot be amended like this")
    next_step = Text(
        "请按 errors 中指出的位置逐项更正后重新提交。", "Correct every place listed in `errors`, then send it again."
    )


class RegisterTooLarge(Invalid):
    """A register is one row, and a row is bounded."""

    code = "registers.too-large"
    title = Text("名录过大：{bytes}字节，上限{most}字节", "The register would take {bytes} bytes, {most} at most")
    next_step = Text("请缩短条目内容或减少别名和字段。", "Shorten the entries, or give them fewer aliases and fields.")
