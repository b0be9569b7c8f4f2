"""Why somebody is not let in, or not to this."""

from chalicelib.kernel.errors import NotAllowed, NotFound, Unauthenticated
from chalicelib.kernel.text import Text


class TokenMissing(Unauthenticated):
    """No access token, or none that is valid."""

    code = "access.token-missing"
    title = Text("请先登录", "Please sign in first")
    next_step = Text(
        "请登录后在 Authorization 头中携带 Bearer 令牌。",
        "Sign in and send the access token as a Bearer token in the Authorization header.",
    )


class TokenRefused(Unauthenticated):
    """The token is expired, altered, or meant for somebody else."""

    code = "access.token-refused"
    title = Text("登录已失效", "The access token is not valid any more")
    next_step = Text("请刷新令牌或重新登录。", "Refresh the token or sign in again.")


class RoleRefused(NotAllowed):
    """The caller's role may not do this."""

    code = "access.role-refused"
    title = Text("您的身份无权进行此操作", "Your role may not do this")
    next_step = Text("请由有权限的人员办理。", "Ask somebody with one of the roles listed to do it.")


class OnlyInPerson(NotAllowed):
    """Nobody can do this for somebody else."""

    code = "access.only-in-person"
    title = Text("此项须由本人办理", "Only the person concerned may do this")
    next_step = Text(
        "请切换回本人身份后再操作。",
        "Go back to acting for yourself (POST /v1/sessions/current/capacity), or let them do it.",
    )


class PowerMissing(NotAllowed):
    """The authorisation does not go that far."""

    code = "access.power-missing"
    title = Text("授权范围不包含此项操作", "The authorisation does not cover this")
    next_step = Text(
        "请由授权人扩大授权，或由其本人办理。", "Ask for a wider authorisation, or let the principal do it."
    )


class ItemNotCovered(NotAllowed):
    """The authorisation names other items."""

    code = "access.item-not-covered"
    title = Text("授权范围不包含该事项", "The authorisation does not cover this item")
    next_step = PowerMissing.next_step


class AuthorityOver(Unauthenticated):
    """The authorisation has ended or was revoked."""

    code = "access.authority-over"
    title = Text("授权已到期或已撤销", "The authorisation has ended or was revoked")
    next_step = Text(
        "请切换回本人身份，或请授权人重新授权。",
        "Act for yourself again, or ask the principal for a new authorisation.",
    )


class LevelTooLow(NotAllowed):
    """The caller's identity has to be verified more strongly first."""

    code = "access.level-too-low"
    title = Text("需要更高的实名等级：L{required_level}", "Identity level L{required_level} is needed")
    next_step = Text(
        "请先完成实名核验（L2）、人脸核验（L3）或数字证书核验（L4，也可到窗口办理），刷新令牌后再继续办理。",
        "Complete the identity check (L2), the face check (L3) or the certificate check (L4; or show your document at "
        "a window), refresh the token, then continue.",
    )


class OutOfReach(NotFound):
    """There is nothing here that the caller may see."""

    code = "access.not-found"
    title = Text("未找到", "Not found")
    next_step = Text(
        "请核对编号，或登录有权查看的账号。", "Check the identifier, or sign in with the account it belongs to."
    )
