"""What the words of the vocabulary are called in a workbook. Reading takes the code, the label, or both."""

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
from chalicelib.kernel.working_time import Unit

CODED: dict[type[Enum], tuple[str, ...]] = {
    ItemKind: (
        "行政许可", "行政处罚", "行政强制", "行政征收", "行政给付", "行政检查", "行政确认", "行政奖励", "行政裁决",
        "其他行政权力", "公共服务",
    ),
    AdministrativeLevel: ("国家级", "省级", "市级", "县级", "镇（乡、街道）级", "村（社区）级", "分级管理"),
    SubjectKind: ("自然人", "企业法人", "事业法人", "社会组织法人", "行政机关", "其他组织"),
    Channel: ("窗口", "计算机端", "移动端", "快递申请", "其他"),
    CaseKind: ("即办件", "承诺件", "其他"),
    OnlineDepth: ("咨询", "预审", "网上申请", "网上受理", "网上办结", "结果送达", "电子证照"),
    MaterialSource: ("申请人自备", "政府部门核发", "其他"),
}  # fmt: skip
"""In the order of the codes of GB/T 39046-2020; written as code and label."""

NAMED: dict[type[Enum], tuple[str, ...]] = {
    DepartmentNature: ("行政机关", "承担行政职能的事业单位"),
    Necessity: ("必要", "非必要", "容缺后补"),
    MaterialKind: ("原件", "复印件", "原件和复印件", "原件或复印件"),
    MaterialForm: ("纸质", "电子", "纸质或电子"),
    FeeMoment: ("决定前", "决定后"),
    DeliveryWay: ("快递送达", "电子送达"),
    DeskPlace: ("本级", "上级", "省级"),
    LifeEvent: (
        "生育收养", "教育入学", "就业", "失业", "婚姻", "户籍迁移", "住房", "驾驶出行", "出境旅行", "医疗健康",
        "退休养老", "身后事", "开办企业", "生产经营", "用工", "工程建设", "职业资格", "注销退出",
    ),
    Unit: ("工作日", "自然日", "月", "小时"),
}  # fmt: skip
"""Words that have no code of a standard: written as the label alone."""


def label_of(member: Enum) -> str:
    """How the member is written in a cell."""
    kind = type(member)
    if kind in CODED:
        return f"{member.value} {_labels(kind)[member]}"
    return _labels(kind)[member]


def all_of(kind: type[Enum]) -> list[str]:
    """How all members are written."""
    return [label_of(member) for member in kind]


def member_called(kind: type[Enum], text: str) -> Enum | None:
    """The member that `text` names by code, by label, or by both; None for anything else."""
    wanted = text.replace(" ", "")
    for member, label in _labels(kind).items():
        if wanted in {str(member.value), label, f"{member.value}{label}"}:
            return member
    return None


def _labels(kind: type[Enum]) -> dict[Enum, str]:
    return dict(zip(kind, CODED.get(kind) or NAMED[kind], strict=True))
