"""What is refused around materials that follow later, and what to do then."""

from collections.abc import Iterable
from typing import Self

from chalicelib.cases.late.model import LateMaterial, LateState
from chalicelib.cases.slots import MaterialSlot
from chalicelib.kernel.errors import Conflict, Invalid, Pointer
from chalicelib.kernel.text import Text


class NothingMayFollow(Conflict):
    code = "case.nothing-may-follow"
    title = Text("没有尚缺而可以后补的材料", "Nothing is missing that may follow later")
    next_step = Text(
        "材料齐全的请直接提交；其他缺少的材料请上传。",
        "Submit if everything is there; upload whatever else is missing.",
    )


class PromiseToFollowDiffers(Invalid):
    code = "case.promise-to-follow-differs"
    title = Text("承诺文本与当前尚缺的材料不一致", "This is not the text of the promise for what is missing at present")
    next_step = Text(
        "请用 GET /v1/cases/…/promise-to-follow 重新读取承诺书，按其中的版本和摘要签署。",
        "Read it again (GET /v1/cases/…/promise-to-follow) and give the version and hash that stand there.",
    )


class MaterialMayFollow(Invalid):
    """What the item lets follow later, and its applicant promised, is not asked for before acceptance."""

    code = "case.material-may-follow"
    title = Text(
        "申请人已承诺后补该材料，受理前不得要求提交",
        "The applicant promised to bring this later: it is not asked for before acceptance",
    )
    next_step = Text(
        "请从补正事项中删去 errors 所列材料；受理后系统按期催补。",
        "Leave out what `errors` lists; once the case is accepted its applicant is reminded in time.",
    )


class LateMaterialsOutstanding(Conflict):
    """Nothing is granted before what was promised is there and was looked at."""

    code = "case.late-materials-outstanding"
    title = Text("容缺材料尚未补齐并核对，不能准予", "What may follow later is not there and confirmed yet: no grant")
    next_step = Text(
        "请等待申请人补交；已补交的请先核对（POST /v1/cases/…/materials/…/late-check）。逾期未补的，系统自动终止办理。",
        "Wait for the applicant; have what came looked at first (POST /v1/cases/…/materials/…/late-check). When it "
        "does not come the case ends by itself.",
    )

    @classmethod
    def because(cls, outstanding: Iterable[tuple[MaterialSlot, LateMaterial]]) -> Self:
        """With each, and what it waits for."""
        return cls(pointers=[Pointer(f"#/materials/{slot.code}", _standing(slot, late)) for slot, late in outstanding])


class NothingToLookAt(Conflict):
    code = "case.no-late-material-to-check"
    title = Text("没有待核对的后补材料", "Nothing has followed that waits to be looked at")
    next_step = Text(
        "请在办件的 late_materials 中查看各项后补材料的状态。", "See in `late_materials` of the case how each stands."
    )


class ReturnedBefore(Conflict):
    code = "case.late-material-returned-before"
    title = Text("该材料已退回过一次，不能再次退回", "It was returned once; it cannot be returned again")
    next_step = Text(
        "请确认该材料，或在审查意见中说明不符合条件的理由。", "Confirm it, or give your reasons in your opinion."
    )


def _standing(slot: MaterialSlot, late: LateMaterial) -> Text:
    if late.state is LateState.BROUGHT:
        return Text(f"{slot.name_zh}：已补交，待核对", f"{slot.name_en or slot.name_zh}: came, and was not looked at")
    return Text(f"{slot.name_zh}：{late.due} 前补交", f"{slot.name_en or slot.name_zh}: is to follow by {late.due}")
