"""Refusals of what members of staff declare, and of what is declared about them."""

from typing import Self

from chalicelib.kernel.errors import Conflict, Invalid, NotFound, Pointer
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
