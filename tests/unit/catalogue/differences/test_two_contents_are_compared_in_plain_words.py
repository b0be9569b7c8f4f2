"""What a new version changes is told in both languages, at its place, and as the applicant feels it."""

from copy import deepcopy
from enum import Enum
from typing import Any, NamedTuple

import pytest

from chalicelib.catalogue import vocabulary
from chalicelib.catalogue.differences import Effect, differences
from chalicelib.catalogue.differences.aspects import ASPECTS
from chalicelib.catalogue.elements import Bilingual, Element, NamedCode
from chalicelib.catalogue.model import ItemContent, ItemVersion
from chalicelib.catalogue.words import WORDS, word_of
from chalicelib.kernel.working_time import Unit
from tests.support.contents import FORM, MEDICAL, PHOTO, changed_at, lawful_content, lawful_document

EASIER, HARDER, NEUTRAL = Effect
ID_CARD = {**PHOTO, "code": "id-card", "name": {"zh": "身份证", "en": "ID card"}}
FIELD = {"type": "string", "x-label": {"zh": "车架号", "en": "Frame number"}}


class Told(NamedTuple):
    """`value` put at `pointer` is told as `zh` at `told` (where it was put, if not said otherwise)."""

    pointer: str
    value: Any
    zh: str
    effect: Effect
    told: str = ""


CASES = [
    Told("/limits/promised/amount", 3, "承诺时限由5个工作日缩短为3个工作日", EASIER, "/limits/promised"),
    Told("/limits/promised", {"amount": 8, "unit": "CALENDAR_DAY"}, "承诺时限由5个工作日延长为8个自然日", HARDER),
    Told("/limits/promised", {"amount": 7, "unit": "CALENDAR_DAY"}, "承诺时限由5个工作日改为7个自然日", NEUTRAL),
    Told("/limits/statutory/amount", 30, "法定时限由20个工作日延长为30个工作日", HARDER, "/limits/statutory"),
    Told("/correction_time/amount", 20, "补正期限由15个工作日延长为20个工作日", EASIER, "/correction_time"),
    Told("/visits", 1, "到现场次数由0改为1", HARDER),
    Told("/fee", None, "取消收费：“工本费”10.00元", EASIER),
    Told("/fee/amount_fen", 800, "收费的金额由10.00元改为8.00元", EASIER),
    Told("/fee/waivers", [{"condition": {"zh": "低保"}}], "新增收费的减免：“低保”", EASIER, "/fee/waivers/低保"),
    Told("/regions", ["460100", "469001", "469002"], "实施区域增加：“469002”", EASIER, "/regions/469002"),
    Told("/regions", ["460100"], "实施区域减少：“469001”", HARDER, "/regions/469001"),
    Told("/regions", ["469001", "460100"], "实施区域的顺序或重复有调整", NEUTRAL),
    Told("/materials", [MEDICAL, PHOTO, ID_CARD], "新增材料：“身份证”", HARDER, "/materials/id-card"),
    Told("/materials", [MEDICAL], "取消材料：“近期照片”", EASIER, "/materials/photo"),
    Told("/materials", [PHOTO], "取消材料：“驾驶人身体条件证明”", NEUTRAL, "/materials/medical-certificate"),
    Told("/materials/1/copies", 2, "“近期照片”的份数由1改为2", HARDER, "/materials/photo/copies"),
    Told("/materials/1/necessity", "OPTIONAL", "“近期照片”的必要性由必要改为非必要", EASIER,
         "/materials/photo/necessity"),
    Told(
        "/materials/0/shared_source", None, "取消“驾驶人身体条件证明”的共享来源：“卫生健康部门证照库”", HARDER,
        "/materials/medical-certificate/shared_source",
    ),
    Told("/review", [*lawful_document()["review"], {"name": {"zh": "复核"}, "desks": ["head"]}],
         "新增审查环节：“复核”", HARDER, "/review/复核"),
    Told("/review/0/desks", ["reviewer", {"role": "panel", "place": "PROVINCE"}],
         "新增“审查”的岗位：“panel”（省级）", NEUTRAL, "/review/审查/desks/panel@:PROVINCE"),
    Told("/form/properties/frame", FIELD, "新增字段“车架号”（选填）", NEUTRAL),
    Told("/form/properties/recipient", ..., "不再填写字段“收件信息”", NEUTRAL),
    Told("/form/required", ["number", "delivery_way", "recipient"], "字段“收件信息”改为必填", HARDER,
         "/form/required/recipient"),
    Told("/form/required", ["number"], "字段“领取方式”改为选填", EASIER, "/form/required/delivery_way"),
    Told("/form/properties/recipient/properties/name/maxLength", 20, "“收件人”的最多字数有调整", HARDER),
    Told("/form/properties/delivery_way/enum", ["COURIER"], "“领取方式”的选项有增减：-ELECTRONIC", HARDER),
    Told("/form/properties/number/x-label/zh", "证号", "“证号”的名称有调整", NEUTRAL,
         "/form/properties/number/x-label"),
    Told("/form/then", {"required": []}, "申请表的填写规则（then）有调整", NEUTRAL),
    Told("/name/zh", "虚构补证", "事项名称由“虚构换证”改为“虚构补证”", NEUTRAL, "/name"),
    Told("/conditions", {"zh": "年满18周岁"}, "新增受理条件：“年满18周岁”", NEUTRAL),
    Told("/online_payment", False, "不再：支持网上支付", HARDER),
    Told("/province_wide", True, "改为：全省通办", EASIER),
    Told("/minimum_level", 2, "最低实名等级由L3改为L2", EASIER),
    Told("/case_kind", "1", "办件类型由承诺件改为即办件", EASIER),
    Told("/delivery", ["COURIER"], "送达方式减少：电子送达", HARDER, "/delivery/ELECTRONIC"),
    Told("/tacit_approval", {"basis": "某某条例"}, "新增超时默认：“某某条例”", EASIER),
    Told("/archive_period", "PERMANENT", "归档保管期限由30年改为永久", NEUTRAL),
    Told("/department/name/zh", "公安厅", "实施部门的名称由“公安局”改为“公安厅”", NEUTRAL, "/department/name"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.zh for case in CASES])
