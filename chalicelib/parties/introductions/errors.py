"""Refusals of telling partners who somebody is."""

from chalicelib.kernel.errors import NotFound, Unauthenticated
from chalicelib.kernel.text import Text


class PartnerUnknown(NotFound):
    """No partner system has this id, or it is suspended."""

    code = "party.partner-unknown"
    title = Text("没有该合作系统", "There is no such partner system")
    next_step = Text(
        "请返回合作系统重新发起登录；仍不成功的，请联系该系统。",
        "Go back to that system and begin again; if it fails again, ask those who run it.",
    )


class CodeOfIntroductionRefused(Unauthenticated):
    """Never given, used, over, of another partner, or its person has signed out: the partner is not told which."""

    code = "party.introduction-refused"
    title = Text("认证码无效", "The code is not valid")
    next_step = Text(
        "认证码 60 秒内有效，且只能由指定的合作系统使用一次；请让用户重新发起。",
        "A code is good once, for sixty seconds, and for one partner; let the person begin again.",
    )
