"""What merging refuses. None tells anything of the other account."""

from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.text import Text


class NothingToMerge(Conflict):
    """No check within the last day has found the caller's identity bound to another account."""

    code = "party.nothing-to-merge"
    title = Text("没有待合并的账号", "There is no account to merge with")
    next_step = Text(
        "请先提交姓名和身份号码（POST /v1/me/identity-checks）；结果为“已绑定其他账号”后一日内可以合并。",
        "Send name and ID number first (POST /v1/me/identity-checks); ALREADY_REGISTERED lets you merge for a day.",
    )


class AccountMoved(Conflict):
    """This account has been merged into its person's older one."""

    code = "party.account-moved"
    title = Text("此账号已并入您原有的账号", "This account has been merged into your older one")
    next_step = Text(
        "请退出后用本手机号重新登录，即可看到原账号的全部事项。",
        "Sign out and sign in again with this mobile: everything is in your older account.",
    )
