"""What consents refuse. To a receiver for whom it is not meant, a consent does not exist."""

from chalicelib.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from chalicelib.kernel.text import Text


class ConsentTermsInvalid(Invalid):
    """A receiver, certificates or a day that no consent may have; the pointers say which."""

    code = "consent.terms-invalid"
    title = Text("同意的内容不符合要求", "No consent may say this")
    next_step = Text(
        "请按提示修改后重新预览并签署。", "Change what is pointed out, preview the text again and sign it."
    )


class ConsentTextDiffers(Invalid):
    """What was signed is not the text of these terms."""

    code = "consent.text-differs"
    title = Text("签署内容与同意书文本不一致", "What was signed is not the text of this consent")
    next_step = Text(
        "请用相同内容重新预览（POST /v1/me/consents/preview），按其中的版本和摘要签署。",
        "Preview the same terms again (POST /v1/me/consents/preview) and sign the version and hash given there.",
    )


class ConsentUnknown(NotFound):
    """There is no such consent, or it is not meant for who asks."""

    code = "consent.unknown"
    title = Text("没有这份同意", "There is no such consent")
    next_step = Text(
        "请向本人征得同意；本人可在 GET /v1/me/consents 中查看已给出的同意。",
        "Ask the person for their consent; they find what they gave at GET /v1/me/consents.",
    )


class ConsentElsewhere(NotAllowed):
    """It allows something, but not this: another purpose, item, certificate or field. The pointers say which."""

    code = "consent.not-for-this"
    title = Text("该同意不包括本次共享", "The consent does not cover this sharing")
    next_step = Text(
        "请在同意的目的和范围内共享，或请本人另行同意。",
        "Share within its purpose and extent, or ask the person for another consent.",
    )


class ConsentSpent(Conflict):
    """It was good for one sharing, and that took place."""

    code = "consent.spent"
    title = Text("该同意已被使用", "The consent has been used")
    next_step = Text("再次共享需要本人另行同意。", "Another sharing takes another consent of the person.")


class ConsentWithdrawn(Conflict):
    """The person took it back."""

    code = "consent.withdrawn"
    title = Text("本人已撤回同意", "The person has withdrawn the consent")
    next_step = Text("未经本人重新同意，不得共享。", "Nothing may be shared unless they consent anew.")


class ConsentOver(Conflict):
    """Its last day has passed."""

    code = "consent.over"
    title = Text("同意的有效期已于 {valid_to} 届满", "The consent's last day was {valid_to}")
    next_step = Text("请征得本人重新同意。", "Ask the person to consent anew.")
