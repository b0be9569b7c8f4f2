"""What licences refuse."""

from chalicelib.kernel.errors import Conflict, NotFound, Unavailable
from chalicelib.kernel.text import Text


class LicenceUnknown(NotFound):
    code = "licence.unknown"
    title = Text("没有这个证照", "There is no such licence")
    next_step = Text("请核对证照编号。", "Check the licence's identifier.")


class VerificationUnknown(NotFound):
    """No document of ours carries this code."""

    code = "licence.verification-unknown"
    title = Text("未找到该验证码对应的文书", "No document carries this verification code")
    next_step = Text(
        "请核对文书上的验证码；如无误，该文书可能是伪造的，请向发文机关核实。",
        "Check the code printed on the document; if it is right, the document may be forged: ask the authority named.",
    )


class DocumentUnknown(NotFound):
    """No document of ours has exactly these bytes."""

    code = "licence.document-unknown"
    title = Text("没有签发过这样的文件", "No such file was issued")
    next_step = Text(
        "该文件已被改动，或不是本平台签发；请用文书上的验证码再核验。",
        "It was altered or is not one of ours; verify it by the code that it carries.",
    )


class AlreadyRevoked(Conflict):
    code = "licence.already-revoked"
    title = Text("该证照已经撤销", "The licence is revoked already")
    next_step = Text("无需重复撤销。", "There is nothing to repeat.")


class AlreadyReplaced(Conflict):
    """A newer one stands for it; what is to happen happens to that one."""

    code = "licence.already-replaced"
    title = Text("该证照已经换发", "The licence was replaced by a newer one")
    next_step = Text("请对换发后的新证照办理。", "Turn to the licence that replaced it.")


class AlreadySuspended(Conflict):
    code = "licence.already-suspended"
    title = Text("该证照已经暂停", "The licence is suspended already")
    next_step = Text("无需重复暂停；如需恢复，请办理恢复。", "There is nothing to repeat; it can be resumed.")


class NotSuspended(Conflict):
    code = "licence.not-suspended"
    title = Text("该证照并未暂停", "The licence is not suspended")
    next_step = Text("无需恢复。", "There is nothing to resume.")


class ReissueUnderWay(Conflict):
    code = "licence.reissue-under-way"
    title = Text("该证照正在换发", "The licence is being issued again")
    next_step = Text("请稍后查看新证照。", "Look for the new licence in a moment.")


class GrantsNothing(Conflict):
    """A receipt, or a refusal: there is nothing in it to suspend or to issue again."""

    code = "licence.grants-nothing"
    title = Text("该文书不是证照", "The document is not a licence")
    next_step = Text(
        "受理通知书和不予许可决定书不能暂停或换发。", "Receipts and refusals are neither suspended nor reissued."
    )


class NoFurtherEdition(Conflict):
    """The identifier has three digits for the version."""

    code = "licence.no-further-edition"
    title = Text("该证照已不能再换发", "The licence cannot be issued again any more")
    next_step = Text("请让持证人重新申请。", "Have its holder apply anew.")


class StillWithheld(Conflict):
    """Its fee is owed: nobody has it yet."""

    code = "licence.still-withheld"
    title = Text("费用未结清，证照尚未发放", "The fee is owed; the licence was not handed out yet")
    next_step = Text("请先在办件中缴费。", "Pay the case's fee first.")


class StatusListUnknown(NotFound):
    code = "licence.status-list-unknown"
    title = Text("没有这个状态列表", "There is no such status list")
    next_step = Text("请使用证照中写明的地址。", "Use the address that the licence names.")


class SigningKeysMissing(Unavailable):
    """The operator has not put the certificates into the secret yet."""

    code = "licence.signing-keys-missing"
    title = Text("签发证书尚未就绪", "The signing certificates are not there yet")
    next_step = Text("请稍后再试。", "Try again later.")
