"""What is refused of a staff list, as a whole or in one row of it."""

from chalicelib.jobs.errors import FileRefused
from chalicelib.kernel.errors import Conflict, Invalid
from chalicelib.kernel.text import Text


class StaffListOfAnotherKind(FileRefused):
    """Not a table of comma-separated values."""

    code = "staff.not-csv"
    title = Text("人员名册应为 .csv 文件", "A staff list is a .csv file")
    next_step = Text("请在 Excel 或 WPS 中另存为 CSV（逗号分隔）。", "Save it as CSV (comma-separated).")


class StaffListTooLarge(FileRefused):
    """More than any service has members of staff."""

    code = "staff.list-too-large"
    title = Text("人员名册过大：最多 {mib} MiB、{rows} 行", "At most {mib} MiB and {rows} rows in a staff list")
    next_step = Text(
        "请拆成几个文件分别导入，且都不要声明为完整名册。",
        "Split it and import the parts, none of them as a complete list.",
    )


class StaffListUnreadable(FileRefused):
    """Not a table that every program reads in the same way; `errors` says why."""

    code = "staff.list-unreadable"
    title = Text("人员名册无法读取", "The staff list cannot be read")
    next_step = Text(
        "请对照 errors 中的说明更正，另存为 CSV（UTF-8 或 GB18030，逗号分隔）后重新导入。",
        "Correct what `errors` says, save it as CSV (UTF-8 or GB18030, commas), and import it again.",
    )


class StaffRowRefused(Invalid):
    """One row does not describe a member of staff; `errors` names every place at once."""

    code = "staff.row-refused"
    title = Text("该行不符合要求", "This row is not as it has to be")
    next_step = Text("请逐项更正 errors 中所指之处后重新导入。", "Correct every place in `errors` and import it again.")


class TooManyWouldLeave(Conflict):
    """More than a fifth of all members are missing from a list that is said to be complete: probably it is not."""

    code = "staff.too-many-would-leave"
    title = Text(
        "该名册将使 {serving} 人中的 {leaving} 人离职，超过五分之一",
        "By this list {leaving} of {serving} members of staff would leave, more than a fifth",
    )
    next_step = Text(
        "请先试运行（dry_run）查看将离职的人员；确认无误后以 confirm_departures=true 重新导入。",
        "See who would leave in a dry run; if that is right, import it again with confirm_departures=true.",
    )


class ListHasFaults(Conflict):
    """Who is missing cannot be told as long as not every row says who is on it."""

    code = "staff.list-has-faults"
    title = Text("名册中有不符合要求的行，未办理任何人离职", "Rows have faults, so nobody was made to leave")
    next_step = Text(
        "请更正有误的行后，重新导入完整名册。", "Correct those rows and import the complete list once more."
    )


class AskerNotListed(Conflict):
    """Whoever imports a list cannot sign themselves out of the service by it."""

    code = "staff.asker-not-listed"
    title = Text("您本人不在名册中，未办理您的离职", "You are not on your own list; you were not made to leave")
    next_step = Text(
        "请补入本人，或由其他管理员办理您的离职。", "Put yourself on it, or have another operator end your service."
    )
