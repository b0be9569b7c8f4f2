"""What is refused of those who describe, approve and publish items."""

from chalicelib.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from chalicelib.kernel.text import Text


class ItemNotCatalogued(NotFound):
    """Nobody has described an item of that code."""

    code = "catalogue.item-not-catalogued"
    title = Text("目录中没有这个事项", "No item of that code has been described")
    next_step = Text("请核对事项编码，或先录入该事项。", "Check the code, or describe the item first.")


class NothingInWork(Conflict):
    """There is no version in work."""

    code = "catalogue.nothing-in-work"
    title = Text("该事项没有正在编制的版本", "No version of this item is in work")
    next_step = Text("请先保存修改后的事项内容。", "Write the changed description first.")


class WrongStage(Conflict):
    """The version is not where this act would be its turn."""

    code = "catalogue.wrong-stage"
    title = Text("该版本目前处于{stage}阶段，不能进行此操作", "The version is {stage}: this cannot be done now")
    next_step = Text(
        "版本须依次经过编制、检查、审核、发布。",
        "A version is drafted, checked, approved, published: in this order.",
    )


class NotPublishable(Invalid):
    """The description breaks rules for publication; all of them are listed, each with its field and its basis."""

    code = "catalogue.not-publishable"
    title = Text("事项内容有 {count} 处不符合发布要求", "{count} things keep this item from being published")
    next_step = Text(
        "请按 errors 中指出的位置逐项更正，再重新检查。", "Correct every place listed in `errors`, then check again."
    )


class FourEyes(NotAllowed):
    """Who wrote or checked a version cannot approve it, and who made a batch cannot publish it."""

    code = "catalogue.four-eyes"
    title = Text("编制人与审核人不得为同一人", "Nobody approves what they have written themselves")
    next_step = Text("请由另一名审核员办理。", "Ask another approver to do it.")


class ContentMoved(Conflict):
    """What was read is not what stands there now."""

    code = "catalogue.content-moved"
    title = Text("内容已被修改，与您审核的不一致", "The content is not the one that you have read")
    next_step = Text("请重新阅读最新内容后再审核。", "Read the present content, then decide again.")


class InBatch(Conflict):
    """What is in a batch does not change."""

    code = "catalogue.in-batch"
    title = Text("该事项已列入批次，不能修改", "The item is in a batch and cannot be changed")
    next_step = Text("请先将其移出批次 {batch_id}。", "Take it out of batch {batch_id} first.")


class CodeDiffers(Invalid):
    """The description belongs to another item than its address says."""

    code = "catalogue.code-differs"
    title = Text("事项编码与地址中的编码不一致", "The code in the content is not the one in the address")
    next_step = Text("请使用同一事项编码。", "Use the same code in both.")


class ItemTooLarge(Invalid):
    """An item is one row, and a row is bounded."""

    code = "catalogue.item-too-large"
    title = Text("事项内容过长：{bytes} 字节，上限 {most} 字节", "The item would take {bytes} bytes, {most} at most")
    next_step = Text("请缩短说明、问答或表单。", "Shorten its texts, questions or form.")


class NotOnline(Conflict):
    """Only what is online can be retired."""

    code = "catalogue.not-online"
    title = Text("该事项没有已发布的版本", "No version of this item is published")
    next_step = Text("只能停用已发布的事项。", "Only a published item can be retired.")


class StartsTooEarly(Conflict):
    """A version cannot begin before one that was announced earlier."""

    code = "catalogue.starts-too-early"
    title = Text("生效日期早于已公布版本的生效日期 {announced}", "An announced version begins only on {announced}")
    next_step = Text("请选择不早于该日期的生效日期。", "Choose that date or a later one.")


class VersionUnknown(NotFound):
    """There is no such version."""

    code = "catalogue.version-unknown"
    title = Text("没有这个版本", "There is no such version")
    next_step = Text("请填写已发布的版本号，或填写 draft。", "Name a published version, or `draft`.")
