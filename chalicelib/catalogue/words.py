"""What the words of the vocabulary are called when they stand in a sentence."""

from collections.abc import Mapping
from enum import Enum

from chalicelib.catalogue.vocabulary import (
    AdministrativeLevel,
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

CHINESE: Mapping[type[Enum], tuple[str, ...]] = {
    ItemKind: (
        "行政许可", "行政处罚", "行政强制", "行政征收", "行政给付", "行政检查", "行政确认", "行政奖励", "行政裁决",
        "其他行政权力", "公共服务",
    ),
    AdministrativeLevel: ("国家级", "省级", "市级", "县级", "乡镇级", "村级", "分级管理"),
    SubjectKind: ("自然人", "企业", "事业单位", "社会组织", "行政机关", "其他"),
    Channel: ("窗口", "电脑端", "移动端", "邮寄", "其他渠道"),
    CaseKind: ("即办件", "承诺件", "其他"),
    OnlineDepth: ("咨询", "预审", "网上申请", "网上受理", "网上办结", "结果送达", "电子证照"),
    MaterialSource: ("申请人自备", "政府部门核发", "其他来源"),
    DepartmentNature: ("行政机关", "承担行政职能的事业单位"),
    Necessity: ("必要", "非必要", "容缺后补"),
    MaterialKind: ("原件", "复印件", "原件和复印件", "原件或复印件"),
    MaterialForm: ("纸质", "电子", "纸质或电子"),
    FeeMoment: ("决定前", "决定后"),
    DeliveryWay: ("快递送达", "电子送达"),
    DeskPlace: ("本级", "上级", "省级"),
    LifeEvent: (
        "生育", "入学", "就业", "失业", "婚姻", "户籍迁移", "住房", "驾驶", "出行", "医疗健康", "退休", "身后事",
        "开办企业", "生产经营", "用工", "工程建设", "职业资格", "企业注销",
    ),
}  # fmt: skip
"""In the order in which the vocabulary declares them."""


def word_of(member: Enum) -> Text:
    """The member in both languages; in English by its own name."""
    number = list(type(member)).index(member)
    return Text(CHINESE[type(member)][number], member.name.replace("_", " ").lower())
