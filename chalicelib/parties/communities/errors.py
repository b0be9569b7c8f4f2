"""What community lists refuse."""

from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.kernel.text import Text


class ListUnknown(NotFound):
    """There is no such list."""

    code = "party.community-list-unknown"
    title = Text("没有这份代办名单", "There is no such list")
    next_step = Text("请查看 GET /v1/community-lists 中的名单。", "See GET /v1/community-lists for those you have.")


class ListClosed(Conflict):
    """Nobody is put on it or agrees any more."""

    code = "party.community-list-closed"
    title = Text("该代办名单已关闭", "The list is closed")
    next_step = Text("请重新建立名单（POST /v1/community-lists）。", "Open a new one (POST /v1/community-lists).")


class ListFull(Conflict):
    """An agent who acts for more people than this is no neighbour any more."""

    code = "party.community-list-full"
    title = Text("该代办名单已满 {most} 人", "The list holds {most} people already")
    next_step = Text("请为更多的人另指定代办员。", "Name another agent for more people.")


class AgentUnfit(Invalid):
    """Nobody whose face was compared signs in with that mobile under that name."""

    code = "party.community-agent-unfit"
    title = Text("未找到符合条件的代办员账号", "No account fits the agent named")
    next_step = Text(
        "请核对姓名和手机号，并请代办员先注册并完成人脸核验（L3）。",
        "Check name and mobile, and let the agent register and pass the face check (L3) first.",
    )


class PersonNamedBefore(Conflict):
    """That person is on the list."""

    code = "party.community-person-named-before"
    title = Text("该人员已在名单中", "That person is on the list already")
    next_step = Text(
        "请查看名单；需要重新征求同意的，请先移出该人员。",
        "Look at the list; to ask again, take the person off it first.",
    )


class EngagementUnknown(NotFound):
    """There is no such engagement."""

    code = "party.community-engagement-unknown"
    title = Text("没有这项代办委托", "There is no such engagement")
    next_step = Text(
        "请查看 GET /v1/me/community-engagements。",
        "See GET /v1/me/community-engagements for those you were asked about.",
    )


class NotProposed(Conflict):
    """It was agreed to or ended before."""

    code = "party.community-engagement-not-open"
    title = Text("该代办委托已处理，当前状态：{state}", "It waits for no answer any more; it is {state}")
    next_step = Text("请重新读取；如有需要，请村（居）委会重新提出。", "Read it again; the office can propose it anew.")


class EngagementOver(Conflict):
    """Its last day has passed."""

    code = "party.community-engagement-over"
    title = Text("代办期限已于 {valid_to} 届满", "Its last day was {valid_to}")
    next_step = Text("请村（居）委会重新提出。", "The office can propose it anew.")


class ConsentDiffers(Invalid):
    """What was signed is not the text of this engagement."""

    code = "party.community-consent-differs"
    title = Text("签署内容与代办委托书文本不一致", "What was signed is not the text of this engagement")
    next_step = Text(
        "请按 GET /v1/me/community-engagements 所示文本的版本和摘要签署。",
        "Sign the version and hash of the text shown at GET /v1/me/community-engagements.",
    )
