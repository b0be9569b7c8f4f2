"""Refusals of signing in through unified authentication."""

from chalicelib.kernel.errors import Conflict, NotAllowed, NotFound, Unauthenticated
from chalicelib.kernel.text import Text


class NotFederated(NotFound):
    """No issuer is configured here."""

    code = "party.not-federated"
    title = Text("本平台未接入统一身份认证", "Unified authentication is not connected here")
    next_step = Text("请使用手机验证码登录（POST /v1/logins）。", "Sign in with a one-time code (POST /v1/logins).")


class AttemptRefused(Unauthenticated):
    """The attempt was never begun here, is over, was used, or has another state: the caller is not told which."""

    code = "party.federated-attempt-refused"
    title = Text("本次统一身份认证登录已失效", "This attempt to sign in is over")
    next_step = Text("请重新发起登录（POST /v1/federated-sign-ins）。", "Begin again (POST /v1/federated-sign-ins).")


class IdentityTooWeak(NotAllowed):
    """The issuer does not vouch for name and ID number at level two or more."""

    code = "party.federated-identity-too-weak"
    title = Text("统一身份认证账号尚未实名", "That account is not proven to be yours by name and ID number")
    next_step = Text(
        "请先在统一身份认证平台完成实名认证，或使用手机验证码登录。",
        "Prove your identity there first, or sign in with a one-time code.",
    )


class IdentityDiffers(Conflict):
    """The account of that ID number, or the staff list, has another name."""

    code = "party.federated-identity-differs"
    title = Text("统一身份认证的姓名与本平台登记的不一致", "The name there is not the one registered here")
    next_step = Text("请携带证件到窗口核实。", "Have it settled at a window; bring your document.")


class NotOnStaffList(NotAllowed):
    """Nobody who serves has that personnel number; signing in makes nobody a member of staff."""

    code = "party.not-on-staff-list"
    title = Text("您不在本平台的人员名册中", "You are not on the staff list")
    next_step = Text(
        "请联系管理员导入人员名册；办理个人事项请以个人身份登录。",
        "Ask the operator to put you on it; for your own affairs sign in as an applicant.",
    )
