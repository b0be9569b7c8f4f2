"""What licences refuse."""

from chalicelib.kernel.errors import Conflict, NotFound
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


class AlreadyRevoked(Conflict):
    code = "licence.already-revoked"
    title = Text("该证照已经撤销", "The licence is revoked already")
    next_step = Text("无需重复撤销。", "There is nothing to repeat.")
