"""What a case refuses to those who handle it, and what to do then."""

from collections.abc import Sequence
from typing import Self

from chalicelib.cases.slots import MaterialSlot
from chalicelib.cases.vocabulary import SlotState
from chalicelib.kernel.errors import Conflict, Invalid, NotAllowed, Pointer
from chalicelib.kernel.text import Text


class CorrectionUsed(Conflict):
    code = "case.correction-already-requested"
    title = Text(
        "补正只能一次性告知，本办件已经告知过", "A supplement may be asked for once; this case has had its one request"
    )
    next_step = Text(
        "请受理或依法不予受理。", "Accept the case, or refuse acceptance with reasons (Licensing Law art. 32)."
    )


class NeverAskTwice(Invalid):
    code = "case.never-ask-twice"
    title = Text(
        "该材料已由系统获取，不得要求申请人重复提交", "The system holds this already; nobody may ask for it again"
    )
    next_step = Text(
        "请从补正事项中删去 errors 所列材料，直接在办件中查看（read_at）。",
        "Leave out what `errors` lists and look at it in the case (`read_at`).",
    )

    materials: tuple[str, ...] = ()
    """Codes of what is held."""

    @classmethod
    def because(cls, case_id: str, held: Sequence[tuple[int, MaterialSlot]]) -> Self:
        """With every point that is about something held, and where that is."""
        pointers = [Pointer(f"#/points/{number}/at", _whence(slot)) for number, slot in held]
        codes = [slot.code for _, slot in held]
        refusal = cls(pointers=pointers, materials=codes, read_at=f"/v1/cases/{case_id}")
        refusal.materials = tuple(codes)
        return refusal


class CorrectionTargetUnknown(Invalid):
    code = "case.correction-target-unknown"
    title = Text("补正事项指向的内容不存在", "A correction point is pinned to nothing")
    next_step = Text(
        "请指向表单字段（如 /residence_address）或材料编码。",
        "Pin it to a field of the form (such as /residence_address) or to a material's code.",
    )


class CheckOverdue(Conflict):
    code = "case.check-overdue"
    title = Text("五个工作日的审查期已过，视为受理", "The five working days are over: the case counts as accepted")
    next_step = Text(
        "请继续审查，不能再要求补正或不予受理。", "Go on with the review; a supplement cannot be asked for any more."
    )


class SilenceWasConsent(Conflict):
    code = "case.silence-was-consent"
    title = Text(
        "法定期限已过，该事项视为准予，不能再作其他决定",
        "The statutory date has passed: the application counts as granted, and nothing else can be decided",
    )
    next_step = Text(
        "系统将自动作出准予决定，请稍后重新读取办件。", "It is granted by itself; read the case again shortly."
    )


class OpinionAlreadyGiven(Conflict):
    code = "case.opinion-already-given"
    title = Text("本岗位已出具审查意见", "This desk has given its opinion already")
    next_step = Text("请重新读取办件。", "Read the case again.")


class DeskNotAsked(Conflict):
    code = "case.desk-not-asked"
    title = Text("现在不由本岗位办理", "This desk is not asked at this point")
    next_step = Text("请查看办件当前所在岗位。", "See in `held_by` which desks hold the case now.")


class AdvisedBefore(NotAllowed):
    """Advice and decision are two people's: standing in for the head, or being both, does not make them one."""

    code = "case.advised-before"
    title = Text("出具过审查意见的，不能再作决定", "Whoever advised on this case cannot decide it")
    next_step = Text("请由其他负责人或代班人员作出决定。", "Leave it to another head, or to a substitute.")


class ClockRefused(Conflict):
    code = "case.clock-refused"
    title = Text("时限不能这样变动（{reason}）", "The clock cannot be moved like this ({reason})")
    next_step = Text("请查看时限说明，核对法定条件。", "See the deadline's explanation and the legal conditions.")


def _whence(slot: MaterialSlot) -> Text:
    if slot.state is SlotState.PLEDGED:
        return Text(f"{slot.name_zh}：已由书面承诺代替", f"{slot.name_en}: a written pledge stands for it")
    number = f" {slot.certificate_id}" if slot.certificate_id else ""
    return Text(
        f"{slot.name_zh}：已从{slot.source or '系统'}取得{number}",
        f"{slot.name_en}: obtained from {slot.source or 'the system'}{number}",
    )
