"""What mandates refuse. None tells whether somebody else's mobile is registered, or what their name is."""

from chalicelib.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from chalicelib.kernel.text import Text


class TermsInvalid(Invalid):
    """Powers or days that no mandate may have; the pointers say which."""

    code = "party.mandate-terms-invalid"
    title = Text("授权的权限或期限不符合要求", "The mandate's powers or days are not possible")
    next_step = Text(
        "请按提示修改后重新预览并签署。", "Change what is pointed out, preview the text again and sign it."
    )


class TextDiffers(Invalid):
    """What was signed is not the text of these terms."""

    code = "party.mandate-text-differs"
    title = Text("签署内容与授权委托书文本不一致", "What was signed is not the text of this mandate")
    next_step = Text(
        "请用相同内容重新预览（POST /v1/mandates/preview），按其中的版本和摘要签署。",
        "Preview the same terms again (POST /v1/mandates/preview) and sign the version and hash given there.",
    )


class AgentIsPrincipal(Invalid):
    """Nobody needs a mandate for their own affairs."""

    code = "party.mandate-agent-is-principal"
    title = Text("不能授权给本人", "The agent and the principal are one person")
    next_step = Text(
        "请填写受托人的手机号和姓名。", "Give the mobile and the name of the person who is to act for you."
    )


class MandateUnknown(NotFound):
    """There is no such mandate."""

    code = "party.mandate-unknown"
    title = Text("没有这份授权", "There is no such mandate")
    next_step = Text("请查看 GET /v1/mandates 中的授权。", "See GET /v1/mandates for the mandates you gave and hold.")


class OnlyTheAgent(NotAllowed):
    """The principal cannot accept or decline what they themselves offer."""

    code = "party.mandate-only-the-agent"
    title = Text("只有受托人可以接受或拒绝", "Only the agent may accept or decline a mandate")
    next_step = Text(
        "请由受托人登录办理；您可以随时撤销。", "Let the agent sign in and do it; you may revoke it at any time."
    )


class NotOnOffer(Conflict):
    """The mandate was answered before, or taken back."""

    code = "party.mandate-not-on-offer"
    title = Text("该授权已被处理，当前状态：{state}", "The mandate waits for no answer any more; it is {state}")
    next_step = Text(
        "请重新读取该授权；如有需要，请委托人重新授权。", "Read it again; if need be ask for a new mandate."
    )


class OfferOver(Conflict):
    """Its last day has passed before anybody accepted it."""

    code = "party.mandate-offer-over"
    title = Text("授权期限已于 {valid_to} 届满", "The mandate's last day was {valid_to}")
    next_step = Text("请委托人重新授权。", "Ask the principal for a new mandate.")
