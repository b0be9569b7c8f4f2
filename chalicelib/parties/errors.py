"""Refusals of registration, sign-in and identity checks. None tells whether somebody else's mobile is registered."""

from chalicelib.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany, Unauthenticated, Unavailable
from chalicelib.kernel.text import Text


class TooManyCodes(TooMany):
    """The mobile or the address has asked for as many codes as it may."""

    code = "party.too-many-codes"
    title = Text("验证码请求过于频繁", "Too many one-time codes were asked for")
    next_step = Text("请在 {retry_after} 秒后重试。", "Try again in {retry_after} seconds.")


class CodeRefused(Unauthenticated):
    """Wrong, used, expired, locked or never issued: the caller is not told which."""

    code = "party.code-refused"
    title = Text("验证码无效", "The one-time code is not valid")
    next_step = Text(
        "请核对最新短信中的验证码；多次输入错误或超过 5 分钟后，请重新获取。",
        "Check the latest message; after 5 minutes or several wrong tries, ask for a new code.",
    )


class TooManyTries(TooMany):
    """Too many wrong codes for the mobile, or from the address; the same whether or not anybody has registered it."""

    code = "party.too-many-tries"
    title = Text("验证码输错次数过多", "Too many wrong one-time codes")
    next_step = Text(
        "请在 {retry_after} 秒后重新获取验证码再试；如非本人操作，无需处理。",
        "Ask for a new code and try again in {retry_after} seconds; if it was not you, there is nothing to do.",
    )


class NotRegistered(NotFound):
    """Whoever holds this mobile has proved it with a code, and has no account yet."""

    code = "party.not-registered"
    title = Text("该手机号尚未注册", "This mobile has no account yet")
    next_step = Text("请先注册（POST /v1/registrations）。", "Register first (POST /v1/registrations).")


class RefreshRefused(Unauthenticated):
    """The refresh token is unknown, used, expired or revoked."""

    code = "party.refresh-refused"
    title = Text("登录会话已结束", "The session has ended")
    next_step = Text("请重新登录。", "Sign in again.")


class FederatedTokenRefused(Unauthenticated):
    """A token of another issuer that is not live, not for us, or not of the issuer that we trust."""

    code = "party.federated-token-refused"
    title = Text("统一身份认证凭证无效", "The token of unified authentication is not valid")
    next_step = Text("请在统一身份认证平台重新登录后再试。", "Sign in there again, and send the new token.")


class IssuerUnavailable(Unavailable):
    """The issuer's keys cannot be read now, so nobody can tell whether the token is good."""

    code = "party.issuer-unavailable"
    title = Text("统一身份认证平台暂时无法访问", "Unified authentication does not answer now")
    next_step = Text("请稍后重试，或使用手机验证码登录。", "Try again later, or sign in with a one-time code.")


class SessionUnknown(NotFound):
    """The caller has no such session."""

    code = "party.session-unknown"
    title = Text("没有该登录会话", "You have no such session")
    next_step = Text(
        "请查看 GET /v1/me/sessions 中的登录设备。", "See GET /v1/me/sessions for where you are signed in."
    )


class IdNumberInvalid(Invalid):
    """The number breaks GB 11643; the pointer says how."""

    code = "party.id-number-invalid"
    title = Text("公民身份号码有误", "The ID number is not valid")
    next_step = Text("请按证件逐位核对后重新填写。", "Compare it with the document, digit by digit, and send it again.")


class AlreadyIdentified(Conflict):
    """The level that this check would give has been reached."""

    code = "party.already-identified"
    title = Text("您已完成该项核验", "This check has already been passed")
    next_step = Text(
        "无需重复核验；如需使用新的等级，请刷新令牌。",
        "There is nothing to do; refresh your token to use the present level.",
    )


class CheckRunning(Conflict):
    """An answer to the previous request is still awaited."""

    code = "party.check-running"
    title = Text("核验正在进行", "The check is still running")
    next_step = Text("请稍后查询 GET /v1/me 中的核验结果。", "Read the outcome at GET /v1/me in a moment.")


class TooManyChecks(TooMany):
    """The day's checks are used up."""

    code = "party.too-many-checks"
    title = Text("今日核验次数已用完", "Today's checks are used up")
    next_step = Text("请明日再试，或携带证件到窗口核验。", "Try again tomorrow, or show the document at a window.")


class IdentityUnproven(NotAllowed):
    """A face can be compared only with an identity that the population base has confirmed."""

    code = "party.identity-unproven"
    title = Text("请先完成实名核验", "The identity check comes first")
    next_step = Text(
        "请先提交姓名和身份号码（POST /v1/me/identity-checks）。",
        "Send name and ID number first (POST /v1/me/identity-checks).",
    )


class IdNumberHeld(Conflict):
    """Another account is already bound to this identity: one natural person, one account. It has to be proven first
    that both are the caller's.
    """

    code = "party.id-number-held"
    title = Text("该身份已绑定其他账号", "This identity belongs to another account")
    next_step = Text(
        "如为您本人的账号，请完成人脸核验（POST /v1/me/face-checks），或向原手机号发送验证码"
        "（POST /v1/me/merger/codes），两个账号随即合并；均无法完成的，请携带证件到窗口办理。",
        "If it is yours, pass the face check (POST /v1/me/face-checks) or have a code sent to its mobile "
        "(POST /v1/me/merger/codes), and the two become one; failing both, show your document at a window.",
    )


class MobileHeld(Conflict):
    """A member of staff cannot be given a mobile that somebody else signs in with."""

    code = "party.mobile-held"
    title = Text("该手机号已被使用", "This mobile is already used to sign in")
    next_step = Text("请为该工作人员登记另一手机号。", "Give the member of staff another mobile.")


class AccountUnknown(NotFound):
    """There is no such account."""

    code = "party.account-unknown"
    title = Text("账号不存在", "There is no such account")
    next_step = Text("请重新登录。", "Sign in again.")
