"""Refusals of what members of staff declare, and of what is declared about them."""

from typing import Self

from chalicelib.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Pointer
from chalicelib.kernel.text import Text

NO_ID_NUMBER = Text("应为有效的公民身份号码", "A valid ID number is expected")
NO_CREDIT_CODE = Text("应为有效的统一社会信用代码", "A valid unified social credit code is expected")


class StaffUnknown(NotFound):
    """Nobody on the staff list has this id."""

    code = "party.staff-unknown"
    title = Text("没有该工作人员", "There is no such member of staff")
    next_step = Text("请核对工作人员编号。", "Check the id against the staff list.")


class InterestInvalid(Invalid):
    """The number is none of its kind; the pointer says what is expected."""

    code = "party.interest-invalid"
    title = Text("申报的号码有误", "The declared number is not valid")
    next_step = Text("请按证件逐位核对后重新填写。", "Compare it with the document, and send it again.")

    @classmethod
    def because(cls, *, company: bool) -> Self:
        """With the pointer to the number."""
        return cls(pointers=[Pointer("#/number", NO_CREDIT_CODE if company else NO_ID_NUMBER)])


class TooManyInterests(Conflict):
    """More than anybody can have."""

    code = "party.too-many-interests"
    title = Text("申报的利害关系过多", "Too many interests are declared")
    next_step = Text("请由管理员删除已不存在的申报。", "Ask an operator to remove those that are no more.")


class InterestUnknown(NotFound):
    """The member of staff declared no such interest."""

    code = "party.interest-unknown"
    title = Text("没有该项申报", "There is no such declaration")
    next_step = Text("请核对申报编号。", "Check the id of the declaration.")


class Concerned(NotAllowed):
    """The matter is that of somebody in whom the member of staff has declared an interest (回避)."""

    code = "party.interest-declared"
    title = Text("不能办理有利害关系者的事务", "An official cannot handle what concerns somebody they are close to")
    next_step = Text("请由其他工作人员办理。", "Leave it to a colleague.")


class SubstituteUnfit(Conflict):
    """Only a colleague of the same department and region stands in, and only for a reviewer or a head."""

    code = "party.substitute-unfit"
    title = Text("不能由该人员代班", "This person cannot stand in")
    next_step = Text(
        "请指定同部门、同地区的在岗同事；仅审查人员和负责人可以代班。",
        "Name another serving colleague of the same department and region; only reviewers and heads are stood in for.",
    )


class TermInvalid(Invalid):
    """The days are over, in the wrong order, or too many."""

    code = "party.absence-term-invalid"
    title = Text("离岗日期有误", "The days of the absence are not valid")
    next_step = Text("请更正日期；更长的离岗请分次申报。", "Correct the days; declare a longer absence in parts.")

    @classmethod
    def of(cls, days: int) -> Self:
        """With what is expected of the last day."""
        expected = Text(
            f"应不早于今天和起始日，且总共不超过 {days} 天",
            f"Not before today or the first day, and at most {days} days in all",
        )
        return cls(pointers=[Pointer("#/valid_to", expected)])


class OnlyInOwnPost(NotAllowed):
    """Whoever stands in for somebody does not hand on what they were lent."""

    code = "party.only-in-own-post"
    title = Text("代班期间不能转委", "Whoever stands in cannot appoint a substitute")
    next_step = Text(
        "请切换回本人身份，或请负责人本人办理。", "Go back to your own post (POST /v1/sessions/current/capacity)."
    )


class AbsenceUnknown(NotFound):
    """There is no such absence."""

    code = "party.absence-unknown"
    title = Text("没有该项离岗申报", "There is no such absence")
    next_step = Text("请查看 GET /v1/staff/absences。", "See GET /v1/staff/absences.")
