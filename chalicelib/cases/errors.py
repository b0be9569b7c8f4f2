"""What a case refuses, and what to do then."""

from collections.abc import Iterable
from typing import Self

from chalicelib.cases.slots import RUN_OUT, MaterialSlot
from chalicelib.catalogue.vocabulary import SubjectKind
from chalicelib.catalogue.words import word_of
from chalicelib.http.access import steps_up
from chalicelib.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Pointer, Unavailable
from chalicelib.kernel.text import Text


class CaseUnknown(NotFound):
    code = "case.unknown"
    title = Text("没有这个办件", "There is no such case")
    next_step = Text("请核对办件编号。", "Check the case's identifier.")


class OpenCaseExists(Conflict):
    code = "case.open-case-exists"
    title = Text("您已有一件同事项的办件正在办理", "You already have an open case for this item")
    next_step = Text("请继续办理已有办件 {case_id}。", "Go on with your existing case {case_id}.")


class RegionNotServed(Invalid):
    code = "case.region-not-served"
    title = Text("该事项不在所选地区办理", "The item is not handled in this region")
    next_step = Text("请从事项的办理地区中选择。", "Choose one of the regions that the item serves.")


class SubjectNotServed(NotAllowed):
    """The item is for other kinds of subjects (服务对象); the pointer names those that it is for."""

    code = "case.subject-not-served"
    title = Text("该事项不面向此类申请人", "This item is not for applicants of this kind")
    next_step = Text(
        "请以 errors 所列的身份申请：本人身份或所代表的单位，见 GET /v1/me/capacities。",
        "Apply as one of those named in `errors`: for yourself, or for an organisation (GET /v1/me/capacities).",
    )

    @classmethod
    def because(cls, served: Iterable[SubjectKind]) -> Self:
        """With whom the item is for."""
        words = [word_of(kind) for kind in served]
        whom = Text("、".join(word.zh for word in words), ", ".join(word.en for word in words))
        pointer = Pointer("#/item_code", Text(f"本事项面向：{whom.zh}", f"Who may apply: {whom.en}"))
        return cls(pointers=[pointer], subjects=[kind.value for kind in served])


class LevelBelowItem(NotAllowed):
    """The item demands a stronger identity; `step_up` names what gives it, in order."""

    code = "case.identity-level-too-low"
    title = Text("该事项需要实名等级 L{required_level}", "This item needs identity level L{required_level}")
    next_step = Text(
        "请按 step_up 所列完成更高级别的实名认证，刷新令牌后再继续；L4 也可到窗口办理。",
        "Take the steps in `step_up`, refresh the token and go on; L4 is also given at a window.",
    )

    @classmethod
    def between(cls, present: int, required: int) -> Self:
        """With the way from the one level to the other."""
        return cls(required_level=required, present_level=present, step_up=steps_up(present, required))


class NotNow(Conflict):
    """The case is in a state that does not allow this."""

    code = "case.not-in-this-state"
    title = Text("办件当前状态为 {case_status}，不能进行此操作", "The case is {case_status}; this cannot be done now")
    next_step = Text("请重新读取办件，查看当前可以进行的操作。", "Read the case again to see what can be done now.")


class AlreadySubmitted(Conflict):
    code = "case.already-submitted"
    title = Text("申请已经提交", "The application has been submitted already")
    next_step = Text("无需重复提交，办件编号为 {number}。", "There is nothing to repeat: the case number is {number}.")


class CorrectionOver(Conflict):
    code = "case.correction-time-over"
    title = Text("补正期限已过", "The time to correct is over")
    next_step = Text("本办件将按逾期未补正结案，请重新提出申请。", "The case lapses; please apply again.")


class FormInvalid(Invalid):
    code = "case.form-invalid"
    title = Text("申请表填写有误", "The form is not filled in correctly")
    next_step = Text("请按 errors 指出的位置更正。", "Correct every place listed in `errors`.")


class FieldNotOpen(Invalid):
    code = "case.field-not-open-to-correction"
    title = Text("只能修改补正通知中列出的内容", "Only what the correction request lists can be changed")
    next_step = Text("请恢复其他内容后重新保存。", "Restore everything else and save again.")


class FieldIsVerified(Invalid):
    """What a base verified is not written over."""

    code = "case.field-is-verified"
    title = Text("该内容已由权威数据源核验，不能修改", "This was verified at its source and cannot be written over")
    next_step = Text(
        "请保留 errors 所列内容；如有误，请用 POST /v1/cases/…/data-disputes 提出异议，由数据来源部门更正。",
        "Leave what `errors` lists; where it is wrong, dispute it (POST /v1/cases/…/data-disputes): it is put right at "
        "its source.",
    )

    @classmethod
    def because(cls, fields: Iterable[tuple[str, Text]]) -> Self:
        """With each field, and who says what it holds."""
        return cls(pointers=[Pointer(f"#/form{at}", said_by) for at, said_by in fields])


class MaterialNotOpen(Conflict):
    code = "case.material-not-open"
    title = Text("该材料无需上传或当前不能更换", "This material need not be brought, or cannot be replaced now")
    next_step = Text("请查看办件材料清单中该材料的状态和原因。", "See the material's state and reason in the case.")


class MaterialUnknown(NotFound):
    code = "case.material-unknown"
    title = Text("该办件没有这项材料", "The case has no such material")
    next_step = Text("请使用办件材料清单中的材料编码。", "Use a code from the case's list of materials.")


