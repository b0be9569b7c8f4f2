"""Refusals of clients."""

from typing import ClassVar

from chalicelib.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany, Unauthenticated
from chalicelib.kernel.text import Text


class ClientRefused(Unauthenticated):
    """Unknown, suspended, without or with another secret: the caller is not told which."""

    scheme: ClassVar[str] = "Basic"
    code = "party.client-refused"
    title = Text("渠道客户端未通过验证", "The client is not accepted")
    next_step = Text(
        "请核对客户端编号和密钥（HTTP Basic）；仍不通过的，请联系平台运营人员。",
        "Check the client's id and secret (HTTP Basic); if it is still refused, ask the operator of the platform.",
    )


class ChannelNotMeant(NotAllowed):
    """Through this client this person does not sign in."""

    code = "party.channel-not-meant"
    title = Text("该渠道不供此类人员登录", "This client is not for signing in like that")
    next_step = Text(
        "申请人请使用网页、手机或自助终端；工作人员请使用本岗位的终端。",
        "Applicants use the web, a mobile or a terminal; members of staff use their workplace.",
    )


class ClientUnknown(NotFound):
    """There is no such client."""

    code = "party.client-unknown"
    title = Text("没有该渠道客户端", "There is no such client")
    next_step = Text("请查看 GET /v1/clients。", "See GET /v1/clients.")


class SecretExpected(Invalid):
    """Only programs in the hands of people are public."""

    code = "party.client-secret-expected"
    title = Text("该渠道的客户端必须使用密钥", "A client of this channel has to have a secret")
    next_step = Text(
        "仅网页和手机客户端可以不设密钥（is_confidential = false）。",
        "Only clients of WEB and MOBILE may be without one (is_confidential = false).",
    )


class NoSecretToReplace(Conflict):
    """A public client has no secret."""

    code = "party.client-without-secret"
    title = Text("公开客户端没有密钥", "A public client has no secret")
    next_step = Text("如需密钥，请另行登记一个客户端。", "Register another client if it is to have one.")


class TooManySessions(TooMany):
    """The client has opened as many sessions as it may."""

    code = "party.too-many-sessions"
    title = Text("该渠道登录次数已达上限", "Through this client no more sessions may be opened now")
    next_step = Text("请在 {retry_after} 秒后重试，或使用其他渠道。", "Try again in {retry_after} seconds.")
