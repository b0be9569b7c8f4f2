"""What is refused of those who publish."""

from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.kernel.text import Text


class BatchUnknown(NotFound):
    """There is no such batch."""

    code = "catalogue.batch-unknown"
    title = Text("没有这个批次", "There is no such batch")
    next_step = Text("请核对批次编号。", "Check the batch's identifier.")


class BatchClosed(Conflict):
    """The batch is being published, or it was."""

    code = "catalogue.batch-closed"
    title = Text("该批次正在公布或已经公布", "The batch is being published, or it was published")
    next_step = Text("请新建批次。", "Open another batch.")


class BatchEmpty(Conflict):
    """There is nothing to publish."""

    code = "catalogue.batch-empty"
    title = Text("批次中没有事项", "The batch holds no items")
    next_step = Text("请先将已审核的事项列入批次。", "Put approved items into it first.")


class NotInBatch(NotFound):
    """The item is not in this batch."""

    code = "catalogue.not-in-batch"
    title = Text("该批次中没有这个事项", "The item is not in this batch")
    next_step = Text("请核对事项编码和批次。", "Check the item's code and the batch.")


class AnotherBatchRuns(Conflict):
    """Batches are published one after the other."""

    code = "catalogue.another-batch-runs"
    title = Text("另一批次正在公布", "Another batch is being published")
    next_step = Text("请稍后再公布本批次。", "Publish this one when that one is done.")


class DateInThePast(Invalid):
    """Nothing comes into force before it is announced."""

    code = "catalogue.date-in-the-past"
    title = Text("生效日期早于今天", "The date lies in the past")
    next_step = Text("请选择今天或以后的日期。", "Choose today or a later date.")


class DateTooFar(Invalid):
    """What is announced keeps everything earlier out, so a slip of the pen could not be put right."""

    code = "catalogue.date-too-far"
    title = Text("生效日期过于遥远，不得晚于 {latest}", "The date is too far ahead: at the latest {latest}")
    next_step = Text("请核对年份。", "Check the year.")


class BatchFull(Conflict):
    """A batch is one row, and a row is bounded."""

    code = "catalogue.batch-full"
    title = Text("批次最多容纳 {most} 个事项", "A batch holds at most {most} items")
    next_step = Text("请另建批次。", "Open another batch for the rest.")


class EntriesRefused(Invalid):
    """Some of the items cannot go into the batch; none was put in."""

    code = "catalogue.entries-refused"
    title = Text("有事项不能列入批次，本次未列入任何事项", "Some items cannot go into the batch; none was put in")
    next_step = Text("请处理 errors 中指出的事项后重试。", "See to the items in `errors`, then try again.")


class NothingPublished(NotFound):
    """There is no edition of the catalogue yet."""

    code = "catalogue.nothing-published"
    title = Text("目录尚未公布", "No edition of the catalogue has been published")
    next_step = Text("请在第一批事项公布后再来。", "Come back when the first batch is published.")