class MaterialTooLarge(Invalid):
    code = "case.material-too-large"
    title = Text("文件超过 {max_bytes} 字节", "The file is larger than {max_bytes} bytes")
    next_step = Text("请压缩后重新上传。", "Make it smaller and upload it again.")


class MaterialTypeRefused(Invalid):
    code = "case.material-type-refused"
    title = Text("不接受该文件类型", "This type of file is not accepted")
    next_step = Text("请使用以下类型之一：{accepted}。", "Use one of these types: {accepted}.")


class MaterialsMissing(Invalid):
    code = "case.materials-missing"
    title = Text("还有必需的材料未提供", "Required materials are still missing")
    next_step = Text(
        "请按 errors 列出的材料上传后再提交；注明可以后补的，也可以先承诺后补（GET /v1/cases/…/promise-to-follow）。",
        "Upload what `errors` lists, then submit; or promise to bring it later where that is said to be possible "
        "(GET /v1/cases/…/promise-to-follow).",
    )

    @classmethod
    def of(cls, missing: Iterable[MaterialSlot]) -> Self:
        """With each that is missing, and whether it may follow."""
        return cls(pointers=[Pointer(f"#/materials/{slot.code}", _missing(slot)) for slot in missing])


class MaterialsBeingAsked(Unavailable):
    code = "case.materials-being-asked"
    title = Text("正在向有关部门查询材料", "A source is still being asked for a material")
    next_step = Text("请稍候几秒再提交。", "Wait a few seconds, then submit again.")

    def __init__(self) -> None:
        super().__init__(retry_after=2)


class PromiseMissing(Invalid):
    code = "case.promise-missing"
    title = Text("尚未签署真实性承诺", "The truthfulness promise has not been accepted")
    next_step = Text(
        "请阅读并签署事项的真实性承诺后再提交。", "Read and accept the item's truthfulness promise, then submit."
    )


class PromiseDiffers(Invalid):
    code = "case.promise-differs"
    title = Text("承诺文本与当前版本不一致", "This is not the text of the promise that is in force")
    next_step = Text(
        "请重新读取事项，按其中的版本和摘要签署。", "Read the item again and accept the version and hash given there."
    )


class PledgeNotTaken(Conflict):
    code = "case.pledge-not-taken"
    title = Text("该材料不适用告知承诺", "No pledge is taken for this material")
    next_step = Text("请上传该材料。", "Upload the material.")


class PledgeDiffers(Invalid):
    code = "case.pledge-differs"
    title = Text("承诺文本与当前版本不一致", "This is not the text of the pledge that is in force")
    next_step = Text(
        "请用 GET /v1/cases/…/materials/…/pledge 重新读取承诺书，按其中的版本和摘要作出承诺。",
        "Read it again (GET /v1/cases/…/materials/…/pledge) and give the version and hash that stand there.",
    )


class AlreadyDecided(Conflict):
    code = "case.already-decided"
    title = Text("该办件已经作出决定", "The case has been decided already")
    next_step = Text("请重新读取办件查看决定。", "Read the case again to see the decision.")


class OwnCase(NotAllowed):
    code = "case.own-case"
    title = Text(
        "不能办理本人或有利害关系者的申请", "An official cannot handle their own application, or one that concerns them"
    )
    next_step = Text("请由其他工作人员办理。", "Leave it to a colleague.")


class NumberTaken(Unavailable):
    code = "case.number-taken"
    title = Text("办件编号生成冲突", "Two cases were given the same number")
    next_step = Text(
        "未做任何更改，请用同一 Idempotency-Key 重试。", "Nothing was changed. Repeat with the same Idempotency-Key."
    )

    def __init__(self) -> None:
        super().__init__(retry_after=1)


class LookupRefused(NotFound):
    code = "case.lookup-refused"
    title = Text("办件编号或查询密码不正确", "The case number or the query password is wrong")
    next_step = Text("请核对回执上的编号和密码。", "Check both on your receipt.")


class DocumentNotReady(NotFound):
    code = "case.document-not-ready"
    title = Text("文书尚未生成或尚未放行", "The document is not there yet, or not released yet")
    next_step = Text("请稍后再试；需缴费的请先缴费。", "Try again later; where a fee is due, pay it first.")


class NotArchived(Conflict):
    code = "case.not-archived"
    title = Text("办件尚未归档", "The case is not in the archive yet")
    next_step = Text(
        "送达并且评价结束后系统自动归档，请届时再下载归档包。",
        "It is packed by itself once it was delivered and the time for rating is over; fetch the package then.",
    )


class MoveRefused(Conflict):
    code = "case.move-refused"
    title = Text("办件不能变更到该版本", "The case cannot be moved to this version")
    next_step = Text(
        "请按 errors 列出的原因处理，或让办件继续适用原版本。",
        "See every reason in `errors`; the case goes on under the version that it has.",
    )


def _missing(slot: MaterialSlot) -> Text:
    name = slot.name_en or slot.name_zh
    if slot.why == RUN_OUT:
        return Text(f"已过有效期，请重新提供：{slot.name_zh}", f"It has run out; bring a new one: {name}")
    if slot.may_follow:
        return Text(f"缺少:{slot.name_zh}（可以承诺后补）", f"Missing: {name} (it may be promised to follow)")
    return Text(f"缺少:{slot.name_zh}", f"Missing: {name}")