def test_one_change_is_told_once(case: Told) -> None:
    new = ItemContent.model_validate(changed_at(case.pointer, case.value))
    (difference,) = differences(lawful_content(), new)
    assert (difference.text.zh, difference.effect) == (case.zh, case.effect)
    assert difference.pointer == f"#{case.told or case.pointer}"
    assert difference.text.en


def test_it_is_told_in_english_too():
    new = ItemContent.model_validate(changed_at("/limits/promised/amount", 1))
    (difference,) = differences(lawful_content(), new)
    assert difference.text.en == "Promised limit: shortened from 5 working days to 1 working day"


def test_a_new_field_that_must_be_filled_in_is_told_once():
    form = {**FORM, "required": [*FORM["required"], "frame"], "properties": {**FORM["properties"], "frame": FIELD}}
    (difference,) = differences(lawful_content(), lawful_content(form=form))
    assert difference.text == ("新增字段“车架号”（必填）", "New field “Frame number” (required)")
    assert (difference.pointer, difference.effect) == ("#/form/properties/frame", HARDER)


def test_differences_stand_in_the_order_of_the_elements():
    new = lawful_content(supervision_phone="12345", visits=1, regions=["469001"], kind="20")
    assert [it.pointer for it in differences(lawful_content(), new)] == [
        "#/kind",
        "#/regions/460100",
        "#/visits",
        "#/supervision_phone",
    ]


def test_what_people_wrote_is_repeated_as_it_is_and_cut_short():
    new = lawful_content(place={"zh": "{0}" + "长" * 100})
    (difference,) = differences(lawful_content(), new)
    assert "{0}" in difference.text.as_it_is("zh-CN")
    assert len(difference.text.zh) < 80


def test_a_version_is_compared_by_its_content():
    assert differences(ItemVersion.of(lawful_content(), 1), ItemVersion.of(lawful_content(), 2)) == ()


def elements() -> set[type[Element]]:
    """Every element that a content is made of, found by walking the types of all fields."""
    found: set[type[Element]] = set()
    waiting: list[Any] = [ItemContent]
    while waiting:
        kind = waiting.pop()
        waiting += getattr(kind, "__args__", ())
        if isinstance(kind, type) and issubclass(kind, Element) and kind not in found:
            found.add(kind)
            waiting += [field.annotation for field in kind.model_fields.values()]
    return found - {Bilingual, NamedCode}


def test_no_field_of_any_element_is_forgotten():
    assert set(ASPECTS) == elements()
    for element, aspects in ASPECTS.items():
        assert list(aspects) == list(element.model_fields), element


def test_every_word_of_the_vocabulary_has_words():
    kinds = [it for it in vars(vocabulary).values() if isinstance(it, type) and issubclass(it, Enum) and list(it)]
    assert set(WORDS) == {*kinds, Unit}
    for kind in kinds:
        assert set(WORDS[kind]) == set(kind)
        assert all(word_of(member).zh and word_of(member).en for member in kind)


def test_changing_a_field_without_a_word_for_it_is_still_told():
    form = deepcopy(FORM)
    form["x-something"] = {"a": 1}
    (difference,) = differences(lawful_content(), lawful_content(form=form))
    assert difference.text.zh == "申请表的填写规则（x-something）有调整"
