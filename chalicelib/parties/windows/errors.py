"""Refusals at workplaces and windows."""

from chalicelib.kernel.errors import Conflict, NotAllowed
from chalicelib.kernel.text import Text


class NotAtAWorkplace(NotAllowed):
    """Somebody can be served only through a registered workplace: from home nobody has seen a document."""

    code = "party.not-at-a-workplace"
    title = Text("请在登记的工作台上办理", "This is done at a registered workplace only")
    next_step = Text(
        "请在窗口或热线的工作台上重新登录后办理。", "Sign in again at the workplace of the window or the hotline."
    )


class WorkplaceElsewhere(NotAllowed):
    """The workplace stands in a region that the member of staff does not serve."""

    code = "party.workplace-elsewhere"
    title = Text("该工作台不在您的服务区域", "This workplace is not in the region that you serve")
    next_step = Text("请在本区域的工作台上办理。", "Use a workplace of your own region.")


class NameDiffers(Conflict):
    """The identity is registered under another name than the document shows."""

    code = "party.name-differs"
    title = Text("姓名与已登记的不一致", "The name is not the one that is registered")
    next_step = Text(
        "请核对证件；姓名已变更的，请先在公安机关办理变更。",
        "Check the document; after a change of name let the police register it first.",
    )


class VisitOver(Conflict):
    """Too long ago: the document has to be seen again."""

    code = "party.window-visit-over"
    title = Text("本次窗口登记已结束", "This visit to the window is over")
    next_step = Text(
        "请重新核对证件并登记（POST /v1/window-registrations）。",
        "See the document and register it again (POST /v1/window-registrations).",
    )


class MobileTaken(Conflict):
    """Somebody signs in with this mobile already."""

    code = "party.mobile-taken"
    title = Text("该手机号已用于登录", "Somebody signs in with this mobile already")
    next_step = Text(
        "若是本人的另一账号，请用该手机号登录后实名核验并合并；否则请使用其他手机号。",
        "If it is another account of theirs, let them sign in there, have their identity checked and merge; otherwise "
        "use another mobile.",
    )
