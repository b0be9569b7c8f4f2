"""What the words of the vocabulary are called in both languages, in lists, workbooks and sentences."""

from collections.abc import Mapping
from enum import Enum

from chalicelib.catalogue.vocabulary import (
    AdministrativeLevel,
    ArchivePeriod,
    CaseKind,
    Channel,
    DeliveryWay,
    DepartmentNature,
    DeskPlace,
    FeeMoment,
    ItemKind,
    LifeEvent,
    MaterialForm,
    MaterialKind,
    MaterialSource,
    Necessity,
    OnlineDepth,
    SubjectKind,
)
from chalicelib.kernel.text import Text
from chalicelib.kernel.working_time import Unit

WORDS: Mapping[type[Enum], Mapping[Enum, Text]] = {
    ItemKind: {
        ItemKind.PERMIT: Text("行政许可", "Permit"),
        ItemKind.PENALTY: Text("行政处罚", "Penalty"),
        ItemKind.COERCION: Text("行政强制", "Coercion"),
        ItemKind.LEVY: Text("行政征收", "Levy"),
        ItemKind.GRANT: Text("行政给付", "Grant"),
        ItemKind.INSPECTION: Text("行政检查", "Inspection"),
        ItemKind.CONFIRMATION: Text("行政确认", "Confirmation"),
        ItemKind.REWARD: Text("行政奖励", "Reward"),
        ItemKind.ADJUDICATION: Text("行政裁决", "Adjudication"),
        ItemKind.OTHER: Text("其他行政权力", "Other administrative power"),
        ItemKind.PUBLIC_SERVICE: Text("公共服务", "Public service"),
    },
    AdministrativeLevel: {
        AdministrativeLevel.STATE: Text("国家级", "State"),
        AdministrativeLevel.PROVINCE: Text("省级", "Province"),
        AdministrativeLevel.CITY: Text("市级", "City"),
        AdministrativeLevel.COUNTY: Text("县级", "County"),
        AdministrativeLevel.TOWNSHIP: Text("镇（乡、街道）级", "Township"),
        AdministrativeLevel.VILLAGE: Text("村（社区）级", "Village"),
        AdministrativeLevel.GRADED: Text("分级管理", "Several levels"),
    },
    SubjectKind: {
        SubjectKind.NATURAL_PERSON: Text("自然人", "Natural person"),
        SubjectKind.ENTERPRISE: Text("企业法人", "Enterprise"),
        SubjectKind.PUBLIC_INSTITUTION: Text("事业法人", "Public institution"),
        SubjectKind.SOCIAL_ORGANISATION: Text("社会组织法人", "Social organisation"),
        SubjectKind.ADMINISTRATIVE_ORGAN: Text("行政机关", "Administrative organ"),
        SubjectKind.OTHER: Text("其他组织", "Other organisation"),
    },
    Channel: {
        Channel.WINDOW: Text("窗口", "Window"),
        Channel.COMPUTER: Text("计算机端", "Computer"),
        Channel.MOBILE: Text("移动端", "Mobile"),
        Channel.COURIER: Text("快递申请", "Courier"),
        Channel.OTHER: Text("其他", "Other"),
    },
    CaseKind: {
        CaseKind.INSTANT: Text("即办件", "Instant"),
        CaseKind.PROMISED: Text("承诺件", "Promised"),
        CaseKind.OTHER: Text("其他", "Other"),
    },
    OnlineDepth: {
        OnlineDepth.ADVICE: Text("咨询", "Advice"),
        OnlineDepth.PREVIEW: Text("预审", "Preview"),
        OnlineDepth.APPLY: Text("网上申请", "Apply online"),
        OnlineDepth.ACCEPTED: Text("网上受理", "Accepted online"),
        OnlineDepth.HANDLED: Text("网上办结", "Handled online"),
        OnlineDepth.RESULT: Text("结果送达", "Result delivered"),
        OnlineDepth.E_CERTIFICATE: Text("电子证照", "Electronic certificate"),
    },
    MaterialSource: {
        MaterialSource.APPLICANT: Text("申请人自备", "The applicant's own"),
        MaterialSource.GOVERNMENT: Text("政府部门核发", "Issued by an authority"),
        MaterialSource.OTHER: Text("其他", "Other"),
    },
    DepartmentNature: {
        DepartmentNature.ADMINISTRATIVE_ORGAN: Text("行政机关", "Administrative organ"),
        DepartmentNature.PUBLIC_INSTITUTION: Text(
            "承担行政职能的事业单位", "Public institution with administrative functions"
        ),
    },
    Necessity: {
        Necessity.REQUIRED: Text("必要", "Required"),
        Necessity.OPTIONAL: Text("非必要", "Optional"),
        Necessity.MAY_FOLLOW: Text("容缺后补", "May follow later"),
    },
    MaterialKind: {
        MaterialKind.ORIGINAL: Text("原件", "Original"),
        MaterialKind.COPY: Text("复印件", "Copy"),
        MaterialKind.BOTH: Text("原件和复印件", "Original and copy"),
        MaterialKind.EITHER: Text("原件或复印件", "Original or copy"),
    },
    MaterialForm: {
        MaterialForm.PAPER: Text("纸质", "Paper"),
        MaterialForm.ELECTRONIC: Text("电子", "Electronic"),
        MaterialForm.EITHER: Text("纸质或电子", "Paper or electronic"),
    },
    ArchivePeriod: {
        ArchivePeriod.PERMANENT: Text("永久", "For ever"),
        ArchivePeriod.YEARS_100: Text("100年", "100 years"),
        ArchivePeriod.YEARS_50: Text("50年", "50 years"),
        ArchivePeriod.YEARS_30: Text("30年", "30 years"),
        ArchivePeriod.YEARS_10: Text("10年", "10 years"),
    },
    FeeMoment: {
        FeeMoment.BEFORE_DECISION: Text("决定前", "Before the decision"),
        FeeMoment.AFTER_DECISION: Text("决定后", "After the decision"),
    },
    DeliveryWay: {
        DeliveryWay.COURIER: Text("快递送达", "Courier"),
        DeliveryWay.ELECTRONIC: Text("电子送达", "Electronically"),
    },
    DeskPlace: {
        DeskPlace.OWN: Text("本级", "Own level"),
        DeskPlace.PARENT: Text("上级", "Level above"),
        DeskPlace.PROVINCE: Text("省级", "Province"),
    },
    LifeEvent: {
        LifeEvent.BIRTH: Text("出生生育", "Having a child"),
        LifeEvent.SCHOOLING: Text("入学升学", "Going to school"),
        LifeEvent.WORK: Text("就业工作", "Working"),
        LifeEvent.UNEMPLOYMENT: Text("失业", "Losing a job"),
        LifeEvent.MARRIAGE: Text("婚姻", "Marriage"),
        LifeEvent.MOVING: Text("户籍迁移", "Moving house or household"),
        LifeEvent.HOUSING: Text("购房租房", "Buying or renting a home"),
        LifeEvent.DRIVING: Text("驾车出行", "Driving"),
        LifeEvent.TRAVEL: Text("出境旅行", "Travelling abroad"),
        LifeEvent.HEALTH: Text("就医健康", "Health and care"),
        LifeEvent.RETIREMENT: Text("退休养老", "Retirement"),
        LifeEvent.DEATH: Text("身后事", "A death in the family"),
        LifeEvent.STARTING_A_BUSINESS: Text("开办企业", "Starting a business"),
        LifeEvent.OPERATING: Text("经营许可", "Running a business"),
        LifeEvent.HIRING: Text("招工用人", "Hiring"),
        LifeEvent.BUILDING: Text("工程建设", "Building"),
        LifeEvent.QUALIFICATION: Text("职业资格", "Professional qualification"),
        LifeEvent.CLOSING_A_BUSINESS: Text("注销企业", "Closing a business"),
    },
    Unit: {
        Unit.WORKING_DAY: Text("工作日", "Working days"),
        Unit.CALENDAR_DAY: Text("自然日", "Calendar days"),
        Unit.MONTH: Text("月", "Months"),
        Unit.HOUR: Text("小时", "Hours"),
    },
}
"""By kind: members of two kinds may have the same code, and are then the same key."""


def word_of(member: Enum) -> Text:
    """The member's name in both languages."""
    return WORDS[type(member)][member]
