"""What guardianship refuses."""

from chalicelib.kernel.errors import Invalid, NotFound
from chalicelib.kernel.text import Text


class NotAMinor(Invalid):
    """By the number, the person is eighteen or older."""

    code = "party.not-a-minor"
    title = Text("该人员已年满十八周岁", "This person is eighteen or older")
    next_step = Text(
        "成年人请本人注册办理；需要代办的，请由其本人签署授权委托书（POST /v1/mandates）。",
        "Grown-ups register themselves; to have somebody act for them they sign a mandate (POST /v1/mandates).",
    )


class NoWardClaimed(NotFound):
    """The caller never said that they are somebody's guardian."""

    code = "party.no-ward-claimed"
    title = Text("您尚未申请监护关系核验", "You have not asked to act for a child")
    next_step = Text(
        "监护人可提交未成年人的姓名和身份号码（POST /v1/me/ward-claim）。",
        "A guardian sends the child's name and ID number (POST /v1/me/ward-claim).",
    )
