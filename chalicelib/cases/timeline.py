"""The readable history of a case: who, what, when, and how long each party held it.

Time is attributed to the party whose move it was, so that nobody looks faster by waiting.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import Field

from chalicelib.catalogue.vocabulary import DeliveryWay
from chalicelib.http.shapes import Shape
from chalicelib.kernel.clock_entries import PauseReason
from chalicelib.kernel.events import RecordedEvent
from chalicelib.kernel.text import Language, Text


class Holder(StrEnum):
    """Whose move it is."""

    APPLICANT = "APPLICANT"
    DEPARTMENT = "DEPARTMENT"
    SPECIAL_PROCEDURE = "SPECIAL_PROCEDURE"
    SYSTEM = "SYSTEM"
    COURIER = "COURIER"
    NOBODY = "NOBODY"


WORDS: dict[str, tuple[Text, Holder | None]] = {
    "case.DraftOpened": (Text("开始填写申请", "Draft opened"), Holder.APPLICANT),
    "case.MaterialResolved": (Text("查询共享材料", "Shared material looked up"), None),
    "case.FormSaved": (Text("保存申请表", "Form saved"), None),
    "case.DataObtained": (Text("以证照信息预填申请表", "Form filled in from certificates"), None),
    "case.UploadExpected": (Text("开始上传材料", "Upload begun"), None),
    "case.MaterialReceived": (Text("材料已收到并核验", "Material received and checked"), None),
    "case.MaterialRefused": (Text("上传的材料未通过检查", "Uploaded material refused"), None),
    "case.MaterialReused": (Text("使用以前提交的材料", "What was brought earlier is used"), None),
    "case.MaterialPledged": (Text("以告知承诺代替材料", "Pledge given instead of a material"), None),
    "case.PromiseSigned": (Text("签署真实性承诺", "Truthfulness promise accepted"), None),
    "case.Submitted": (Text("提交申请", "Application submitted"), Holder.DEPARTMENT),
    "case.ClockStarted": (Text("开始计时", "Clock started"), None),
    "case.ClockPaused": (Text("暂停计时", "Clock paused"), None),
    "case.ClockResumed": (Text("恢复计时", "Clock resumed"), None),
    "case.ClockExtended": (Text("延长时限", "Time limit extended"), None),
    "case.ClockRecomputed": (Text("工作日历变动，重新计算时限", "Dates computed again: the calendar changed"), None),
    "case.DueDateProvisional": (
        Text("期限为暂定，待公布下一年度节假日安排", "The date is provisional: next year's holidays are not announced"),
        None,
    ),
    "case.ClockStopped": (Text("停止计时", "Clock stopped"), None),
    "case.ClockAlarmRaised": (Text("时限提醒", "Deadline alarm"), None),
    "case.CheckRecorded": (Text("材料审查完毕", "Papers checked"), None),
    "case.CorrectionRequested": (Text("一次性告知补正", "Correction requested, once and in full"), Holder.APPLICANT),
    "case.RequestRefused": (
        Text("系统拒绝了重复索要材料的补正", "Asking for what the system holds was refused"),
        None,
    ),
    "case.CorrectionLapsed": (Text("逾期未补正", "Not corrected in time"), Holder.NOBODY),
    "case.NotRequired": (Text("不需要许可或不属本机关职权", "No permit needed, or not our power"), Holder.NOBODY),
    "case.AcceptanceRefused": (Text("不予受理", "Acceptance refused"), Holder.NOBODY),
    "case.Accepted": (Text("受理", "Accepted"), Holder.DEPARTMENT),
    "case.DeemedAccepted": (
        Text("逾期未告知，视为受理", "Counts as accepted: nobody asked in time"),
        Holder.DEPARTMENT,
    ),
    "case.ReviewOpened": (Text("进入审查", "Review opened"), Holder.DEPARTMENT),
    "case.OpinionGiven": (Text("审查意见", "Opinion given"), None),
    "case.TacitlyApproved": (
        Text("法定期限内未作决定，视为准予", "Counts as granted: nobody decided by the statutory date"),
        None,
    ),
    "case.PromisedToFollow": (Text("承诺后补材料", "Promised to bring materials later"), None),
    "case.LateMaterialsAwaited": (Text("容缺受理，等待后补材料", "Accepted with materials to follow"), None),
    "case.LateMaterialsRescheduled": (
        Text("工作日历变动，重新计算后补期限", "Last days computed again: the calendar changed"),
        None,
    ),
    "case.LateMaterialReminded": (Text("提醒后补材料", "Reminded of materials to follow"), None),
    "case.LateMaterialBrought": (Text("已补交容缺材料", "A material followed"), None),
    "case.LateMaterialConfirmed": (Text("后补材料符合要求", "What followed was confirmed"), None),
    "case.LateMaterialReturned": (Text("后补材料退回重补", "What followed was returned"), None),
    "case.PromiseToFollowBroken": (Text("未按承诺后补材料", "The promise to bring materials was not kept"), None),
    "case.Terminated": (Text("逾期未补，终止办理", "Ended: what was promised did not come"), Holder.NOBODY),
    "case.Decided": (Text("作出决定", "Decided"), Holder.SYSTEM),
    "case.DocumentIssued": (Text("生成文书", "Document issued"), None),
    "case.DocumentReissued": (Text("换发证照", "Licence issued again"), None),
    "case.FeeRequested": (Text("等待缴费", "Fee requested"), Holder.APPLICANT),
    "case.FeeSettled": (Text("缴费完成", "Fee paid"), Holder.SYSTEM),
    "case.DeliveryStarted": (Text("开始送达", "Delivery started"), Holder.COURIER),
    "case.DeliveryFailed": (Text("送达未成功", "Delivery failed"), None),
    "case.Delivered": (Text("已送达", "Delivered"), Holder.NOBODY),
    "case.Evaluated": (Text("已评价", "Evaluated"), None),
    "case.EvaluationWindowClosed": (Text("评价期结束", "Evaluation window closed"), None),
    "case.Archived": (Text("归档", "Archived"), Holder.NOBODY),
    "case.ArchiveRequested": (Text("申请归档", "Archive package asked for"), None),
    "case.PartPacked": (Text("归档包分卷入库", "Part of the archive package stored"), None),
    "case.SupplementDue": (Text("归档后有新的变更", "Something followed after the archive"), None),
    "case.SupplementArchived": (Text("补充归档", "Supplement archived"), None),
    "case.Withdrawn": (Text("申请人撤回", "Withdrawn"), Holder.NOBODY),
    "case.DraftForgotten": (
        Text("草稿逾期未提交，个人信息已清除", "Draft too old: its data was removed"),
        Holder.NOBODY,
    ),
    "case.DataDisclosed": (Text("查看完整个人信息", "Personal data shown in full"), None),
    "case.MovedToVersion": (Text("变更适用的事项版本", "Moved to another version of the item"), None),
    "case.TroubleRecorded": (Text("流程异常，系统自动恢复", "Process trouble; it is being restarted"), None),
}


class TimelineEntry(Shape):
    """One event: when (UTC), what, by whom, and the data it carries."""

    sequence: int
    at: datetime
    type: str
    what: str
    party: str
    role: str
    actor: str
    on_behalf_of: str | None = Field(None, description="Whose affairs these are, where somebody acts for them.")
    authority: str | None = Field(None, description="What lets them: a mandate, for one.")
    channel: str | None = Field(None, description="Which way they came, where they were signed in.")
    data: dict[str, object]


class HeldTime(Shape):
    """How long one party held the case, in whole seconds of calendar time."""

    holder: Holder
    seconds: int


class Timeline(Shape):
    """The history of a case, and whom its time belongs to."""

    case_id: str
    number: str
    entries: list[TimelineEntry]
    held: list[HeldTime]


INTERNAL = frozenset({"case.OpinionGiven", "case.CheckRecorded", "case.TroubleRecorded"})
"""What officials say among themselves: outsiders see that it happened, by which role and when, not what was said."""


def timeline(
    number: str, history: Sequence[RecordedEvent], now: datetime, language: Language, *, internal: bool
) -> Timeline:
    """`history` (not empty, in order) as it reads at `now`, to officials (`internal`) or to the applicant."""
    return Timeline(
        case_id=history[0].aggregate_id,
        number=number,
        entries=[_entry(event, language, internal=internal) for event in history],
        held=[HeldTime(holder=holder, seconds=int(time.total_seconds())) for holder, time in held(history, now)],
    )


def held(history: Sequence[RecordedEvent], now: datetime) -> list[tuple[Holder, timedelta]]:
    """How long each party held the case until `now`, or until nobody did."""
    moves = list(_moves(history))
    ends = [*(since for since, _ in moves[1:]), now]
    totals: dict[Holder, timedelta] = {}
    for (since, holder), end in zip(moves, ends, strict=True):
        if holder is not Holder.NOBODY:
            totals[holder] = totals.get(holder, timedelta()) + (end - since)
    return sorted(totals.items(), key=lambda item: item[0])


def _moves(history: Sequence[RecordedEvent]) -> Iterator[tuple[datetime, Holder]]:
    """Since when each party in turn held the case. What ended stays ended, whatever is noted afterwards."""
    whose, shown = Holder.NOBODY, Holder.NOBODY
    is_paused = is_decided = False
    for event in history:
        is_decided = is_decided or event.type == "case.Decided"
        is_paused = _is_paused_after(event, is_paused)
        whose = _whose_after(event, is_decided) or whose
        holder = Holder.SPECIAL_PROCEDURE if is_paused and whose is Holder.DEPARTMENT else whose
        if holder is not shown:
            yield event.at, holder
        shown = holder
        if whose is Holder.NOBODY:
            return


def _whose_after(event: RecordedEvent, is_decided: bool) -> Holder | None:
    """Whose move the event makes it; None when it stays whose it was."""
    if event.type == "case.FeeSettled" and not is_decided:
        return Holder.DEPARTMENT
    if event.type == "case.DeliveryStarted" and event.data["way"] == DeliveryWay.ELECTRONIC:
        return None
    return WORDS[event.type][1]


def _is_paused_after(event: RecordedEvent, was_paused: bool) -> bool:
    """An ordinary hold stops nothing: its time stays the department's."""
    if event.type == "case.ClockPaused":
        return PauseReason(event.data["procedure"]).is_special_procedure
    return was_paused and event.type not in {"case.ClockResumed", "case.ClockStopped"}


def _entry(event: RecordedEvent, language: Language, *, internal: bool) -> TimelineEntry:
    words, _ = WORDS[event.type]
    return TimelineEntry(
        sequence=event.sequence,
        at=event.at,
        type=event.type,
        what=words.in_language(language),
        party=event.actor.party,
        role=event.actor.role,
        actor=event.actor.id,
        on_behalf_of=event.actor.on_behalf_of or None,
        channel=event.actor.channel or None,
        authority=event.actor.authority or None,
        data=event.data if internal or event.type not in INTERNAL else {},
    )
