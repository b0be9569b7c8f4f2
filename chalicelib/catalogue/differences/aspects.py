"""Every field of every element: what it is called, how it is compared, and what a change means for the applicant."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from chalicelib.catalogue.differences.comparing import flag, limit, listed, part, several, value
from chalicelib.catalogue.differences.form_schemas import form
from chalicelib.catalogue.differences.model import Aspect, Compare
from chalicelib.catalogue.differences.saying import say, say_fen, say_level, say_percent
from chalicelib.catalogue.elements import Element
from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.parts import (
    CreditPolicy,
    Department,
    Desk,
    Fee,
    ItemLimits,
    MaterialRequirement,
    Promise,
    Question,
    ResultDocument,
    ReviewStage,
    SharedSource,
    TacitApproval,
    Waiver,
)
from chalicelib.catalogue.vocabulary import CaseKind, MaterialForm, MaterialKind, Necessity
from chalicelib.kernel.text import Text

MORE_IS_HARDER: Callable[[Any], int] = lambda it: int(it or 0)  # noqa: E731
MORE_IS_EASIER: Callable[[Any], int] = lambda it: -int(it or 0)  # noqa: E731
NEEDED = (Necessity.OPTIONAL, Necessity.MAY_FOLLOW, Necessity.REQUIRED)
COPIED = (MaterialKind.EITHER, MaterialKind.COPY, MaterialKind.ORIGINAL, MaterialKind.BOTH)
FORMED = (MaterialForm.EITHER, MaterialForm.ELECTRONIC, MaterialForm.PAPER)


def rank(order: tuple[Enum, ...]) -> Callable[[Any], int]:
    """The burden of the members of `order`, the lightest first."""
    return order.index


def of(kind: type[Element]) -> Callable[[], Mapping[str, Aspect]]:
    """The aspects of an element, looked up when they are needed."""
    return lambda: ASPECTS[kind]


def burden_of(material: MaterialRequirement) -> int:
    """Only what has to be brought is one: not what may be left out, nor what the state fetches itself."""
    return int(material.necessity is not Necessity.OPTIONAL and material.shared_source is None)


def title_of_fee(fee: Fee) -> Text:
    """A fee with its amount."""
    zh, en = say(fee.name), say_fen(fee.amount_fen)
    return Text(f"{zh.zh}{en.zh}", f"{zh.en}, {en.en}")


def title_of_desk(desk: Desk) -> Text:
    """A desk with its seat."""
    seat = say(desk.place)
    return Text(
        f"“{desk.role}”（{seat.zh}{desk.department}）",
        f"“{desk.role}” ({', '.join(it for it in (seat.en, desk.department) if it)})",
    )


def aspect(zh: str, en: str, compare: Compare) -> Aspect:
    """A field called so."""
    return Aspect(Text(zh, en), compare)


WORDING = value()
ASPECTS: Mapping[type[Element], Mapping[str, Aspect]] = {
    ItemContent: {
        "code": aspect("事项编码", "Item code", WORDING),
        "name": aspect("事项名称", "Name", WORDING),
        "kind": aspect("事项类型", "Item type", WORDING),
        "level": aspect("行使层级", "Level", WORDING),
        "subjects": aspect("服务对象", "Subjects served", several(-1)),
        "department": aspect("实施部门", "Department", part(of(Department), lambda it: say(it.name))),
        "delegation": aspect("委托情况", "Delegation", WORDING),
        "joint_departments": aspect("联办部门", "Joint departments", several()),
        "regions": aspect("实施区域", "Regions", several(-1)),
        "province_wide": aspect("全省通办", "handled province-wide", flag(-1)),
        "legal_basis": aspect("设定依据", "Legal basis", several()),
        "conditions": aspect("受理条件", "Conditions", WORDING),
        "intermediary_services": aspect("中介服务", "Intermediary services", several(1)),
        "quota": aspect("数量限制", "Quota", WORDING),
        "minimum_level": aspect("最低实名等级", "Lowest identity level", value(MORE_IS_HARDER, say_level)),
        "case_kind": aspect("办件类型", "Case kind", value(lambda it: int(it is not CaseKind.INSTANT))),
        "limits": aspect("", "", part(of(ItemLimits), lambda it: say(it.promised))),
        "acceptance_check": aspect("受理审查时限", "Check of the papers", limit(1)),
        "correction_time": aspect("补正期限", "Time for corrections", limit(-1)),
        "evaluation_window": aspect("评价期限", "Time for an evaluation", limit(-1)),
        "online_depth": aspect("网上办理深度", "Online depth", value(MORE_IS_EASIER)),
        "channels": aspect("办理渠道", "Channels", several(-1)),
        "accepts_post": aspect("接受邮寄材料", "papers accepted by post", flag(-1)),
        "visits": aspect("到现场次数", "Visits to an office", value(MORE_IS_HARDER)),
        "visit_reason": aspect("到现场原因", "Reason of the visit", WORDING),
        "visit_basis": aspect("到现场依据", "Law that demands the visit", WORDING),
        "appointment": aspect("支持预约", "appointments", flag(-1)),
        "online_payment": aspect("支持网上支付", "online payment", flag(-1)),
        "self_service": aspect("支持自助终端", "self-service terminals", flag(-1)),
        "one_open_case": aspect("同时只能有一件在办", "one open case at a time", flag(1)),
        "form": aspect("申请表", "Form", form),
        "materials": aspect(
            "材料",
            "Material",
            listed(of(MaterialRequirement), lambda it: str(it.code), lambda it: say(it.name), burden_of),
        ),
        "promise": aspect("真实性承诺", "Promise", part(of(Promise), lambda it: say(it.text))),
        "review": aspect(
            "审查环节",
            "Stage of the review",
            listed(of(ReviewStage), lambda it: str(it.name.zh), lambda it: say(it.name), lambda _: 1),
        ),
        "fee": aspect("收费", "Fee", part(of(Fee), title_of_fee, lambda _: 1)),
        "result": aspect("办理结果", "Result", part(of(ResultDocument), lambda it: say(it.title))),
        "delivery": aspect("送达方式", "Delivery", several(-1)),
        "credit": aspect("信用政策", "Credit policy", part(of(CreditPolicy), lambda it: say(it.note))),
        "safety_related": aspect("涉及安全", "safety-related", flag()),
        "tacit_approval": aspect(
            "超时默认", "Tacit approval", part(of(TacitApproval), lambda it: say(it.basis), lambda _: -1)
        ),
        "archive_period": aspect("归档保管期限", "Archive period", WORDING),
        "place": aspect("办理地点", "Place", WORDING),
        "hours": aspect("办理时间", "Hours", WORDING),
        "enquiry_phone": aspect("咨询电话", "Phone for enquiries", WORDING),
        "supervision_phone": aspect("监督电话", "Phone for complaints", WORDING),
        "questions": aspect(
            "常见问题", "Question", listed(of(Question), lambda it: str(it.question.zh), lambda it: say(it.question))
        ),
        "life_events": aspect("人生事件", "Life events", several()),
        "keywords": aspect("关键词", "Keywords", several()),
        "illustrative": aspect("数字为示例", "figures made up for a demonstration", flag()),
    },
    Department: {
        "code": aspect("编码", "code", WORDING),
        "name": aspect("名称", "name", WORDING),
        "nature": aspect("性质", "nature", WORDING),
    },
    ItemLimits: {
        "statutory": aspect("法定时限", "Statutory limit", limit(1)),
        "promised": aspect("承诺时限", "Promised limit", limit(1)),
        "extension": aspect("最长延长期限", "Longest extension", limit(1)),
        "note": aspect("时限说明", "Note on the limits", WORDING),
    },
    SharedSource: {
        "certificate_type": aspect("证照类型", "certificate type", WORDING),
        "holder": aspect("持有单位", "holder", WORDING),
        "use_reason": aspect("用途", "use", WORDING),
    },
    MaterialRequirement: {
        "code": aspect("编码", "code", WORDING),
        "name": aspect("名称", "name", WORDING),
        "kind": aspect("原件或复印件要求", "original or copy", value(rank(COPIED))),
        "form": aspect("形式", "form", value(rank(FORMED))),
        "copies": aspect("份数", "copies", value(MORE_IS_HARDER)),
        "necessity": aspect("必要性", "necessity", value(rank(NEEDED))),
        "follow_within": aspect("后补期限", "time to follow", limit(-1)),
        "specification": aspect("要求", "specification", WORDING),
        "source": aspect("来源", "source", WORDING),
        "issuing_authority": aspect("核发机关", "issuing authority", WORDING),
        "certificate_type": aspect("证照类型", "certificate type", WORDING),
        "blank_form": aspect("空白表格", "blank form", WORDING),
        "sample": aspect("样本", "sample", WORDING),
        "how_to_fill": aspect("填写说明", "how to fill in", WORDING),
        "acceptance_standard": aspect("受理标准", "acceptance standard", WORDING),
        "legal_basis": aspect("依据", "legal basis", WORDING),
        "shared_source": aspect(
            "共享来源", "shared source", part(of(SharedSource), lambda it: say(it.holder), lambda _: -1)
        ),
        "media_types": aspect("文件类型", "media types", several(-1)),
        "max_bytes": aspect("大小上限（字节）", "largest size in bytes", value(MORE_IS_EASIER)),
        "valid_for": aspect("材料有效期", "time for which it is valid", limit(-1)),
    },
    Waiver: {
        "condition": aspect("条件", "condition", WORDING),
        "percent": aspect("比例", "share", value(MORE_IS_EASIER, say_percent)),
        "basis": aspect("依据", "basis", WORDING),
    },
    Fee: {
        "name": aspect("项目", "item", WORDING),
        "amount_fen": aspect("金额", "amount", value(MORE_IS_HARDER, say_fen)),
        "basis": aspect("依据", "basis", WORDING),
        "moment": aspect("缴费时点", "when it falls due", WORDING),
        "waivers": aspect(
            "减免",
            "waiver",
            listed(of(Waiver), lambda it: str(it.condition.zh), lambda it: say(it.condition), lambda _: -1),
        ),
    },
    Promise: {
        "version": aspect("版本", "version", WORDING),
        "text": aspect("文本", "text", WORDING),
        "consequence": aspect("后果说明", "consequence", WORDING),
    },
    Desk: {
        "role": aspect("角色", "role", WORDING),
        "department": aspect("部门", "department", WORDING),
        "place": aspect("层级", "place", WORDING),
    },
    ReviewStage: {
        "name": aspect("名称", "name", WORDING),
        "desks": aspect(
            "岗位", "desk", listed(of(Desk), lambda it: f"{it.role}@{it.department}:{it.place}", title_of_desk)
        ),
    },
    ResultDocument: {
        "certificate_type": aspect("证照类型", "certificate type", WORDING),
        "title": aspect("文书标题", "title", WORDING),
        "validity_years": aspect("有效年限", "validity in years", value(lambda it: -(it or 1000))),
        "sample": aspect("样本", "sample", WORDING),
    },
    CreditPolicy: {
        "good_standing_required": aspect("要求信用良好", "good standing required", flag(1)),
        "pledge_allowed": aspect("允许告知承诺", "a pledge is enough", flag(-1)),
        "note": aspect("说明", "note", WORDING),
    },
    TacitApproval: {"basis": aspect("依据", "basis", WORDING)},
    Question: {
        "question": aspect("问题", "question", WORDING),
        "answer": aspect("答复", "answer", WORDING),
    },
}
