"""What is refused about promise checks, and what to do then."""

from chalicelib.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from chalicelib.kernel.text import Text


class CheckUnknown(NotFound):
    code = "promise.check-unknown"
    title = Text("没有这项承诺核查", "There is no such check of a promise")
    next_step = Text("请从承诺核查清单中选择。", "Choose one from the list of promise checks.")


class NothingPromised(Invalid):
    code = "promise.nothing-promised"
    title = Text("该办件没有提交过这项承诺", "Nothing of that kind was promised and handed in with this case")
    next_step = Text(
        "请核查已提交办件的真实性承诺，或写明以承诺代替的材料编码。",
        "Check the truthfulness promise of a case that was handed in, or name the material that a pledge stands for.",
    )


class CheckUnderWay(Conflict):
    code = "promise.check-under-way"
    title = Text("该承诺已有核查正在进行或已认定失信", "That promise is being checked already, or was found broken")
    next_step = Text("请查看该办件已有的承诺核查。", "See the check that there is of this case.")


class TruthCannotBeFixed(Invalid):
    code = "promise.truth-cannot-be-fixed"
    title = Text("真实性承诺不适用限期整改", "What was untrue when it was said cannot be made true by a date")
    next_step = Text("请认定属实或不实。", "Say that it holds, or that it was broken.")


class FixByMissing(Invalid):
    code = "promise.fix-by-missing"
    title = Text("限期整改应写明今后的日期", "What is to be fixed needs a day that is still to come")
    next_step = Text("请填写 fix_by，为今天之后的日期。", "Give `fix_by`, a day after today.")


class FixNotOver(Conflict):
    code = "promise.fix-not-over"
    title = Text("整改期限未满（至 {fix_by}）", "There is time to fix it until {fix_by}")
    next_step = Text("整改合格可随时认定；认定失信请等期限届满。", "That it holds can be said now.")


class NotToBeFixed(Conflict):
    code = "promise.not-to-be-fixed"
    title = Text("该核查没有待整改事项", "Nothing of this check waits to be fixed")
    next_step = Text("请重新读取该核查。", "Read the check again.")


class NoNoticeStands(Conflict):
    code = "promise.no-notice-stands"
    title = Text("该核查没有待陈述申辩或待认定的事项", "No notice of a breach waits for an objection or a decision")
    next_step = Text("请重新读取该核查。", "Read the check again.")


class ObjectionTooLate(Conflict):
    code = "promise.objection-too-late"
    title = Text("陈述申辩期限已满（至 {objection_until}）", "The time for objections ended on {objection_until}")
    next_step = Text(
        "认定后可依法申请行政复议、提起行政诉讼，或者申请信用修复。",
        "Once it is decided you can ask for reconsideration, go to court, or ask for repair.",
    )


class ObjectionAwaited(Conflict):
    code = "promise.objection-awaited"
    title = Text("陈述申辩期限未满（至 {objection_until}）", "There is time to object until {objection_until}")
    next_step = Text("请等陈述申辩，或等期限届满后再认定。", "Wait for the objection, or for that day to pass.")


class FoundByYou(NotAllowed):
    code = "promise.found-by-you"
    title = Text("参与核查的人员不得作出认定", "Whoever took part in the check does not decide about it")
    next_step = Text("请由本部门其他负责人认定。", "Let another head of the department decide.")


class PeriodDoesNotFit(Invalid):
    code = "promise.period-does-not-fit"
    title = Text("该失信程度的记录期限为{least}至{most}个月", "Such a breach stands for {least} to {most} months")
    next_step = Text("请调整失信程度或记录期限。", "Choose another level or another period.")


class NothingToRepair(Conflict):
    code = "promise.nothing-to-repair"
    title = Text("没有可修复的失信记录", "There is no breach on record that could be repaired")
    next_step = Text("请重新读取该核查。", "Read the check again.")


class PledgeBarred(NotAllowed):
    """国办发〔2020〕42号: whoever has a false pledge on record that is not repaired goes the ordinary way."""

    code = "promise.pledge-barred"
    title = Text("有尚未修复的失信记录，不适用告知承诺", "An unrepaired breach is on record: no pledge is taken")
    next_step = Text(
        "请上传该材料；失信记录及修复见 GET /v1/me/promise-checks。",
        "Upload the material. See GET /v1/me/promise-checks for the record and its repair.",
    )
